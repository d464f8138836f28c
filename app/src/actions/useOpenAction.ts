/** The action that is open on a page. It belongs to the account that it was opened for. */
import { useState } from 'react';

import type { Connected } from '../wallet/WalletProvider';
import type { Intent } from './intents';

export interface OpenAction {
  /** `null` while none is open. */
  intent: Intent | null;
  /** Opens one; `null` while no account acts. */
  act: ((intent: Intent) => void) | null;
  close(): void;
}

/** Closes what is open as soon as another account acts, or none: it does not come back with the account. */
export function useOpenAction(connected: Connected | null): OpenAction {
  const owner = connected?.account.address ?? null;
  const [open, setOpen] = useState<{ intent: Intent; owner: string } | null>(null);
  const isOwners = open !== null && open.owner === owner;
  if (open !== null && !isOwners) setOpen(null);
  return {
    intent: isOwners ? open.intent : null,
    act: owner === null ? null : (intent) => setOpen({ intent, owner }),
    close: () => setOpen(null),
  };
}
