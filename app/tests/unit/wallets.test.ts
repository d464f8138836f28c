/** Which account of a wallet acts, and what is said of one that does not sign. */
import {
  type Address,
  address,
  compileTransaction,
  createTransactionMessage,
  generateKeyPairSigner,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  signBytes,
} from '@solana/kit';
import type { Wallet } from '@wallet-standard/base';
import { expect, test, vi } from 'vitest';

import { WalletStop, walletSigner } from '../../src/wallet/signer';
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

const OWNER: Address = address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');

function transactionOf(owner: Address) {
  const lifetime = { blockhash: '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi', lastValidBlockHeight: 1n } as never;
  return compileTransaction(
    pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayer(owner, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
    ),
  );
}

type Sign = (asked: { transaction: Uint8Array }) => unknown;

/** What comes of it where a wallet answers like this. */
function signedBy(signTransaction: Sign, owner = OWNER) {
  const wallet = { name: 'Test wallet', features: { 'solana:signTransaction': { signTransaction } } };
  const connected = { wallet, account: { address: owner, chains: ['solana:localnet'] } };
  return walletSigner(connected as never, 'solana:localnet').modifyAndSignTransactions([transactionOf(owner)]);
}

/** Why it was not sent. */
async function stopBy(signTransaction: Sign, owner = OWNER): Promise<string> {
  const error = await signedBy(signTransaction, owner).then(
    () => new Error('it was signed'),
    (thrown: Error) => thrown,
  );
  expect(error).toBeInstanceOf(WalletStop);
  return error.message;
}

test('what a wallet throws is quoted, also if it is no error but an object, and if it throws at once', async () => {
  const words = 'Test wallet did not sign: User rejected. It was not sent';
  for (const thrown of [{ code: 4001, message: 'User rejected' }, new Error('User rejected.')]) {
    expect(await stopBy(() => Promise.reject(thrown))).toBe(words);
    const throws = () => {
      throw thrown;
    };
    expect(await stopBy(throws)).toBe(words);
  }
});

test.each([
  ['a few bytes', [{ signedTransaction: new Uint8Array([1, 2, 3]) }]],
  ['no bytes', [{ signedTransaction: new Uint8Array() }]],
  ['bytes of no message', [{ signedTransaction: new Uint8Array([0, 200, 1, 2]) }]],
  ['another object', [{}]],
  ['an empty list', []],
  ['nothing', undefined],
])('a wallet that answers with %s is told from one that signed', async (_, answer) => {
  expect(await stopBy(async () => answer)).toBe(
    'Test wallet answered with something that is no transaction. It was not sent',
  );
});

/** The transaction with a signature in the place of the first. */
const withSignature = (transaction: Uint8Array, signature: Uint8Array) => {
  const signed = transaction.slice();
  signed.set(signature, 1);
  return [{ signedTransaction: signed }];
};

test('a signature that is not of the account is not sent, and one that is, is', async () => {
  const { address: owner, keyPair } = await generateKeyPairSigner();
  const { messageBytes } = transactionOf(owner);
  const signature = await signBytes(keyPair.privateKey, messageBytes);
  const words = `Test wallet gave a signature that is not one of ${owner} under this transaction. It was not sent`;
  const wrong = new Uint8Array(64).fill(7);
  expect(await stopBy(async ({ transaction }) => withSignature(transaction, wrong), owner)).toBe(words);
  const changed = Uint8Array.from(signature, (byte, index) => (index === 40 ? byte ^ 1 : byte));
  expect(await stopBy(async ({ transaction }) => withSignature(transaction, changed), owner)).toBe(words);
  const [sent] = await signedBy(async ({ transaction }) => withSignature(transaction, signature), owner);
  expect(sent?.signatures[owner]).toEqual(signature);
});

test('where the platform has no Ed25519 the node is left to tell', async () => {
  const without = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
  try {
    const wrong = new Uint8Array(64).fill(7);
    const [sent] = await signedBy(async ({ transaction }) => withSignature(transaction, wrong));
    expect(sent?.signatures[OWNER]).toEqual(wrong);
  } finally {
    without.mockRestore();
  }
});
