/** The action that is open on a page. It belongs to the account that it was opened for. */
import { useState } from 'react';

import type { Connected } from '../wallet/WalletProvider';
import type { Intent } from './intents';

export interface Opened {
  intent: Intent;
  /** Whoever it was opened for, whatever the wallet says since. */
  connected: Connected;
  /** Whether another account acts by now, or none. */
  isLeft: boolean;
}

export interface OpenAction {
  /** `null` while none is open. */
  opened: Opened | null;
  /** Opens one; `null` while no account acts. */
  act: ((intent: Intent) => void) | null;
  close(): void;
}

/** Keeps what is open for the account of its opening; the window closes itself once that is gone, if nothing was confirmed. */
export function useOpenAction(connected: Connected | null): OpenAction {
  const [open, setOpen] = useState<Omit<Opened, 'isLeft'> | null>(null);
  const isOwners = open !== null && open.connected.account.address === connected?.account.address;
  return {
    // Of the same account what the wallet said last: it may know only that.
    opened: open && { intent: open.intent, connected: isOwners ? connected : open.connected, isLeft: !isOwners },
    act: connected && ((intent) => setOpen({ intent, connected })),
    close: () => setOpen(null),
  };
}
