/** The action that is open, over whatever page is shown. It belongs to the account and the page that it was opened for. */
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

import { NetworkContext } from '../chain/network';
import { useShownNetwork } from '../chain/queries';
import { Boundary } from '../components/Boundary';
import { type Connected, useWallets } from '../wallet/WalletProvider';
import { ActionDialog } from './ActionDialog';
import type { Intent } from './intents';

interface Open {
  intent: Intent;
  /** Whoever it was opened for, whatever the wallet says since. */
  connected: Connected;
  /** Which page. */
  place: string;
  /** Of this opening: a window that could not be drawn is replaced by the next. */
  number: number;
}

/** Acts, or does not: an address that is only looked at has no buttons. */
export type Act = ((intent: Intent) => void) | null;

type OpenOne = (intent: Intent, by: Connected) => void;

const OpenActionContext = createContext<OpenOne | null>(null);

/** Opens actions of an account; `null` while none acts. */
export function useAct(connected: Connected | null): Act {
  const open = useContext(OpenActionContext);
  if (!open) throw new Error('a page that acts stands outside of what keeps its action');
  return connected && ((intent) => open(intent, connected));
}

/**
 * Keeps what is open. The window closes itself once its account or its page is left, if nothing was confirmed; what was confirmed stays,
 * with its signatures, on whatever page.
 */
export function OpenAction({ place, children }: { place: string; children: ReactNode }) {
  const [open, setOpen] = useState<Open | null>(null);
  const { connected } = useWallets();
  const network = useShownNetwork();
  const act = useCallback<OpenOne>(
    (intent, by) => setOpen((before) => ({ intent, connected: by, place, number: (before?.number ?? 0) + 1 })),
    [place],
  );
  const close = useCallback(() => setOpen(null), []);
  const isOwners = open !== null && open.connected.account.address === connected?.account.address;
  return (
    <OpenActionContext value={act}>
      {children}
      {open && network && (
        <Boundary
          key={open.number}
          place={place}
          title="The window of this action could not be drawn"
          meaning="If it was confirmed, look in your wallet for its signature before you try it again."
        >
          <NetworkContext value={network}>
            <ActionDialog
              intent={open.intent}
              // Of the same account what the wallet said last: it may know only that.
              connected={isOwners ? connected : open.connected}
              isLeft={!isOwners || open.place !== place}
              onClose={close}
            />
          </NetworkContext>
        </Boundary>
      )}
    </OpenActionContext>
  );
}
