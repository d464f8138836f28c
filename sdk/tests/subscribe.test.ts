import type { Address, RpcSubscriptions, SolanaRpcSubscriptionsApi } from '@solana/kit';
import { SYSTEM_PROGRAM_ADDRESS } from '@solana-program/system';
import { beforeAll, expect, test } from 'vitest';

import { statesOfPool } from '../examples/subscribe';
import { findStakingRecordPda, STAKING_RECORD_OFFSETS, stake, subscribeToPool, subscribeToRecords } from '../src/index';
import { fundedWallet, type Network, ONE, startNetwork } from './network/network';
import { carryOut, openPool, readerOf } from './network/plans';

let network: Network;
let operatorPool: Address;
let owner: Address;
let record: Address;

beforeAll(async () => {
  network = await startNetwork();
  ({ operatorPool } = await openPool(network, 'operator'));
  const signer = await fundedWallet(network, 'delegator', ONE);
  await carryOut(network, signer, await stake(readerOf(network), { operatorPool, owner: signer, amount: ONE }));
  owner = signer.address;
  [record] = await findStakingRecordPda({ operatorPool, owner });
});

/** An account as a node sends it. */
function sent(address: Address) {
  const account = network.svm.getAccount(address);
  if (!account.exists) throw new Error(`nothing at ${address}`);
  const { executable, lamports, programAddress, space } = account;
  const data = [Buffer.from(account.data as Uint8Array).toString('base64'), 'base64'];
  return { data, executable, lamports, owner: programAddress, space };
}

/** A node that sends these notifications and then waits; what it was asked. */
function node(values: unknown[]) {
  const asked: unknown[] = [];
  const subscribeTo = (...params: unknown[]) => ({
    subscribe: async ({ abortSignal }: { abortSignal: AbortSignal }) => {
      asked.push(params);
      return (async function* () {
        for (const value of values) yield { context: { slot: 9n }, value };
        if (abortSignal.aborted) return;
        await new Promise<void>((resolve) => abortSignal.addEventListener('abort', () => resolve(), { once: true }));
      })();
    },
  });
  const subscriptions = { accountNotifications: subscribeTo, programNotifications: subscribeTo };
  return { asked, subscriptions: subscriptions as unknown as RpcSubscriptions<SolanaRpcSubscriptionsApi> };
}

test('a pool is told as it changes, until the signal ends it', async () => {
  const { asked, subscriptions } = node([sent(operatorPool), sent(operatorPool)]);
  const end = new AbortController();
  const seen = [];
  for await (const change of await subscribeToPool(subscriptions, operatorPool, { abortSignal: end.signal })) {
    seen.push([change.slot, change.account.address, change.account.data.totalShares]);
    if (seen.length === 2) end.abort();
  }
  expect(seen).toEqual([
    [9n, operatorPool, 2_000n * ONE],
    [9n, operatorPool, 2_000n * ONE],
  ]);
  expect(asked).toEqual([[operatorPool, { encoding: 'base64' }]]);
});

/** A node as kit is one: what it sends before somebody asks is dropped, and what comes while somebody asks is waited for. */
function pushing() {
  let waiting: ((value: unknown) => void) | null = null;
  const returned: string[] = [];
  const subscribe = async () => ({
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise((resolve) => {
          waiting = (value) => resolve({ done: false, value: { context: { slot: 9n }, value } });
        }),
      return: async () => {
        returned.push('the queue');
        return { done: true, value: undefined };
      },
    }),
  });
  const push = (value: unknown) => waiting?.(value);
  const subscriptions = { accountNotifications: () => ({ subscribe }) };
  return { push, returned, subscriptions: subscriptions as unknown as RpcSubscriptions<SolanaRpcSubscriptionsApi> };
}

test('what changes between the subscription and the first question for it is told', async () => {
  const { push, returned, subscriptions } = pushing();
  const changes = await subscribeToPool(subscriptions, operatorPool, { abortSignal: new AbortController().signal });
  push(sent(operatorPool));
  for await (const { account } of changes) {
    expect(account.address).toBe(operatorPool);
    break;
  }
  expect(returned).toEqual(['the queue']);
});

test("the README's page subscribes again where the connection ends, tells what it has missed, and leaves no connection", async () => {
  const { subscriptions } = node([sent(operatorPool)]);
  const end = new AbortController();
  const signals: AbortSignal[] = [];
  // The first connection is not made, and the first reading of the second fails.
  const failing = {
    accountNotifications: (...params: Parameters<typeof subscriptions.accountNotifications>) => ({
      subscribe: async (options: { abortSignal: AbortSignal }) => {
        signals.push(options.abortSignal);
        if (signals.length === 1) throw new Error('the socket is closed');
        return await subscriptions.accountNotifications(...params).subscribe(options);
      },
    }),
  } as unknown as typeof subscriptions;
  const reader = readerOf(network);
  let readings = 0;
  const accounts: typeof reader.accounts = async (addresses) => {
    readings += 1;
    if (readings === 1) throw new Error('asked too often');
    return await reader.accounts(addresses);
  };
  const told: bigint[] = [];
  const chain = { reader: { ...reader, accounts }, rpcSubscriptions: failing };
  for await (const { totalShares } of statesOfPool(chain, operatorPool, end.signal)) {
    told.push(totalShares);
    if (told.length === 2) end.abort();
  }
  expect(told).toEqual([2_000n * ONE, 2_000n * ONE]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  // What whoever iterates throws is not taken for a connection that ended.
  const iterating = async () => {
    for await (const _ of statesOfPool(chain, operatorPool, new AbortController().signal))
      throw new Error('no such page');
  };
  await expect(iterating()).rejects.toThrow('no such page');
});

test('lamports that come to the address before the pool is created end nothing', async () => {
  const lamports = { ...sent(operatorPool), data: ['', 'base64'], owner: SYSTEM_PROGRAM_ADDRESS, space: 0n };
  const { subscriptions } = node([lamports, sent(operatorPool)]);
  const end = new AbortController();
  const seen = [];
  for await (const { account } of await subscribeToPool(subscriptions, operatorPool, { abortSignal: end.signal })) {
    seen.push(account.address);
    end.abort();
  }
  expect(seen).toEqual([operatorPool]);
});

test('records of an owner are asked for by the owner and by their type', async () => {
  const { asked, subscriptions } = node([{ pubkey: record, account: sent(record) }]);
  const end = new AbortController();
  const options = { abortSignal: end.signal, commitment: 'confirmed' } as const;
  for await (const { account } of await subscribeToRecords(subscriptions, owner, options)) {
    expect(account).toMatchObject({ address: record, data: { owner, operatorPool, activating: ONE } });
    end.abort();
  }
  expect(asked).toMatchObject([
    [
      expect.anything(),
      {
        commitment: 'confirmed',
        filters: [
          { memcmp: { offset: 0n } },
          { memcmp: { offset: BigInt(STAKING_RECORD_OFFSETS.owner), bytes: owner } },
        ],
      },
    ],
  ]);
});

test('what is no pool is said to be none', async () => {
  const { subscriptions } = node([sent(record)]);
  const changes = await subscribeToPool(subscriptions, record, { abortSignal: new AbortController().signal });
  const first = async () => {
    for await (const change of changes) return change;
    return null;
  };
  await expect(first()).rejects.toThrow(`${record} is no pool: its discriminator does not match`);
});
