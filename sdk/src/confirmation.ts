/** What becomes of a transaction that was sent: its status decides, looked up until it is there or can no longer come. */
import {
  type Commitment,
  commitmentComparator,
  type GetEpochInfoApi,
  type GetSignatureStatusesApi,
  type Rpc,
  type Signature,
} from '@solana/kit';

import { inTime, NODE_PATIENCE } from './inTime';

/** Milliseconds between two looks. */
const INTERVAL = 500;
/** Milliseconds after which no look is begun but a last one, whatever the node answers: a blockhash lives for a minute or two. */
const LIMIT = 300_000;

/** Milliseconds of a pause from which on the machine slept in it, and how often that is allowed for: a hidden tab has long pauses too. */
const SLEEP = 5_000;
const MOST_NAPS = 3;

/** A transaction that may be under way. */
export interface Sent {
  signature: Signature;
  /** The last block height at which it can still be executed. */
  lastValidBlockHeight: bigint;
}

/** What became of it. */
export type Fate =
  /** It was executed, in a block that has the commitment. */
  | { kind: 'Executed' }
  /** It failed there, with this error of the node's, and paid its fee. */
  | { kind: 'Failed'; error: unknown }
  /** It was not executed, and no block can take it any more. */
  | { kind: 'Expired' }
  /** The node does not answer, has it in a block that never gets the commitment, or the waiting was broken off. */
  | { kind: 'Unknown' };

type StatusRpc = Rpc<GetEpochInfoApi & GetSignatureStatusesApi>;

/** How long to wait, and for what. */
interface Waiting {
  commitment: Commitment;
  abortSignal?: AbortSignal | undefined;
}

/** Sends a request to the node; throws if it does not answer for as long as there is patience. */
type Ask = <T>(request: { send(options: { abortSignal: AbortSignal }): Promise<T> }) => Promise<T>;

/**
 * Waits until it is clear what became of a transaction. Needs no WebSocket. Given up is only after a look that was begun when the time was
 * over; a machine that slept has the whole patience once it is awake.
 */
export async function fateOf(rpc: StatusRpc, sent: Sent, { abortSignal, commitment }: Waiting): Promise<Fate> {
  let answered = Date.now();
  let end = answered + LIMIT;
  let naps = 0;
  while (!abortSignal?.aborted) {
    const begun = Date.now();
    const ask = askUntil(Math.max(end, begun + NODE_PATIENCE), abortSignal);
    // Asked again where it throws, for as long as patience lasts.
    const fate = await look(rpc, sent, commitment, ask).catch(() => undefined);
    if (fate) return fate;
    if (fate === null) answered = Date.now();
    if (abortSignal?.aborted || begun >= Math.min(answered + NODE_PATIENCE, end)) break;
    const paused = Date.now();
    await pause(abortSignal);
    const now = Date.now();
    // A pause that is too long, or a look that is longer than three requests with all patience.
    const hasSlept = now - paused > SLEEP || paused - begun > 3 * NODE_PATIENCE;
    if (hasSlept && naps < MOST_NAPS) {
      naps += 1;
      answered = now;
      end = Math.max(end, now + NODE_PATIENCE);
    }
  }
  return { kind: 'Unknown' };
}

/** Every request has the whole patience to itself, as far as it does not last beyond the end. */
function askUntil(end: number, abortSignal: AbortSignal | undefined): Ask {
  return async (request) => {
    const milliseconds = Math.min(NODE_PATIENCE, end - Date.now());
    const waiting = { milliseconds, late: 'the node did not answer', abortSignal };
    return await inTime((signal) => request.send({ abortSignal: signal }), waiting);
  };
}

/** What is clear now; `null` if nothing is. */
async function look(rpc: StatusRpc, sent: Sent, commitment: Commitment, ask: Ask): Promise<Fate | null> {
  const { status } = await statusOf(rpc, sent.signature, false, ask);
  const fate = status && settled(status, commitment);
  if (fate) return fate;
  // By blocks that stand for ever: on a fork that the others leave, heights say nothing of what those have executed.
  const { absoluteSlot, blockHeight } = await ask(rpc.getEpochInfo({ commitment: 'finalized' }));
  if (blockHeight <= sent.lastValidBlockHeight) return null;
  // A last look, into the history too, by a node that has come as far: behind a load balancer it may be another.
  const last = await statusOf(rpc, sent.signature, true, ask);
  // Seen, it may get the commitment yet, or be gone at the next look with the fork that had it.
  if (last.status) return settled(last.status, commitment);
  return last.slot >= absoluteSlot ? { kind: 'Expired' } : null;
}

type Status = Awaited<ReturnType<typeof statusOf>>['status'];

function settled(status: NonNullable<Status>, commitment: Commitment): Fate | null {
  if (commitmentComparator(status.confirmationStatus ?? 'processed', commitment) < 0) return null;
  return status.err ? { kind: 'Failed', error: status.err } : { kind: 'Executed' };
}

async function statusOf(rpc: StatusRpc, signature: Signature, searchTransactionHistory: boolean, ask: Ask) {
  const { context, value } = await ask(rpc.getSignatureStatuses([signature], { searchTransactionHistory }));
  return { slot: context.slot, status: value[0] ?? null };
}

async function pause(abortSignal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      abortSignal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, INTERVAL);
    abortSignal?.addEventListener('abort', done);
  });
}
