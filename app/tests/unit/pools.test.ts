/** What a list of pools says that is not in their accounts, and how it is sorted. */
import {
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  getStakingRecordDecoder,
  OPERATOR_POOL_SIZE,
  type OperatorPool,
  type PoolRow,
  readPoolRows,
  STAKING_RECORD_SIZE,
  tokensForShares,
  viewRecord,
} from '@inference-staking/sdk';
import { type Address, getAddressDecoder } from '@solana/kit';
import { expect, test } from 'vitest';

import { activatingOf, together } from '../../src/chain/activating';
import { type Beside, behindOf, type Order, select, stateOf, stateOfAccount } from '../../src/chain/pools';
import { type EpochRewards, mergedByEpoch, stillCommitted } from '../../src/chain/trees';
import { growthOf, priceOf, releasedFrom } from '../../src/economics/rank';
import { overviewWith } from './network';

function addressOf(number: number): Address {
  return getAddressDecoder().decode(Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? number : 1)));
}

function poolWith(given: Partial<OperatorPool>): OperatorPool {
  return { ...getOperatorPoolDecoder().decode(new Uint8Array(OPERATOR_POOL_SIZE)), ...given };
}

function rowOf(number: number, given: Partial<OperatorPool>): PoolRow {
  const data = getOperatorPoolEncoder().encode(poolWith({ name: `pool ${number}`, ...given }));
  const [row] = readPoolRows([{ pubkey: addressOf(number), data }]);
  if (!row) throw new Error('there is no row');
  return row;
}

test('how far pools are behind is what the program says: 128 epochs are open, and closed pools pass no more', () => {
  const now = 1_000n;
  const overview = overviewWith({ completedRewardEpoch: 200n, newestClaimableFrom: 900n });
  const rows = [
    rowOf(1, { rewardLastClaimedEpoch: 200n }),
    rowOf(2, { rewardLastClaimedEpoch: 198n }),
    // Epochs 51 to 72 have expired.
    rowOf(3, { rewardLastClaimedEpoch: 50n }),
    rowOf(4, { rewardLastClaimedEpoch: 195n, closedAtEpoch: 197n }),
    rowOf(5, { rewardLastClaimedEpoch: 197n, closedAtEpoch: 197n }),
  ];
  const numbers = (at: bigint) => {
    const behind = behindOf(rows, overview, at);
    return rows.map((row) => behind.get(row) ?? 0);
  };
  expect(numbers(now)).toEqual([0, 2, 128, 2, 0]);
  // As long as the newest record is not claimable, one more has not expired.
  expect(numbers(899n)).toEqual([0, 2, 129, 2, 0]);
});

const SHARES = { totalShares: 1_000n, totalStakedAmount: 2_000n };

function order(of: Order, beside: Partial<Beside>): number[] {
  const rows = [1, 2, 3, 4].map((number) => rowOf(number, SHARES));
  const wanted = { text: '', shown: 'all', order: of, isReversed: false } as const;
  const nothing: Beside = { yieldOf: () => null, behind: new Map(), isStakingHalted: false, operatorShares: new Map() };
  return select(rows, wanted, { ...nothing, ...beside }).map(({ name }) => Number(name.slice(-1)));
}

test("pools are sorted by the delegators' share, the largest first and what is not known last", () => {
  const operatorShares = new Map([
    [addressOf(1), 900n],
    [addressOf(3), 100n],
    [addressOf(4), 500n],
  ]);
  expect(order('delegators', { operatorShares })).toEqual([3, 4, 1, 2]);
});

test('pools take delegations only while staking is on', () => {
  const rows = [rowOf(1, { ...SHARES, delegationAllowed: 1 }), rowOf(2, SHARES)];
  const wanted = { text: '', shown: 'delegable', order: 'stake', isReversed: false } as const;
  const beside: Beside = { yieldOf: () => null, behind: new Map(), isStakingHalted: false, operatorShares: new Map() };
  expect(select(rows, wanted, beside).map(({ name }) => name)).toEqual(['pool 1']);
  expect(select(rows, wanted, { ...beside, isStakingHalted: true })).toEqual([]);
});

test('price and growth of a pool are what its shares pay', () => {
  const totals = { totalShares: 3_000_000_007n, totalStakedAmount: 7_654_321_987n };
  expect(priceOf(totals, 10n ** 9n)).toBe(tokensForShares(totals, 10n ** 9n));
  expect(growthOf(totals)).toBe(tokensForShares(totals, 1_000_000n) - 1_000_000n);
  expect(growthOf({ totalShares: 0n, totalStakedAmount: 0n })).toBe(0n);
});

test('a lock that is being released is free when the program says so, and not a second before', () => {
  const zeros = getStakingRecordDecoder().decode(new Uint8Array(STAKING_RECORD_SIZE));
  // 1,000 shares over 180 days, as in SPEC 16.
  const record = {
    ...zeros,
    shares: 1_000n,
    lockState: 2,
    lockDuration: 180n * 86_400n,
    unlockStartedAt: 50_000n,
    unlockShares: 1_000n,
  };
  const state = { overview: overviewWith({}), pool: poolWith(SHARES), record, operatorRecord: null };
  const locked = (now: bigint) => viewRecord({ ...state, stakingRecord: addressOf(9) }, now).lockedShares;
  const from = releasedFrom(record);
  expect([locked(50_000n), locked(from - 86_400n), locked(from - 1n), locked(from)]).toEqual([1_000n, 6n, 1n, 0n]);
});

test('of several trees of an epoch each has its leaves, of one leaf the later counts, and the newest epoch is first', () => {
  const leaf = (number: number, reward: bigint) => ({ pool: addressOf(number), reward, usdc: 0n });
  const rewards = (epoch: bigint, ...leaves: ReturnType<typeof leaf>[]): EpochRewards => ({
    epoch,
    leaves: new Map(leaves.map((each) => [each.pool, each])),
    roots: [],
  });
  const [service, file, older] = [
    rewards(7n, leaf(1, 10n), leaf(2, 20n)),
    rewards(7n, leaf(2, 21n), leaf(3, 30n)),
    rewards(4n, leaf(1, 5n)),
  ];
  const merged = mergedByEpoch([service, older, file]);
  expect(merged.map(({ epoch, leaves }) => [epoch, [...leaves.values()].map(({ reward }) => reward)])).toEqual([
    [7n, [10n, 21n, 30n]],
    [4n, [5n]],
  ]);
  // What was given is as it was.
  expect(service.leaves.size).toBe(2);
});

test('a tree is shown as long as its root is on chain: a record that was revoked may come back with another', () => {
  const tree = { epoch: 7n, leaves: new Map(), roots: ['aa', 'bb'] };
  expect(stillCommitted([tree], { 7: ['bb', 'aa'] })).toEqual([tree]);
  expect(stillCommitted([tree], { 7: [] })).toEqual([]);
  expect(stillCommitted([tree], { 7: ['aa', 'cc'] })).toEqual([]);
  // Without a reading nobody knows whether it was revoked.
  expect(stillCommitted([tree], {})).toEqual([]);
});

test('deposits are told apart by what they wait for', () => {
  const [ready, waiting, more] = [
    activatingOf(100n, { ripe: 60n, refusal: null }),
    activatingOf(50n, { ripe: 50n, refusal: 'PoolBehind' }),
    activatingOf(30n, { ripe: 20n, refusal: 'PoolBehind' }),
  ];
  expect(ready).toEqual({ ready: 60n, waiting: [], unripe: 40n });
  expect(activatingOf(9n, { ripe: 0n, refusal: 'NothingRipe' })).toEqual({ ready: 0n, waiting: [], unripe: 9n });
  expect(together([ready, waiting, more])).toEqual({
    ready: 60n,
    waiting: [{ rule: 'PoolBehind', amount: 70n }],
    unripe: 50n,
  });
});

test('a pool is closing until the epoch is over in which it was closed', () => {
  const closed = { closedAtEpoch: 1_007n, isHalted: false };
  expect(stateOf({ closedAtEpoch: null, isHalted: false }, 1_007n)).toBe('open');
  expect(stateOf({ closedAtEpoch: null, isHalted: true }, 1_007n)).toBe('halted');
  expect(stateOf(closed, 1_007n)).toBe('closing, closed after epoch 1,007');
  expect(stateOf(closed, 1_008n)).toBe('closed');
  expect(stateOf({ ...closed, isHalted: true }, 1_008n)).toBe('closed, halted');
  // As its account says it, where 0 is no epoch.
  expect(stateOfAccount({ closedAtEpoch: 0n, isHalted: 0 }, 5n)).toBe('open');
  expect(stateOfAccount({ closedAtEpoch: 5n, isHalted: 1 }, 5n)).toBe('closing, closed after epoch 5, halted');
});
