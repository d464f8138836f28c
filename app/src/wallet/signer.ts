/** A signer of kit over a wallet's account: the wallet signs, the page sends. */
import { MAX_COMPUTE_UNITS, priorityFeeLamports, wordsOf } from '@inference-staking/sdk';
import {
  type Address,
  address,
  assertIsTransactionWithinSizeLimit,
  type CompiledTransactionMessage,
  type GetGenesisHashApi,
  getCompiledTransactionMessageDecoder,
  getPublicKeyFromAddress,
  getTransactionDecoder,
  getTransactionEncoder,
  getU32Decoder,
  getU64Decoder,
  type ReadonlyUint8Array,
  type Rpc,
  type SignatureBytes,
  type Transaction,
  type TransactionModifyingSigner,
  type TransactionWithLifetime,
  verifySignature,
} from '@solana/kit';
import {
  SolanaSignTransaction,
  type SolanaSignTransactionFeature,
  type SolanaSignTransactionOutput,
} from '@solana/wallet-standard-features';
import type { IdentifierString } from '@wallet-standard/base';

import { sentence } from '../chain/errors';
import { solText } from '../format';
import { type Connected, featureOf } from './WalletProvider';

/** The wallet, or the page on its behalf, does not go on: what it was asked to sign was not sent. */
export class WalletStop extends Error {
  override name = 'WalletStop';
}

/** Clusters by their genesis; every other network is a local one to wallets. */
const CLUSTERS: Record<string, IdentifierString> = {
  '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d': 'solana:mainnet',
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG: 'solana:devnet',
  '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY': 'solana:testnet',
};

/** What wallets call the network of a node. */
export async function walletChain(rpc: Rpc<GetGenesisHashApi>): Promise<IdentifierString> {
  const genesis: string = await rpc.getGenesisHash().send();
  return CLUSTERS[genesis] ?? 'solana:localnet';
}

const COMPUTE_BUDGET_PROGRAM = 'ComputeBudget111111111111111111111111111111';
/** Programs whose instructions a wallet may add: compute budget, and assertions that guard its user. */
const ADDED_BY_WALLETS = new Set([COMPUTE_BUDGET_PROGRAM, 'L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95']);

/** Lamports that a wallet may add for priority: 0.01 SOL. */
export const MAX_PRIORITY_FEE = 10_000_000n;

/**
 * Signs with the account, on the network named.
 *
 * @throws WalletStop Before the wallet is asked, if the account is of another network only; afterwards, if it refused, signed
 * something else than what was previewed, or asks for too high a fee.
 */
export function walletSigner({ account, wallet }: Connected, chain: IdentifierString): TransactionModifyingSigner {
  const feature = featureOf<SolanaSignTransactionFeature>(wallet, SolanaSignTransaction);
  return {
    address: address(account.address),
    async modifyAndSignTransactions(transactions) {
      if (!feature)
        throw new WalletStop(`${wallet.name} cannot sign a transaction without sending it: use another wallet`);
      if (!account.chains.includes(chain)) {
        const named = account.chains.map(nameOf).join(', ');
        throw new WalletStop(
          `${wallet.name} is on another network (${named}) than this page (${nameOf(chain)}): switch it over, and try again`,
        );
      }
      return await Promise.all(
        transactions.map(async (transaction) => {
          const bytes = new Uint8Array(getTransactionEncoder().encode(transaction));
          let answer: readonly SolanaSignTransactionOutput[];
          try {
            answer = await feature.signTransaction({ account, chain, transaction: bytes });
          } catch (error) {
            throw new WalletStop(`${wallet.name} did not sign: ${sentence(wordsOf(error))}. It was not sent`);
          }
          return await signedAs(transaction, decoded(answer, wallet.name), account.address as Address, wallet.name);
        }),
      );
    },
  };
}

function nameOf(chain: string): string {
  return chain.replace(/^solana:/, '');
}

/** The transaction that a wallet gave back, and its message. */
function decoded(answer: readonly SolanaSignTransactionOutput[], name: string) {
  try {
    const [output] = answer;
    const signed = getTransactionDecoder().decode(output?.signedTransaction ?? new Uint8Array());
    return { signed, after: getCompiledTransactionMessageDecoder().decode(signed.messageBytes) };
  } catch (cause) {
    throw new WalletStop(`${name} answered with something that is no transaction. It was not sent`, { cause });
  }
}

/** The signed transaction, if it does what was asked. */
async function signedAs(
  asked: Transaction,
  { after, signed }: ReturnType<typeof decoded>,
  owner: Address,
  name: string,
) {
  const before = getCompiledTransactionMessageDecoder().decode(asked.messageBytes);
  if (!doesTheSame(before, after)) {
    throw new WalletStop(`${name} changed the transaction: what it signed is not what you saw here. It was not sent`);
  }
  const fee = priorityFeeOf(after);
  if (fee > MAX_PRIORITY_FEE) {
    throw new WalletStop(
      `${name} asks for a fee of ${solText(fee)}, and at most ${solText(MAX_PRIORITY_FEE)} is paid here: set a lower one in it. It was not sent`,
    );
  }
  const signature = signed.signatures[owner];
  if (!signature) throw new WalletStop(`${name} did not sign with ${owner}. It was not sent`);
  if (!(await isSignedBy(owner, signature, signed.messageBytes))) {
    throw new WalletStop(
      `${name} gave a signature that is not one of ${owner} under this transaction. It was not sent`,
    );
  }
  const lifetime = 'lifetimeConstraint' in asked ? asked.lifetimeConstraint : undefined;
  const whole = { ...signed, lifetimeConstraint: lifetime } as Transaction & TransactionWithLifetime;
  assertIsTransactionWithinSizeLimit(whole);
  return whole;
}

/** Whether a signature holds; as far as that can be told, because not every platform has Ed25519. */
async function isSignedBy(owner: Address, signature: SignatureBytes, message: ReadonlyUint8Array): Promise<boolean> {
  const key = await getPublicKeyFromAddress(owner).catch(() => null);
  return key === null || (await verifySignature(key, signature, message));
}

/** Whether all instructions are there, in their order, and nothing besides but what wallets add; with the same fee payer and lifetime. */
function doesTheSame(before: CompiledTransactionMessage, after: CompiledTransactionMessage): boolean {
  if (before.staticAccounts[0] !== after.staticAccounts[0]) return false;
  if (tokenOf(before) !== tokenOf(after)) return false;
  const own = (message: CompiledTransactionMessage) =>
    instructionsOf(message).filter(({ program }) => !ADDED_BY_WALLETS.has(program));
  return JSON.stringify(own(before)) === JSON.stringify(own(after));
}

/** Lamports that a transaction pays for priority, at most: its price for each unit of its limit. */
function priorityFeeOf(message: CompiledTransactionMessage): bigint {
  const compiled = 'instructions' in message ? message.instructions : [];
  let [limit, price] = [MAX_COMPUTE_UNITS, 0n];
  for (const { data = new Uint8Array(), programAddressIndex } of compiled) {
    if (message.staticAccounts[programAddressIndex] !== COMPUTE_BUDGET_PROGRAM) continue;
    // `SetComputeUnitLimit` and `SetComputeUnitPrice`.
    if (data[0] === 2) limit = Math.min(getU32Decoder().decode(data, 1), MAX_COMPUTE_UNITS);
    if (data[0] === 3) price = getU64Decoder().decode(data, 1);
  }
  return priorityFeeLamports(limit, price);
}

function tokenOf(message: CompiledTransactionMessage): unknown {
  return 'lifetimeToken' in message ? message.lifetimeToken : undefined;
}

function instructionsOf(message: CompiledTransactionMessage) {
  const { header, staticAccounts } = message;
  const compiled = 'instructions' in message ? message.instructions : [];
  const lookups = 'addressTableLookups' in message ? (message.addressTableLookups ?? []) : [];
  const { numReadonlyNonSignerAccounts, numReadonlySignerAccounts, numSignerAccounts } = header;
  const roleOf = (index: number) => {
    const isSigner = index < numSignerAccounts;
    const isReadonly = isSigner
      ? index >= numSignerAccounts - numReadonlySignerAccounts
      : index >= staticAccounts.length - numReadonlyNonSignerAccounts;
    return `${isSigner ? 'signer' : ''}${isReadonly ? '' : 'writable'}`;
  };
  const account = (index: number) =>
    index < staticAccounts.length
      ? `${staticAccounts[index]} ${roleOf(index)}`
      : `${JSON.stringify(lookups)} ${index - staticAccounts.length}`;
  return compiled.map(({ accountIndices = [], data, programAddressIndex }) => ({
    program: String(staticAccounts[programAddressIndex]),
    accounts: accountIndices.map(account),
    data: Array.from(data ?? []).join(),
  }));
}
