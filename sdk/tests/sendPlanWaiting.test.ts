/** How long `sendPlan` waits for a node, and what it says where the waiting is ended. */
import { createSolanaRpcFromTransport, type RpcTransport } from '@solana/kit';
import { expect, test, vi } from 'vitest';

import { createStakingRecord, PlanStopped, rpcReader, type SendingChain, sendPlan } from '../src/index';
import { fundedWallet, startNetwork } from './network/network';
import { openPool } from './network/plans';
import { rpcOf } from './network/rpc';

/** A wallet's plan to create its record, and the node that it goes to. */
async function recordPlan() {
  const network = await startNetwork();
  const { operatorPool } = await openPool(network, 'operator');
  const owner = await fundedWallet(network, 'delegator', 0n);
  const node = rpcOf(network.svm);
  return { ...node, owner, plan: await createStakingRecord(rpcReader(node.rpc), { operatorPool, owner }) };
}

const never = () => new Promise<never>(() => {});

test('whoever ends the waiting for a transaction that was sent is told so', async () => {
  const { owner, plan, rpc } = await recordPlan();
  const endedIn = async (method: 'sendTransaction' | 'getSignatureStatuses') => {
    const controller = new AbortController();
    const ends = async () => {
      controller.abort();
      return await never();
    };
    const { signal: abortSignal } = controller;
    const sending = sendPlan(answering(rpc, { [method]: ends }), plan, { feePayer: owner, abortSignal });
    const stop = await sending.catch((error: unknown) => error);
    if (!(stop instanceof PlanStopped)) throw stop;
    return [stop.outcome, stop.reason];
  };
  const endedAfter = async (sendTransaction: () => Promise<unknown>) => {
    const controller = new AbortController();
    const { signal: abortSignal } = controller;
    const getSignatureStatuses = async () => {
      controller.abort();
      return await never();
    };
    const node = answering(rpc, { sendTransaction, getSignatureStatuses });
    const stop = await sendPlan(node, plan, { feePayer: owner, abortSignal }).catch((error: unknown) => error);
    if (!(stop instanceof PlanStopped)) throw stop;
    return [stop.outcome, stop.reason];
  };
  const ended = 'the waiting was ended before it was clear what became of the transaction';
  expect(await endedIn('sendTransaction')).toEqual(['Unknown', ended]);
  // Also if the node did not take it, or did not say so.
  const behind = () => Promise.reject(new Error('the node is behind'));
  expect(await endedAfter(behind)).toEqual(['Unknown', `${ended}; when it was sent: the node is behind`]);
  expect(await endedIn('getSignatureStatuses')).toEqual(['Unknown', ended]);
});

test('an answer that is no JSON, or nothing, is said to be none, and not what is wrong with it', async () => {
  const { owner, plan, rpc } = await recordPlan();
  for (const method of ['getLatestBlockhash', 'simulateTransaction'] as const) {
    // JSON that is no object is met by kit, as it is here.
    const noObject = async () => 'error' in JSON.parse('null');
    for (const page of [async () => JSON.parse('<html>'), noObject, async () => null, async () => undefined]) {
      const node = answering(rpc, { [method]: page });
      const stop = await sendPlan(node, plan, { feePayer: owner }).catch((error) => error);
      if (!(stop instanceof PlanStopped)) throw stop;
      expect([stop.outcome, stop.reason]).toEqual(['NotExecuted', 'the node gave no answer that can be read']);
    }
  }
});

type Answers = Partial<Record<keyof SendingChain['rpc'], () => Promise<unknown>>>;

/** The same node, but to some methods it answers something else. */
function answering(rpc: SendingChain['rpc'], answers: Answers): SendingChain {
  const get = (target: SendingChain['rpc'], method: string | symbol) => {
    const send = answers[method as keyof Answers];
    return send ? () => ({ send }) : Reflect.get(target, method);
  };
  return { rpc: new Proxy(rpc, { get }) };
}

test('a node that takes a transaction, or a question before or after it, and never answers holds nobody up', async () => {
  const { owner, plan, requests, rpc } = await recordPlan();
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const sent = async (answers: Answers, method: string | null) => {
      requests.length = 0;
      const sending = sendPlan(answering(rpc, answers), plan, { feePayer: owner }).catch((error: unknown) => error);
      while ((method && requests.at(-1)?.method !== method) || vi.getTimerCount() === 0)
        await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(30_000);
      return await sending;
    };
    const nothing = { outcome: 'NotExecuted', signature: null, reason: 'the node did not answer for 30 seconds' };
    expect(await sent({ simulateTransaction: never }, null)).toMatchObject(nothing);
    expect(await sent({ getLatestBlockhash: never }, 'simulateTransaction')).toMatchObject(nothing);
    // Here the node says of every signature that it is executed.
    expect(await sent({ sendTransaction: never }, 'getLatestBlockhash')).toHaveLength(1);
    expect(requests.at(-1)?.method).toBe('getSignatureStatuses');
    const err = { InstructionError: [2, { Custom: 6_051 }] };
    const failed = async () => ({ context: { slot: 1n }, value: [{ confirmationStatus: 'confirmed', err }] });
    const stop = await sent({ getSignatureStatuses: failed, getTransaction: never }, 'sendTransaction');
    expect(stop).toMatchObject({ outcome: 'Failed', failure: { kind: 'staking', name: 'NothingToStake' } });
  } finally {
    vi.useRealTimers();
  }
});

test('each question has half a minute of its own, and is ended where that is over', async () => {
  const { owner, plan, requests, transport } = await recordPlan();
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const settled = async <T>(sending: Promise<T>) => {
      let isSettled = false;
      const stop = sending.catch((error: unknown) => error).finally(() => (isSettled = true));
      while (!isSettled) {
        await new Promise(setImmediate);
        await vi.advanceTimersByTimeAsync(1_000);
      }
      return await stop;
    };
    const ended: { method: string; after: number }[] = [];
    const silent = (async ({ payload, signal }: Parameters<RpcTransport>[0]) => {
      const { method } = payload as { method: string };
      const started = Date.now();
      signal?.addEventListener('abort', () => ended.push({ method, after: Date.now() - started }));
      return await never();
    }) as RpcTransport;
    const stop = await settled(sendPlan({ rpc: createSolanaRpcFromTransport(silent) }, plan, { feePayer: owner }));
    expect(stop).toMatchObject({ outcome: 'NotExecuted', reason: 'the node did not answer for 30 seconds' });
    expect(ended).toEqual([{ method: 'simulateTransaction', after: 30_000 }]);

    const slow = (async (asked: Parameters<RpcTransport>[0]) => {
      await new Promise((resolve) => setTimeout(resolve, 16_000));
      return await transport(asked);
    }) as RpcTransport;
    requests.length = 0;
    const sent = await settled(sendPlan({ rpc: createSolanaRpcFromTransport(slow) }, plan, { feePayer: owner }));
    expect(sent).toHaveLength(1);
    expect(requests.map(({ method }) => method)).toEqual([
      'simulateTransaction',
      'getLatestBlockhash',
      'sendTransaction',
      'getSignatureStatuses',
    ]);
  } finally {
    vi.useRealTimers();
  }
});
