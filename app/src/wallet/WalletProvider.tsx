/** Wallets of this browser, by the Wallet Standard, and the account that is connected. */
import { SolanaSignTransaction } from '@solana/wallet-standard-features';
import { getWallets } from '@wallet-standard/app';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import {
  StandardConnect,
  type StandardConnectFeature,
  StandardDisconnect,
  type StandardDisconnectFeature,
  StandardEvents,
  type StandardEventsFeature,
} from '@wallet-standard/features';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

import { useChain } from '../chain/connection';
import { isLocal, tryOutWallet } from './tryOutWallet';

/** A wallet and one of its accounts. */
export interface Connected {
  wallet: Wallet;
  account: WalletAccount;
}

interface Wallets {
  /** Those that can sign Solana transactions and leave the sending to the page. */
  available: readonly Wallet[];
  connected: Connected | null;
  /** All accounts that the connected wallet lets the page see. */
  accounts: readonly WalletAccount[];
  /** Asks a wallet for its accounts; the first of them acts until another is chosen. */
  connect(wallet: Wallet): Promise<readonly WalletAccount[]>;
  /** Acts with another account of the connected wallet. */
  use(account: WalletAccount): void;
  disconnect(): Promise<void>;
  /** Whether the choice of wallets is open. */
  isChoosing: boolean;
  choose(isChoosing: boolean): void;
}

const WalletContext = createContext<Wallets | null>(null);

export function useWallets(): Wallets {
  const wallets = useContext(WalletContext);
  if (!wallets) throw new Error('a component that needs wallets stands outside of their provider');
  return wallets;
}

/** What the page knows of the wallet that it is connected with. */
interface Connection {
  wallet: Wallet;
  accounts: readonly WalletAccount[];
  /** Address of the account that acts. */
  address: string;
}

export function WalletProvider({ children }: { children: ReactNode }) {
  const available = useAvailable();
  const [connection, setConnection] = useState<Connection | null>(null);
  const [isChoosing, choose] = useState(false);
  const wallet = connection?.wallet;
  useEffect(() => {
    if (!wallet) return;
    return featureOf<StandardEventsFeature>(wallet, StandardEvents)?.on('change', () =>
      setConnection((before) => before && connectionWith(wallet, before.address)),
    );
  }, [wallet]);
  const value = useMemo<Wallets>(() => {
    const account = connection?.accounts.find(({ address }) => address === connection.address);
    return {
      available,
      connected: connection && account ? { wallet: connection.wallet, account } : null,
      accounts: connection?.accounts ?? [],
      async connect(chosen) {
        await featureOf<StandardConnectFeature>(chosen, StandardConnect)?.connect();
        const made = connectionWith(chosen, null);
        if (!made) throw new Error(`${chosen.name} gave no account: choose one in the wallet and try again`);
        setConnection(made);
        return made.accounts;
      },
      use: ({ address }) => setConnection((before) => before && { ...before, address }),
      async disconnect() {
        setConnection(null);
        await (connection && featureOf<StandardDisconnectFeature>(connection.wallet, StandardDisconnect))?.disconnect();
      },
      isChoosing,
      choose,
    };
  }, [available, connection, isChoosing]);
  return <WalletContext value={value}>{children}</WalletContext>;
}

/** With what a wallet has now: the account of before if it is still there, else the first; `null` if it has none. */
export function connectionWith(wallet: Wallet, address: string | null): Connection | null {
  const accounts = wallet.accounts.filter(({ chains }) => chains.some((chain) => chain.startsWith('solana:')));
  const acting = accounts.find((account) => account.address === address) ?? accounts[0];
  return acting ? { wallet, accounts, address: acting.address } : null;
}

function useAvailable(): readonly Wallet[] {
  const { rpcUrl } = useChain().settings;
  const [available, setAvailable] = useState<readonly Wallet[]>([]);
  useEffect(() => (isLocal(rpcUrl) ? getWallets().register(tryOutWallet()) : undefined), [rpcUrl]);
  useEffect(() => {
    const wallets = getWallets();
    const update = () => setAvailable(wallets.get().filter(canSign));
    update();
    const offs = [wallets.on('register', update), wallets.on('unregister', update)];
    return () => {
      for (const off of offs) off();
    };
  }, []);
  return available;
}

function canSign(wallet: Wallet): boolean {
  return SolanaSignTransaction in wallet.features && StandardConnect in wallet.features;
}

/** A feature of a wallet; `undefined` if it has none of the name. */
export function featureOf<Feature extends object>(
  wallet: Wallet,
  name: keyof Feature & string,
): Feature[typeof name] | undefined {
  return name in wallet.features
    ? (wallet.features[name as keyof typeof wallet.features] as Feature[typeof name])
    : undefined;
}
