/** The vectors of SPEC 16. */
import { expect, test } from 'vitest';

import {
  afterActivation,
  emissionOf,
  emissionPeriods,
  getOperatorPoolDecoder,
  getPoolOverviewDecoder,
  getStakingRecordDecoder,
  type NewEmissionSchedule,
  OPERATOR_POOL_SIZE,
  POOL_OVERVIEW_SIZE,
  rankOf,
  STAKING_RECORD_SIZE,
  type StakingRecord,
  tokensForShares,
  viewRecord,
} from '../../src/index';

const DAY = 86_400n;
/** Not that of the operator's record, which is the zero key here. */
const OTHER = 'SysvarC1ock11111111111111111111111111111111' as StakingRecord['owner'];

/** 8 %, falling by 15 % a period, to 1.5 %. */
const RATES = { initialRate: 80n * 10n ** 12n, decay: 150n * 10n ** 12n, longTermRate: 15n * 10n ** 12n };

function disinflation(baseSupply: bigint, epochsPerPeriod: bigint, compounding: boolean): NewEmissionSchedule {
  return { __kind: 'Disinflation', baseSupply, epochsPerPeriod, compounding, ...RATES, cap: 2n ** 64n - 1n };
}

const RATES_OF_PERIODS = [80_000n, 68_000n, 57_800n, 49_130n]
  .map((rate) => rate * 10n ** 9n)
  .concat([41_760_500_000_000n, 35_496_425_000_000n]);

test('rates and budgets of a disinflation', () => {
  const schedule = disinflation(1_000_000n, 10n, false);
  const periods = emissionPeriods({ schedule }, 13);
  expect(periods.slice(0, 6).map(({ rate }) => rate)).toEqual(RATES_OF_PERIODS);
  const budgets = [
    80_000, 68_000, 57_800, 49_130, 41_760, 35_496, 30_171, 25_646, 21_799, 18_529, 15_749, 15_000, 15_000,
  ];
  expect(periods.map(({ budget }) => Number(budget))).toEqual(budgets);
  expect(periods.map(({ index }) => Number(index))).toEqual(budgets.map((_, index) => index));
  expect(periods.every(({ supply }) => supply === 1_000_000n)).toBe(true);
  const before = budgets.map((_, index) => budgets.slice(0, index).reduce((sum, budget) => sum + budget, 0));
  expect(periods.map(({ issuedBefore }) => Number(issuedBefore))).toEqual(before);
  const epochs = Array.from({ length: 10 }, (_, index) => emissionOf({ schedule }, 51n + BigInt(index)));
  expect(epochs).toEqual([3_550n, 3_550n, 3_550n, 3_550n, 3_550n, 3_550n, 3_549n, 3_549n, 3_549n, 3_549n]);
});

test('the supply of a compounding disinflation', () => {
  const periods = emissionPeriods({ schedule: disinflation(1_000_000n, 10n, true) }, 7);
  const supplies = [1_000_000n, 1_080_000n, 1_153_440n, 1_220_108n, 1_280_051n, 1_333_506n, 1_380_840n];
  expect(periods.map(({ supply }) => supply)).toEqual(supplies);
});

test('a supply of 10^19', () => {
  const schedule = disinflation(10n ** 19n, 365n, false);
  // 8 % of 10^19 are 2,191,780,821,917,808 x 365 + 80: one more in each of the first 80 epochs.
  const [even, first] = [2_191_780_821_917_808n, 2_191_780_821_917_809n];
  const asked = [1n, 80n, 81n, 365n].map((epoch) => emissionOf({ schedule }, epoch));
  expect(asked).toEqual([first, first, even, even]);
});

test('a table issues its budgets and nothing afterwards, and has neither rate nor supply', () => {
  const schedule: NewEmissionSchedule = { __kind: 'Table', epochsPerPeriod: 3n, budgets: [7n, 3n] };
  const periods = emissionPeriods({ schedule }, 3);
  expect(periods.map(({ budget }) => budget)).toEqual([7n, 3n, 0n]);
  expect(periods.every(({ rate, supply }) => rate === 0n && supply === null)).toBe(true);
  const epochs = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 1_000n].map((epoch) => emissionOf({ schedule }, epoch));
  expect(epochs).toEqual([3n, 2n, 2n, 1n, 1n, 1n, 0n, 0n]);
});

test('of an overview the schedule goes on from the period that it is in', () => {
  const overview = getPoolOverviewDecoder().decode(new Uint8Array(POOL_OVERVIEW_SIZE));
  const of = { ...RATES, baseSupply: 1_000_000n, cap: 2n ** 64n - 1n, epochsPerPeriod: 10n };
  const period = {
    periodIndex: 5n,
    periodRate: 35_496_425_000_000n,
    periodIssuedBefore: 296_690n,
    periodBudget: 35_496n,
  };
  const state = { overview: { ...overview, emission: { ...overview.emission, ...of, ...period } } };
  expect(emissionOf(state, 57n)).toBe(3_549n);
  expect(emissionPeriods(state, 2).map(({ budget, index }) => [index, budget])).toEqual([
    [5n, 35_496n],
    [6n, 30_171n],
  ]);
  expect(() => emissionOf(state, 50n)).toThrow('read its reward record');
});

const overview = {
  ...getPoolOverviewDecoder().decode(new Uint8Array(POOL_OVERVIEW_SIZE)),
  completedRewardEpoch: 5n,
};
const pool = {
  ...getOperatorPoolDecoder().decode(new Uint8Array(OPERATOR_POOL_SIZE)),
  rewardLastClaimedEpoch: 5n,
};
const record = getStakingRecordDecoder().decode(new Uint8Array(STAKING_RECORD_SIZE));

test('rank of a lock, and what is locked while it is released', () => {
  const priced = { ...pool, totalStakedAmount: 1_250n, totalShares: 1_000n };
  const tokens = tokensForShares(priced, 1_000n);
  expect([14n, 180n, 365n].map((days) => rankOf(tokens, days * DAY))).toEqual([1_393n, 3_099n, 5_000n]);
  const view = (changes: Partial<StakingRecord>, now: bigint) => {
    const state = { overview, pool: priced, stakingRecord: OTHER, operatorRecord: null };
    return viewRecord({ ...state, record: { ...record, ...changes } }, now);
  };
  const locked = { shares: 1_000n, lockState: 1, lockDuration: 180n * DAY };
  expect(view(locked, 0n)).toMatchObject({ tokenValue: 1_250n, lockedShares: 1_000n, rank: 3_099n });
  const unlocking = { ...locked, lockState: 2, unlockShares: 1_000n };
  const left = [0n, 1n, 45n, 135n, 179n, 180n, 181n].map((days) => view(unlocking, days * DAY).lockedShares);
  expect(left).toEqual([1_000n, 995n, 750n, 250n, 6n, 0n, 0n]);
  const few = { shares: 7n, lockState: 2, lockDuration: 14n * DAY, unlockShares: 7n };
  expect(view(few, DAY).lockedShares).toBe(7n);
});

test('an activation takes the price of whole shares and leaves the rest', () => {
  const priced = { ...pool, totalStakedAmount: 1_500n, totalShares: 1_000n, totalActivating: 100n };
  const deposited = { ...record, activating: 100n, latestDeposit: 100n, latestDepositEpoch: 4n, hasActivating: 1 };
  const state = { overview, pool: priced, record: deposited, stakingRecord: OTHER, operatorRecord: null };
  const after = afterActivation(state);
  expect(after).toMatchObject({
    deposit: { shares: 66n, cost: 99n },
    pool: { totalStakedAmount: 1_599n, totalShares: 1_066n, totalActivating: 1n },
    record: { shares: 66n, activating: 1n, hasActivating: 0 },
  });
  expect(afterActivation({ ...state, record: { ...deposited, activating: 1n, latestDeposit: 1n } })).toBe(
    'DepositBuysNoShare',
  );
});
