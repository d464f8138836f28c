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
  /** Asks a wallet for its accounts. */
  connect(wallet: Wallet): Promise<void>;
  disconnect(): Promise<void>;
}

const WalletContext = createContext<Wallets | null>(null);

export function useWallets(): Wallets {
  const wallets = useContext(WalletContext);
  if (!wallets) throw new Error('a component that needs wallets stands outside of their provider');
  return wallets;
}

export function WalletProvider({ children }: { children: ReactNode }) {
  const available = useAvailable();
  const [connected, setConnected] = useState<Connected | null>(null);
  const wallet = connected?.wallet;
  // Who changes the account in the wallet acts with another one from then on.
  useEffect(() => {
    if (!wallet) return;
    return featureOf<StandardEventsFeature>(wallet, StandardEvents)?.on('change', () => {
      const [account] = solanaAccounts(wallet);
      setConnected(account ? { wallet, account } : null);
    });
  }, [wallet]);
  const value = useMemo<Wallets>(
    () => ({
      available,
      connected,
      async connect(chosen) {
        await featureOf<StandardConnectFeature>(chosen, StandardConnect)?.connect();
        const [account] = solanaAccounts(chosen);
        if (!account) throw new Error(`${chosen.name} gave no account: choose one in the wallet and try again`);
        setConnected({ wallet: chosen, account });
      },
      async disconnect() {
        setConnected(null);
        await (connected && featureOf<StandardDisconnectFeature>(connected.wallet, StandardDisconnect))?.disconnect();
      },
    }),
    [available, connected],
  );
  return <WalletContext value={value}>{children}</WalletContext>;
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

function solanaAccounts(wallet: Wallet): WalletAccount[] {
  return wallet.accounts.filter(({ chains }) => chains.some((chain) => chain.startsWith('solana:')));
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
