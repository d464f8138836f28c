/** What becomes of a transaction by what a node answers; only nodes that nobody runs on purpose are made up here. */
import { createSolanaRpcFromTransport, type RpcTransport, type Signature } from '@solana/kit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { fateOf } from '../src/confirmation';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SIGNATURE = '1'.repeat(64) as Signature;

/** A node that answers the looks one after the other, the last one for ever; its chain is in slot 200, at block height 100. */
function nodeWith(...looks: { slot: number; status: object | null }[]) {
  const asked: string[] = [];
  const transport = async ({ payload }: { payload: unknown }) => {
    const { method, params } = payload as { method: string; params: [unknown, { searchTransactionHistory?: boolean }] };
    if (method === 'getEpochInfo') return answered({ absoluteSlot: 200, blockHeight: 100 });
    asked.push(params[1].searchTransactionHistory ? 'history' : 'status');
    const look = looks.length > 1 ? looks.shift() : looks[0];
    if (!look) throw new Error('unreachable');
    return answered({ context: { slot: look.slot }, value: [look.status] });
  };
  return { rpc: createSolanaRpcFromTransport(transport as unknown as RpcTransport), asked };
}

const answered = (result: object) => ({ jsonrpc: '2.0', id: '1', result });
const status = (confirmationStatus: string, err: object | null = null) => ({
  slot: 200,
  status: { confirmationStatus, confirmations: null, err, slot: 200, status: { Ok: null } },
});
const NOTHING = { slot: 200, status: null };

async function fate(node: ReturnType<typeof nodeWith>, lastValidBlockHeight = 99n, commitment = 'confirmed' as const) {
  const told = fateOf(node.rpc, { signature: SIGNATURE, lastValidBlockHeight }, { commitment });
  await vi.advanceTimersByTimeAsync(400_000);
  return await told;
}

test('a status counts once it has the commitment, also that of a failure', async () => {
  expect(await fate(nodeWith(NOTHING, status('processed'), status('confirmed')), 100n)).toEqual({ kind: 'Executed' });
  const error = { InstructionError: [0, { Custom: 6_051 }] };
  const failing = nodeWith(status('processed', error), status('confirmed', error));
  expect(await fate(failing)).toEqual({ kind: 'Failed', error: { InstructionError: [0n, { Custom: 6_051n }] } });
});

test('it expired only if a node says so that has come as far as the one that told the height', async () => {
  const behind = { slot: 199, status: null };
  const node = nodeWith(NOTHING, behind, NOTHING, NOTHING);
  expect(await fate(node)).toEqual({ kind: 'Expired' });
  expect(node.asked).toEqual(['status', 'history', 'status', 'history']);
  expect(await fate(nodeWith(NOTHING, status('finalized')))).toEqual({ kind: 'Executed' });
});

test('it expired only by blocks that stand for ever: a node may follow a fork that the others leave', async () => {
  // The fork that the node follows is beyond the last height for ten seconds before finalized blocks are.
  let asked = 0;
  const forked = async (payload: unknown) => {
    const { method, params } = payload as { method: string; params: [{ commitment?: string }] };
    const isFinalized = method === 'getEpochInfo' && params[0].commitment === 'finalized';
    if (method === 'getEpochInfo') return answered({ absoluteSlot: 200, blockHeight: isFinalized ? 90 : 100 });
    return answered({ context: { slot: 200 }, value: [++asked > 20 ? status('confirmed').status : null] });
  };
  expect(await toldBy(forked, { ...SENT, lastValidBlockHeight: 99n })).toMatchObject({ kind: 'Executed' });
});

test('a node that does not answer is given up after half a minute', async () => {
  const node = nodeWith();
  expect(await fate(node)).toEqual({ kind: 'Unknown' });
  // At 0, 0.5, ..., 30 seconds.
  expect(node.asked.length).toBe(61);
});

const never = () => new Promise<never>(() => {});
const rpcOf = (transport: (payload: unknown) => Promise<unknown>) =>
  createSolanaRpcFromTransport((({ payload }: { payload: unknown }) => transport(payload)) as unknown as RpcTransport);

const SENT = { signature: SIGNATURE, lastValidBlockHeight: 100n };

/** What is told of a transaction, and after how many milliseconds. */
async function toldBy(transport: (payload: unknown) => Promise<unknown>, of = SENT, abortSignal?: AbortSignal) {
  const started = Date.now();
  const told = fateOf(rpcOf(transport), of, { commitment: 'confirmed', abortSignal });
  const ended = told.then(() => Date.now() - started);
  await vi.advanceTimersByTimeAsync(600_000);
  return { ...(await told), after: await ended };
}

/** A node that takes so many milliseconds for each answer, and knows nothing of the transaction but this. */
function slow(milliseconds: number, known: () => object | null = () => null) {
  return async (payload: unknown) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    const { method } = payload as { method: string };
    if (method === 'getEpochInfo') return answered({ absoluteSlot: 200, blockHeight: 100 });
    return answered({ context: { slot: 200 }, value: [known()] });
  };
}

test('a node that takes requests and never answers is asked twice at each of them, and given up', async () => {
  // Half a minute for each of two looks, and the pause between them.
  expect(await toldBy(never)).toEqual({ kind: 'Unknown', after: 60_500 });
  const answers = async (payload: unknown) => {
    const { method } = payload as { method: string };
    return method === 'getEpochInfo' ? await never() : answered({ context: { slot: 200 }, value: [null] });
  };
  expect(await toldBy(answers)).toEqual({ kind: 'Unknown', after: 60_500 });
  // One that answers the same question alone never makes anything clear.
  const fails = async (payload: unknown) => {
    const { method } = payload as { method: string };
    if (method === 'getEpochInfo') throw new Error('no');
    return answered({ context: { slot: 200 }, value: [null] });
  };
  expect(await toldBy(fails)).toEqual({ kind: 'Unknown', after: 30_000 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 7_000);
  expect(await toldBy(never, SENT, controller.signal)).toEqual({ kind: 'Unknown', after: 7_000 });
});

test('a slow node is as good as any other', async () => {
  const expired = { ...SENT, lastValidBlockHeight: 99n };
  // A look of three answers.
  expect(await toldBy(slow(12_000), expired)).toEqual({ kind: 'Expired', after: 36_000 });
  expect(await toldBy(slow(20_000), expired)).toEqual({ kind: 'Expired', after: 60_000 });
  let asked = 0;
  const executed = () => (++asked < 4 ? null : status('confirmed').status);
  // Three looks of two answers, and their pauses; then the first answer of the fourth.
  expect(await toldBy(slow(20_000, executed))).toEqual({ kind: 'Executed', after: 141_500 });
  // The eighth look begins after 283.5 seconds and has half a minute at least, and so has the last, which begins after 314.
  expect(await toldBy(slow(20_000))).toEqual({ kind: 'Unknown', after: 344_000 });
});

test('a machine that slept looks once more before it says that it does not know', async () => {
  const sleepIn = async (pause: number, sleep: number, transport: (payload: unknown) => Promise<unknown>) => {
    const told = fateOf(rpcOf(transport), SENT, { commitment: 'confirmed' });
    await vi.advanceTimersByTimeAsync(pause);
    vi.setSystemTime(Date.now() + sleep);
    await vi.advanceTimersByTimeAsync(100_000);
    return await told;
  };
  let asked = 0;
  const answersLater = (milliseconds: number) => {
    asked = 0;
    return slow(milliseconds, () => (++asked < 2 ? null : status('confirmed').status));
  };
  // In the pause between two looks, over the patience with the node and over the end of all waiting.
  expect(await sleepIn(100, 60_000, answersLater(0))).toEqual({ kind: 'Executed' });
  expect(await sleepIn(100, 600_000, answersLater(0))).toEqual({ kind: 'Executed' });
  expect(await sleepIn(100, 600_000, answersLater(10_000))).toEqual({ kind: 'Executed' });
  // While a question was under way, which is lost.
  asked = 0;
  const loses = async (payload: unknown) => {
    asked += 1;
    if (asked === 1) return await never();
    return await slow(0, () => status('confirmed').status)(payload);
  };
  expect(await sleepIn(100, 60_000, loses)).toEqual({ kind: 'Executed' });
  // Awake, it is without a network for some seconds, and has the patience with the node that any other has.
  let awakeFrom = Date.now() + 600_000 + 10_000;
  asked = 0;
  const offline = async (payload: unknown) => {
    asked += 1;
    if (asked > 2 && Date.now() < awakeFrom) throw new Error('no network');
    return await slow(0, () => (asked > 2 ? status('confirmed').status : null))(payload);
  };
  expect(await sleepIn(100, 600_000, offline)).toEqual({ kind: 'Executed' });
  // Also from a minute, which no look is longer than.
  asked = 0;
  awakeFrom = Date.now() + 60_000 + 10_000;
  expect(await sleepIn(100, 60_000, offline)).toEqual({ kind: 'Executed' });
  // What is not executed is told as well.
  const nothing = fateOf(rpcOf(slow(0)), { ...SENT, lastValidBlockHeight: 99n }, { commitment: 'confirmed' });
  vi.setSystemTime(Date.now() + 600_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await nothing).toEqual({ kind: 'Expired' });
});

test('long pauses of a hidden tab do not make the waiting endless', async () => {
  const told = fateOf(rpcOf(never), SENT, { commitment: 'confirmed' });
  let isOver = false;
  void told.then(() => {
    isOver = true;
  });
  for (let minute = 0; minute < 12 && !isOver; minute += 1) {
    vi.setSystemTime(Date.now() + 55_000);
    await vi.advanceTimersByTimeAsync(5_000);
  }
  await vi.advanceTimersByTimeAsync(120_000);
  expect(isOver).toBe(true);
});

test('what is seen is waited for until it has the commitment, or is gone with its fork', async () => {
  expect(await fate(nodeWith(status('processed'), status('processed'), status('confirmed')))).toEqual({
    kind: 'Executed',
  });
  expect(await fate(nodeWith(status('processed'), NOTHING))).toEqual({ kind: 'Expired' });
  expect(await fate(nodeWith(status('processed')))).toEqual({ kind: 'Unknown' });
});

test('nothing is waited for longer than five minutes, whatever the node answers', async () => {
  const started = Date.now();
  const told = fateOf(
    nodeWith(NOTHING).rpc,
    { signature: SIGNATURE, lastValidBlockHeight: 100n },
    { commitment: 'confirmed' },
  );
  const ended = told.then(() => Date.now());
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await told).toEqual({ kind: 'Unknown' });
  expect((await ended) - started).toBe(300_000);
});
