/** Connects a wallet of this browser. */
import type { Wallet } from '@wallet-standard/base';
import { useState } from 'react';

import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { shortAddress } from '../format';
import { linkTo } from '../route';
import { useWallets } from './WalletProvider';

export function WalletButton() {
  const { connected, disconnect } = useWallets();
  const [isOpen, open] = useState(false);
  if (connected) {
    return (
      <span className="connected">
        <a className="button" href={linkTo.wallet(connected.account.address)}>
          {shortAddress(connected.account.address)}
        </a>
        <button
          type="button"
          className="button icon"
          aria-label="Disconnect the wallet"
          title="Disconnect"
          onClick={() => void disconnect()}
        >
          <Icon name="leave" />
        </button>
      </span>
    );
  }
  return (
    <>
      <button type="button" className="button primary" onClick={() => open(true)}>
        Connect <span className="roomy">wallet</span>
      </button>
      {isOpen && <Choice onDone={() => open(false)} />}
    </>
  );
}

function Choice({ onDone }: { onDone(): void }) {
  const { available, connect } = useWallets();
  const [fault, setFault] = useState<string | null>(null);
  const [asked, setAsked] = useState<Wallet | null>(null);
  const choose = async (wallet: Wallet) => {
    setFault(null);
    setAsked(wallet);
    try {
      await connect(wallet);
      onDone();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setAsked(null);
    }
  };
  return (
    <Dialog title="Connect a wallet" onClose={onDone}>
      {available.length === 0 ? (
        <p>
          No wallet of this browser was found. Install one that supports Solana and the Wallet Standard and load the
          page again, look at{' '}
          <a href={linkTo.wallet()} onClick={onDone}>
            any address without a wallet
          </a>
          , or use the command line.
        </p>
      ) : (
        <ul className="wallets">
          {available.map((wallet) => (
            <li key={wallet.name}>
              <button
                type="button"
                className="button wide"
                disabled={asked !== null}
                onClick={() => void choose(wallet)}
              >
                <img src={wallet.icon} alt="" width="24" height="24" /> {wallet.name}
                {asked === wallet && ' …'}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="muted">The wallet is asked for its address. Nothing is signed by connecting.</p>
      {fault && (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      )}
    </Dialog>
  );
}
