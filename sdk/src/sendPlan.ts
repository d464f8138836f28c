/** Sends the transactions of a plan, one after the other, each once the one before it is confirmed. */
import {
  type Address,
  type AddressesByLookupTableAddress,
  assertIsSendableTransaction,
  assertIsTransactionWithBlockhashLifetime,
  commitmentComparator,
  type GetEpochInfoApi,
  type GetLatestBlockhashApi,
  type GetMultipleAccountsApi,
  type GetProgramAccountsApi,
  type GetSignatureStatusesApi,
  type GetTransactionApi,
  getSignatureFromTransaction,
  type Instruction,
  isSolanaError,
  pipe,
  type Rpc,
  type RpcSubscriptions,
  type SendTransactionApi,
  type Signature,
  type SignatureNotificationsApi,
  type SimulateTransactionApi,
  type SlotNotificationsApi,
  SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type TransactionSigner,
} from '@solana/kit';

import { withComputeBudget } from './computeBudget';
import { explainError, explainFailure, type Failure } from './errors';
import { messageOf } from './message';
import { PlanStopped, type Stop } from './planStopped';
import type { Plan } from './plans/plan';
import { previewTransaction, rpcSimulator } from './preview';
import { rpcReader } from './reader';

/** A node to send over: kit's clients of its two ports. */
export interface SendingChain {
  rpc: Rpc<
    GetEpochInfoApi &
      GetLatestBlockhashApi &
      GetMultipleAccountsApi &
      GetProgramAccountsApi &
      GetSignatureStatusesApi &
      GetTransactionApi &
      SendTransactionApi &
      SimulateTransactionApi
  >;
  rpcSubscriptions: RpcSubscriptions<SignatureNotificationsApi & SlotNotificationsApi>;
}

/** How to send. */
export interface SendPlanOptions {
  /** Pays the fees. It signs; a wallet that can only send by itself cannot be used here. */
  feePayer: TransactionSigner;
  /** Micro-lamports per compute unit; 0 unless given. */
  price?: bigint;
  /** What a transaction has to reach before the next one is sent; `confirmed` unless given. */
  commitment?: 'confirmed' | 'finalized';
  /** Told each signature as soon as there is one, which is before the transaction is sent. */
  onSignature?: (signature: Signature, place: number) => void;
  /** Tables that the plan was made with: see `accrueRewards`. */
  lookupTables?: AddressesByLookupTableAddress;
  /** Of a program that is deployed under another id. */
  programAddress?: Address;
  /** Ends the waiting. What was sent before may still be executed. */
  abortSignal?: AbortSignal;
}

/**
 * Sends a plan: simulates each transaction, signs it with its compute unit limit and a new blockhash, sends it and waits until it is
 * confirmed.
 *
 * @returns The signatures, in the order of the plan.
 * @throws PlanStopped At the first transaction that is not confirmed, with the signatures of those before it.
 */
export async function sendPlan(
  chain: SendingChain,
  plan: Pick<Plan, 'transactions'>,
  options: SendPlanOptions,
): Promise<Signature[]> {
  const executed: Signature[] = [];
  for (const [place, instructions] of plan.transactions.entries()) {
    const done = await attempt(chain, instructions, options, place);
    if (typeof done !== 'string') throw new PlanStopped(executed, done);
    executed.push(done);
  }
  return executed;
}

async function attempt(
  { rpc, rpcSubscriptions }: SendingChain,
  instructions: readonly Instruction[],
  options: SendPlanOptions,
  place: number,
): Promise<Signature | Stop> {
  const { abortSignal, commitment = 'confirmed', feePayer, lookupTables = {}, onSignature, price = 0n } = options;
  const { programAddress } = options;
  const reading = { commitment, ...(abortSignal && { abortSignal }), ...(programAddress && { programAddress }) };
  let signature: Signature | null = null;
  try {
    const chain = { reader: rpcReader(rpc, reading), simulator: rpcSimulator(rpc, reading) };
    const preview = await previewTransaction(chain, instructions, { feePayer: feePayer.address, price, lookupTables });
    if (preview.kind === 'Refused') {
      return { signature, outcome: 'NotExecuted', failure: preview.failure, reason: preview.message };
    }
    const budgeted = withComputeBudget(instructions, { limit: preview.computeUnitLimit, price });
    const transaction = await sign(rpc, budgeted, { ...options, commitment });
    signature = getSignatureFromTransaction(transaction);
    onSignature?.(signature, place);
    // kit's factory is typed for one cluster each; what it does is the same on all.
    const confirm = sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions } as SendingChain & {
      '~cluster'?: never;
    });
    await confirm(transaction, { commitment, ...(abortSignal && { abortSignal }) });
    return signature;
  } catch (cause) {
    return await afterwards(rpc, signature, cause, options);
  }
}

async function sign(
  rpc: SendingChain['rpc'],
  instructions: readonly Instruction[],
  options: SendPlanOptions & { commitment: 'confirmed' | 'finalized' },
) {
  const { abortSignal, commitment, feePayer, lookupTables } = options;
  const aborting = abortSignal && { abortSignal };
  const { value: blockhash } = await rpc.getLatestBlockhash({ commitment }).send(aborting);
  const message = pipe(
    messageOf(instructions, feePayer.address, lookupTables),
    (unpaid) => setTransactionMessageFeePayerSigner(feePayer, unpaid),
    (dead) => setTransactionMessageLifetimeUsingBlockhash(blockhash, dead),
  );
  const transaction = await signTransactionMessageWithSigners(message, aborting);
  assertIsSendableTransaction(transaction);
  assertIsTransactionWithBlockhashLifetime(transaction);
  return transaction;
}

/** What became of a transaction whose sending or confirmation failed: where it was sent, its status decides. */
async function afterwards(
  rpc: SendingChain['rpc'],
  signature: Signature | null,
  cause: unknown,
  options: SendPlanOptions,
): Promise<Signature | Stop> {
  const stop = (outcome: Stop['outcome'], failure = explainError(cause, options)): Stop => {
    const reason = failure?.message ?? (cause instanceof Error ? cause.message : String(cause));
    return { signature, outcome, failure, reason, cause };
  };
  const isRefused = isSolanaError(cause, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE);
  if (!signature || isRefused) return stop('NotExecuted');
  const answer = await rpc
    .getSignatureStatuses([signature])
    .send()
    .catch(() => null);
  if (!answer) return stop('Unknown');
  const [status] = answer.value;
  if (!status) return stop(isSolanaError(cause, SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED) ? 'NotExecuted' : 'Unknown');
  if (status.err) return stop('Failed', await failureOf(rpc, signature, cause, options));
  const reached = status.confirmationStatus ?? 'processed';
  return commitmentComparator(reached, options.commitment ?? 'confirmed') < 0 ? stop('Unknown') : signature;
}

/** Why an executed transaction failed, by its log; by the number alone if the node does not give that. */
async function failureOf(
  rpc: SendingChain['rpc'],
  signature: Signature,
  cause: unknown,
  options: SendPlanOptions,
): Promise<Failure | null> {
  const config = { commitment: 'confirmed', encoding: 'base64', maxSupportedTransactionVersion: 0 } as const;
  const found = await rpc
    .getTransaction(signature, config)
    .send()
    .catch(() => null);
  return explainFailure(found?.meta?.logMessages ?? [], options) ?? explainError(cause, options);
}
