/** Which account of a wallet acts. */
import type { Wallet } from '@wallet-standard/base';
import { expect, test } from 'vitest';

import { connectionWith } from '../../src/wallet/WalletProvider';

function walletWith(...accounts: [address: string, chain: string][]): Wallet {
  const all = accounts.map(([address, chain]) => ({ address, chains: [chain] }));
  return { name: 'Test wallet', accounts: all } as unknown as Wallet;
}

test('the first account for Solana acts, until another is chosen, which stays as long as the wallet has it', () => {
  const wallet = walletWith(['a', 'sui:mainnet'], ['b', 'solana:mainnet'], ['c', 'solana:devnet']);
  const first = connectionWith(wallet, null);
  expect(first?.address).toBe('b');
  expect(first?.accounts.map(({ address }) => address)).toEqual(['b', 'c']);
  expect(connectionWith(wallet, 'c')?.address).toBe('c');
  expect(connectionWith(walletWith(['c', 'solana:devnet'], ['b', 'solana:devnet']), 'b')?.address).toBe('b');
  expect(connectionWith(walletWith(['c', 'solana:devnet']), 'b')?.address).toBe('c');
  expect(connectionWith(walletWith(['a', 'sui:mainnet']), 'b')).toBeNull();
});
