import {
  type Address,
  address,
  assertIsTransactionWithinSizeLimit,
  getTransactionDecoder,
  getTransactionEncoder,
  type Transaction,
  type TransactionModifyingSigner,
  type TransactionWithLifetime,
} from '@solana/kit';

/** Has a wallet sign the bytes of a transaction; the bytes of what it signed. */
type SignBytes = (transaction: Uint8Array) => Promise<Uint8Array>;

/** What of the feature `solana:signTransaction` is used here; `@solana/wallet-standard-features` has its whole type. */
interface SignTransactionFeature {
  signTransaction(input: {
    account: object;
    chain: string;
    transaction: Uint8Array;
  }): Promise<readonly { signedTransaction: Uint8Array }[]>;
}

/** The signer of a wallet's account, as plans take it for `owner` and `sendPlan` for `feePayer`. */
export function walletSigner(account: Address, sign: SignBytes): TransactionModifyingSigner {
  return {
    address: account,
    async modifyAndSignTransactions(transactions) {
      const signed = [];
      // One after the other: each of them opens a window of the wallet.
      for (const transaction of transactions) signed.push(await signedBy(account, sign, transaction));
      return signed;
    },
  };
}

async function signedBy(account: Address, sign: SignBytes, asked: Transaction) {
  const signed = getTransactionDecoder().decode(await sign(getTransactionEncoder().encode(asked) as Uint8Array));
  if (!signed.signatures[account]) throw new Error(`the wallet did not sign with ${account}: nothing was sent`);
  // Bytes do not say until when the transaction lives: that is carried over. `sendPlan` checks that the wallet left it as it was.
  const whole = { ...asked, ...signed } as Transaction & TransactionWithLifetime;
  assertIsTransactionWithinSizeLimit(whole);
  return whole;
}

/** The same of a wallet and an account of the Wallet Standard (`getWallets`, `standard:connect`), on a network such as `solana:mainnet`. */
export function standardSigner(
  wallet: { name: string; features: object },
  account: { address: string; chains: readonly string[]; features: readonly string[] },
  chain: string,
): TransactionModifyingSigner {
  const feature = (wallet.features as { 'solana:signTransaction'?: SignTransactionFeature })['solana:signTransaction'];
  if (!feature || !account.features.includes('solana:signTransaction')) {
    throw new Error(`${wallet.name} cannot sign a transaction of this account without sending it: use another wallet`);
  }
  if (!account.chains.includes(chain)) throw new Error(`the account of ${wallet.name} is not one of ${chain}`);
  return walletSigner(address(account.address), async (transaction) => {
    const [output] = await feature.signTransaction({ account, chain, transaction });
    if (!output) throw new Error(`${wallet.name} gave nothing back: nothing was sent`);
    return output.signedTransaction;
  });
}
