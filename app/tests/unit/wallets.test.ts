/** Which account of a wallet acts, and what is said of one that does not sign. */
import {
  address,
  compileTransaction,
  createTransactionMessage,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from '@solana/kit';
import type { Wallet } from '@wallet-standard/base';
import { expect, test } from 'vitest';

import { walletSigner } from '../../src/wallet/signer';
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

test('what a wallet throws is quoted, also if it is no error but an object', async () => {
  const owner = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
  const rejects = (thrown: unknown) => {
    const signTransaction = () => Promise.reject(thrown);
    const wallet = { name: 'Test wallet', features: { 'solana:signTransaction': { signTransaction } } };
    const connected = { wallet, account: { address: owner, chains: ['solana:localnet'] } };
    return walletSigner(connected as never, 'solana:localnet');
  };
  const lifetime = { blockhash: '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi', lastValidBlockHeight: 1n } as never;
  const transaction = compileTransaction(
    pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayer(owner, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
    ),
  );
  const said = (thrown: unknown) =>
    rejects(thrown)
      .modifyAndSignTransactions([transaction])
      .catch((error: Error) => error.message);
  const words = 'Test wallet did not sign: User rejected. It was not sent';
  expect(await said({ code: 4001, message: 'User rejected' })).toBe(words);
  expect(await said(new Error('User rejected.'))).toBe(words);
});
