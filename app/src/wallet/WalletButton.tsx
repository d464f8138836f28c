/** Connects a wallet of this browser, and says which of its accounts acts. */
import { wordsOf } from '@inference-staking/sdk';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import { type ReactNode, useState } from 'react';

import { sentence } from '../chain/errors';
import { Dialog } from '../components/Dialog';
import { Icon } from '../components/Icon';
import { shortAddress } from '../format';
import { linkTo } from '../route';
import { useWallets } from './WalletProvider';

export function WalletButton() {
  const { accounts, choose, connected, disconnect, isChoosing, use } = useWallets();
  return (
    <>
      {connected ? (
        <span className="connected">
          {accounts.length > 1 && (
            <select
              className="button"
              aria-label={`Account of ${connected.wallet.name}`}
              value={connected.account.address}
              onChange={(event) => {
                const chosen = accounts.find(({ address }) => address === event.target.value);
                if (!chosen) return;
                // Who looks at the account's own page goes on to that of the other.
                const isOwnPage = window.location.hash === linkTo.wallet(connected.account.address);
                if (isOwnPage) window.location.hash = linkTo.wallet(chosen.address);
                use(chosen);
              }}
            >
              {accounts.map((account) => (
                <option key={account.address} value={account.address}>
                  {nameOf(account)}
                </option>
              ))}
            </select>
          )}
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
      ) : (
        <button type="button" className="button primary" onClick={() => choose(true)}>
          Connect <span className="roomy">wallet</span>
        </button>
      )}
      {isChoosing && <Choice onDone={() => choose(false)} />}
    </>
  );
}

/** As the wallet calls an account, and the ends of its address. */
function nameOf({ address, label }: WalletAccount): string {
  return label ? `${label} (${shortAddress(address)})` : shortAddress(address);
}

function Choice({ onDone }: { onDone(): void }) {
  const { available, connect } = useWallets();
  const [fault, setFault] = useState<string | null>(null);
  const [asked, setAsked] = useState<Wallet | null>(null);
  const [hasSeveral, setSeveral] = useState(false);
  const choose = async (wallet: Wallet) => {
    setFault(null);
    setAsked(wallet);
    try {
      const accounts = await connect(wallet);
      if (accounts.length > 1) setSeveral(true);
      else onDone();
    } catch (error) {
      setFault(`${sentence(wordsOf(error))}.`);
    } finally {
      setAsked(null);
    }
  };
  if (hasSeveral) return <AccountChoice onDone={onDone} />;
  return (
    <Dialog title="Connect a wallet" onClose={onDone}>
      {available.length === 0 ? (
        <p>
          No wallet of this browser was found. Install one that supports Solana and the Wallet Standard and load the
          page again, or use the command line.
        </p>
      ) : (
        <Choices
          of={available}
          isDisabled={asked !== null}
          keyOf={({ name }) => name}
          onChoose={(wallet) => void choose(wallet)}
        >
          {(wallet) => (
            <>
              <img src={wallet.icon} alt="" width="24" height="24" /> {wallet.name}
              {asked === wallet && ' …'}
            </>
          )}
        </Choices>
      )}
      <p className="muted">
        The wallet is asked for its addresses. Nothing is signed by connecting. To look at an address, write it under{' '}
        <a href={linkTo.wallet()} onClick={onDone}>
          Wallet
        </a>
        : that needs no wallet.
      </p>
      {fault && (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      )}
    </Dialog>
  );
}

/** Which of the accounts acts, where the wallet gives several. */
function AccountChoice({ onDone }: { onDone(): void }) {
  const { accounts, connected, use } = useWallets();
  return (
    <Dialog title={`Choose an account${connected ? ` of ${connected.wallet.name}` : ''}`} onClose={onDone}>
      <Choices
        of={accounts}
        keyOf={({ address }) => address}
        onChoose={(account) => {
          use(account);
          onDone();
        }}
      >
        {nameOf}
      </Choices>
      <p className="muted">It can be changed later beside the address above.</p>
    </Dialog>
  );
}

interface ChoicesProperties<T> {
  of: readonly T[];
  isDisabled?: boolean;
  keyOf(each: T): string;
  onChoose(each: T): void;
  /** What a button says. */
  children(each: T): ReactNode;
}

function Choices<T>({ of, isDisabled = false, keyOf, onChoose, children }: ChoicesProperties<T>) {
  return (
    <ul className="wallets">
      {of.map((each) => (
        <li key={keyOf(each)}>
          <button type="button" className="button wide" disabled={isDisabled} onClick={() => onChoose(each)}>
            {children(each)}
          </button>
        </li>
      ))}
    </ul>
  );
}
