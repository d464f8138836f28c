/** Sends the transactions of a plan, one after the other, each once the one before it is confirmed. */
import {
  type Address,
  type AddressesByLookupTableAddress,
  assertIsSendableTransaction,
  type GetEpochInfoApi,
  type GetLatestBlockhashApi,
  type GetSignatureStatusesApi,
  type GetTransactionApi,
  getBase64EncodedWireTransaction,
  getCompiledTransactionMessageDecoder,
  getPublicKeyFromAddress,
  getSignatureFromTransaction,
  type Instruction,
  isSignatureBytes,
  pipe,
  type Rpc,
  type SendTransactionApi,
  type Signature,
  type SignatureBytes,
  type SimulateTransactionApi,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type Transaction,
  type TransactionSigner,
  verifySignature,
} from '@solana/kit';

import { MAX_COMPUTE_UNITS, withComputeBudget } from './computeBudget';
import { fateOf, type Sent } from './confirmation';
import { explainError } from './errors';
import { requireWhole, U64_MAX } from './fields';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';
import { unlessAborted } from './inTime';
import { messageOf } from './message';
import { type Outcome, PlanStopped, type Stop } from './planStopped';
import type { Plan } from './plans/plan';
import type { ChainReader } from './reader';
import { refused, rpcSimulator, simulated } from './simulation';
import { wordsOf } from './thrown';
import { timelyRpc, UNREADABLE } from './timelyRpc';

/** A node to send over: kit's client of its RPC port, and whose program the plan is of. Needs no WebSocket. */
export interface SendingChain {
  rpc: Rpc<
    GetEpochInfoApi &
      GetLatestBlockhashApi &
      GetSignatureStatusesApi &
      GetTransactionApi &
      SendTransactionApi &
      SimulateTransactionApi
  >;
  /** The reader that the plan was made with: names the program. Without it `programAddress` of the options does, or it is the default id. */
  reader?: Pick<ChainReader, 'programAddress'>;
}

/** How to send. */
export interface SendPlanOptions {
  /** Pays the fees. It signs; a wallet that can only send by itself cannot be used here. */
  feePayer: TransactionSigner;
  /** Micro-lamports per compute unit; 0 unless given. */
  price?: bigint;
  /**
   * Compute units that a transaction gets beyond what its simulation took, for instructions that the wallet adds; none unless given. At a
   * price they cost as much as the others, which no preview counts.
   */
  spareComputeUnits?: number;
  /** What a transaction has to reach before the next one is sent; `confirmed` unless given. */
  commitment?: 'confirmed' | 'finalized';
  /** Told each signature as soon as there is one, which is before the transaction is sent. */
  onSignature?: (signature: Signature, place: number) => void;
  /** Tables that the plan was made with: see `accrueRewards`. */
  lookupTables?: AddressesByLookupTableAddress;
  /** Of a program that is deployed under another id; that of the chain's reader unless given. */
  programAddress?: Address;
  /** Ends the waiting, for a wallet too: what that signs later is not sent. What was sent before may still be executed. */
  abortSignal?: AbortSignal;
}

/**
 * Sends a plan: simulates each transaction, signs it with its compute unit limit and a new blockhash, sends it and waits until it is
 * confirmed, or until its blockhash has expired without it, after a minute or two, six at most. A transaction that a wallet signed with
 * another blockhash than it was given is not sent, nor is one with a signature that is not valid.
 *
 * @returns The signatures, in the order of the plan.
 * @throws RangeError If `price` is no bigint from 0 to 2^64 - 1, or `spareComputeUnits` no whole number from 0: before anything is asked or sent.
 * @throws PlanStopped At the first transaction that is not confirmed, with the signatures of those before it.
 */
export async function sendPlan(
  chain: SendingChain,
  plan: Pick<Plan, 'transactions'>,
  options: SendPlanOptions,
): Promise<Signature[]> {
  const { price = 0n, spareComputeUnits = 0 } = options;
  requireWhole('price', price, U64_MAX);
  requireWhole('spareComputeUnits', spareComputeUnits, Number.MAX_SAFE_INTEGER);
  const executed: Signature[] = [];
  const programAddress = options.programAddress ?? chain.reader?.programAddress;
  const ofProgram = { ...options, price, spareComputeUnits, ...(programAddress && { programAddress }) };
  const rpc = timelyRpc(chain.rpc);
  for (const [place, instructions] of plan.transactions.entries()) {
    const done = await attempt(rpc, instructions, ofProgram, place);
    if (typeof done !== 'string') throw new PlanStopped(executed, done);
    executed.push(done);
  }
  return executed;
}

async function attempt(
  rpc: SendingChain['rpc'],
  instructions: readonly Instruction[],
  options: SendPlanOptions & { price: bigint; spareComputeUnits: number },
  place: number,
): Promise<Signature | Stop> {
  const { abortSignal, commitment = 'confirmed', feePayer, lookupTables = {}, onSignature } = options;
  const { price, programAddress, spareComputeUnits } = options;
  let signed: Awaited<ReturnType<typeof sign>>;
  try {
    const simulator = rpcSimulator(rpc, { commitment, ...(abortSignal && { abortSignal }) });
    const of = { feePayer: feePayer.address, lookupTables, programAddress };
    const simulation = await simulated(simulator, instructions, of);
    if (simulation.kind === 'Refused') {
      return { signature: null, outcome: 'NotExecuted', failure: simulation.failure, reason: simulation.message };
    }
    const limit = Math.min(simulation.computeUnitLimit + spareComputeUnits, MAX_COMPUTE_UNITS);
    const budgeted = withComputeBudget(instructions, { limit, price });
    signed = await sign(rpc, budgeted, { ...options, commitment });
    onSignature?.(getSignatureFromTransaction(signed.transaction), place);
    abortSignal?.throwIfAborted();
  } catch (cause) {
    const failure = explainError(cause, options);
    const reason = failure?.message ?? wordsOf(cause);
    return { signature: null, outcome: 'NotExecuted', failure, reason, cause };
  }
  const { lastValidBlockHeight, transaction } = signed;
  const signature = getSignatureFromTransaction(transaction);
  const cause = await refusalToSend(rpc, getBase64EncodedWireTransaction(transaction), { ...options, commitment });
  return await afterwards(rpc, { signature, lastValidBlockHeight }, cause, { ...options, commitment });
}

type Committed = SendPlanOptions & { commitment: 'confirmed' | 'finalized' };

/** Hands a transaction to the node: what that throws, or `null` if it takes it. */
async function refusalToSend(
  rpc: SendingChain['rpc'],
  wire: ReturnType<typeof getBase64EncodedWireTransaction>,
  { abortSignal, commitment }: Committed,
): Promise<unknown> {
  const request = rpc.sendTransaction(wire, { encoding: 'base64', preflightCommitment: commitment });
  return await request.send(abortSignal && { abortSignal }).then(
    () => null,
    (cause: unknown) => cause,
  );
}

async function sign(rpc: SendingChain['rpc'], instructions: readonly Instruction[], options: Committed) {
  const { abortSignal, commitment, feePayer, lookupTables } = options;
  const { value: blockhash } = await rpc.getLatestBlockhash({ commitment }).send(abortSignal && { abortSignal });
  const message = pipe(
    messageOf(instructions, feePayer.address, lookupTables),
    (unpaid) => setTransactionMessageFeePayerSigner(feePayer, unpaid),
    (dead) => setTransactionMessageLifetimeUsingBlockhash(blockhash, dead),
  );
  const signing = () => signTransactionMessageWithSigners(message, abortSignal && { abortSignal });
  const transaction = await unlessAborted(signing, abortSignal);
  await requireValid(transaction);
  assertIsSendableTransaction(transaction);
  // With another blockhash it could still be executed when this one has expired.
  const { lifetimeToken } = getCompiledTransactionMessageDecoder().decode(transaction.messageBytes);
  if (lifetimeToken !== blockhash.blockhash) {
    throw new Error(
      'the wallet signed with another blockhash than it was given, so that nobody could tell when the transaction expires: nothing was sent, use another wallet',
    );
  }
  return { transaction, lastValidBlockHeight: blockhash.lastValidBlockHeight };
}

/** Throws at a signature that is none of the transaction by its account; what is missing is left to kit. */
async function requireValid({ messageBytes, signatures }: Transaction): Promise<void> {
  for (const [account, signature] of Object.entries(signatures) as [Address, SignatureBytes | null][]) {
    const isValid = async (given: SignatureBytes) => {
      // Plain JavaScript may have it as a list of numbers.
      const bytes = Uint8Array.from(given);
      return isSignatureBytes(bytes) && verifySignature(await getPublicKeyFromAddress(account), bytes, messageBytes);
    };
    // A platform without Ed25519 throws: then only the node can tell.
    if (!signature || (await isValid(signature).catch(() => true))) continue;
    throw new Error(`the wallet's signature for ${account} is not valid: nothing was sent, use another wallet`);
  }
}

/**
 * What became of a signed transaction. Whatever was thrown when it was sent, only its status tells: a node that refuses it may be behind the one
 * to which a load balancer has handed it before.
 */
async function afterwards(
  rpc: SendingChain['rpc'],
  sent: Sent,
  cause: unknown,
  options: Committed,
): Promise<Signature | Stop> {
  const { signature } = sent;
  const fate = await fateOf(rpc, sent, options);
  switch (fate.kind) {
    case 'Executed':
      return signature;
    case 'Failed': {
      const { failure, message: reason } = await failureOf(rpc, signature, fate.error, options);
      return { signature, outcome: 'Failed', failure, reason };
    }
    case 'Expired':
      return stopped(signature, 'NotExecuted', cause, options);
    case 'Unknown':
      return stopped(signature, 'Unknown', cause, options);
  }
}

const ENDED = 'the waiting was ended before it was clear what became of the transaction';

/** Why it stopped is what a node said of it, also one that had no part in what became of it. */
function stopped(signature: Signature, outcome: Outcome, cause: unknown, options: Committed): Stop {
  const failure = explainError(cause, options);
  const said = failure?.message ?? reasonOf(outcome, cause);
  const stop = { signature, outcome, failure, ...(cause !== null && { cause }) };
  const { abortSignal } = options;
  if (outcome !== 'Unknown' || !abortSignal?.aborted) return { ...stop, reason: said };
  const wasTaken = cause === null || cause === abortSignal.reason;
  return { ...stop, reason: wasTaken ? ENDED : `${ENDED}; when it was sent: ${said}` };
}

/** Why, where no program refused it. Errors of JavaScript itself, such as of a fetch or of an answer without a field, say nothing to a user. */
function reasonOf(outcome: Outcome, cause: unknown): string {
  if (cause instanceof TypeError) return UNREADABLE;
  if (cause !== null) return wordsOf(cause);
  if (outcome === 'Unknown') return 'the node does not say what became of the transaction';
  return 'no block took the transaction before its blockhash expired: send it again';
}

/** Why an executed transaction failed, by its log; by the number alone if the node does not give that. */
async function failureOf(
  rpc: SendingChain['rpc'],
  signature: Signature,
  error: unknown,
  { abortSignal, commitment, programAddress = INFERENCE_STAKING_PROGRAM_ADDRESS }: Committed,
) {
  const config = { commitment, encoding: 'base64', maxSupportedTransactionVersion: 0 } as const;
  const found = await rpc
    .getTransaction(signature, config)
    .send(abortSignal && { abortSignal })
    .catch(() => null);
  return refused({ error, log: found?.meta?.logMessages ?? [] }, { programAddress });
}
