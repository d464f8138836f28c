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
  const node = nodeWith(NOTHING, { slot: 199, status: null }, NOTHING, NOTHING);
  expect(await fate(node)).toEqual({ kind: 'Expired' });
  expect(node.asked).toEqual(['status', 'history', 'status', 'history']);
  expect(await fate(nodeWith(NOTHING, status('finalized')))).toEqual({ kind: 'Executed' });
});

test('a node that does not answer is given up after half a minute', async () => {
  const node = nodeWith();
  expect(await fate(node)).toEqual({ kind: 'Unknown' });
  expect(node.asked.length).toBe(60);
});

const never = () => new Promise<never>(() => {});
const rpcOf = (transport: (payload: unknown) => Promise<unknown>) =>
  createSolanaRpcFromTransport((({ payload }: { payload: unknown }) => transport(payload)) as unknown as RpcTransport);

test('a node that takes requests and never answers is given up as well, at each of them', async () => {
  const unknownAfter = async (transport: (payload: unknown) => Promise<unknown>, abortSignal?: AbortSignal) => {
    const started = Date.now();
    const sent = { signature: SIGNATURE, lastValidBlockHeight: 100n };
    const told = fateOf(rpcOf(transport), sent, { commitment: 'confirmed', abortSignal });
    const ended = told.then(() => Date.now());
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await told).toEqual({ kind: 'Unknown' });
    return (await ended) - started;
  };
  // Half a minute, and the pause behind each look.
  expect(await unknownAfter(never)).toBe(30_500);
  const answers = async (payload: unknown) => {
    const { method } = payload as { method: string };
    return method === 'getEpochInfo' ? await never() : answered({ context: { slot: 200 }, value: [null] });
  };
  expect(await unknownAfter(answers)).toBe(30_500);
  // One that answers the same question alone never makes anything clear.
  const fails = async (payload: unknown) => {
    const { method } = payload as { method: string };
    if (method === 'getEpochInfo') throw new Error('no');
    return answered({ context: { slot: 200 }, value: [null] });
  };
  expect(await unknownAfter(fails)).toBe(30_000);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 7_000);
  expect(await unknownAfter(never, controller.signal)).toBe(7_500);
  // One that answers, if slowly, is waited for as any other: five minutes.
  const slow = async (payload: unknown) => {
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    const { method } = payload as { method: string };
    if (method === 'getEpochInfo') return answered({ absoluteSlot: 200, blockHeight: 100 });
    return answered({ context: { slot: 200 }, value: [null] });
  };
  expect(await unknownAfter(slow)).toBe(300_500);
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
