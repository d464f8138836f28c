/** What a network has issued, by records, schedule and totals: the cases of `crates/simulator/tests/simulator/course.rs`. */
import { expect, test } from 'vitest';

import { figures, RANGES } from '../../src/economics/figures';
import { leftToIssue, scheduleOf, startingSupplyOf } from '../../src/economics/network';
import { type PassedEpoch, type Past, pastOf } from '../../src/economics/past';
import { type Assumptions, byPeriod, issuedAfter, simulate, supplyAfter } from '../../src/economics/simulation';
import { overviewWith } from './network';

/** 8 % of a million that does not compound, falling by 15 %, in periods of 10 epochs. */
const EMISSION = {
  kind: 0,
  baseSupply: 1_000_000n,
  initialRate: 80_000_000_000_000n,
  decay: 150_000_000_000_000n,
  longTermRate: 15_000_000_000_000n,
  cap: 2n ** 64n - 1n,
  epochsPerPeriod: 10n,
};
const FIRST = { index: 0n, rate: 80_000_000_000_000n, issuedBefore: 0n, budget: 80_000n };
const SECOND = { index: 1n, rate: 68_000_000_000_000n, issuedBefore: 80_000n, budget: 68_000n };
/** After the decay became 50 % from period 2 on. */
const LOWERED = { index: 2n, rate: 34_000_000_000_000n, issuedBefore: 148_000n, budget: 34_000n };

const ASSUMED: Assumptions = {
  startingSupply: 1_000_000n,
  epochSeconds: 3_153_600,
  staked: 0.6,
  toStakers: 1,
  burntPerYear: 0n,
  commission: 0,
  epochs: 40,
};

function network(period: typeof FIRST, completedRewardEpoch: bigint, more: object = {}) {
  const { budget, index, issuedBefore, rate } = period;
  const at = { periodIndex: index, periodRate: rate, periodIssuedBefore: issuedBefore, periodBudget: budget };
  return overviewWith({ completedRewardEpoch, emission: { ...EMISSION, ...at, ...more } });
}

function record(epoch: bigint, period: typeof FIRST, totalRewards: bigint): PassedEpoch {
  return { epoch, period, totalRewards };
}

/** What each epoch issued. */
function emissions({ issued }: Past): bigint[] {
  return issued.slice(1).map((sum, index) => sum - (issued[index] ?? 0n));
}

test('an epoch that was published without rewards issued nothing', () => {
  const overview = network(FIRST, 3n);
  const past = pastOf(overview, [record(1n, FIRST, 8_000n), record(2n, FIRST, 0n), record(3n, FIRST, 8_000n)]);
  expect(past.sources).toEqual({ fromRecords: 3, fromSchedule: 0, fromTotals: 0 });
  const simulation = simulate(scheduleOf(overview), ASSUMED, past);
  expect([0, 1, 2, 3, 4, 5, 10, 20].map((epochs) => issuedAfter(simulation, epochs))).toEqual([
    0n,
    8_000n,
    8_000n,
    16_000n,
    24_000n,
    32_000n,
    72_000n,
    // The schedule goes on as if it had been issued.
    140_000n,
  ]);
});

test('epochs whose records are gone are those of the schedule if it was never lowered', () => {
  const overview = network(SECOND, 12n);
  const past = pastOf(overview, [record(12n, SECOND, 6_800n)]);
  expect(past.sources).toEqual({ fromRecords: 1, fromSchedule: 11, fromTotals: 0 });
  expect(emissions(past)).toEqual([...Array(10).fill(8_000n), 6_800n, 6_800n]);
  const [fresh, own] = [null, past].map((each) => simulate(scheduleOf(overview), ASSUMED, each));
  for (let epochs = 0; epochs <= 40; epochs += 1) {
    expect(own && issuedAfter(own, epochs)).toBe(fresh && issuedAfter(fresh, epochs));
  }
});

test('after a lowering the past is what the records say and else its total, never the schedule of today', () => {
  const overview = network(LOWERED, 21n, { decay: 500_000_000_000_000n });
  const records = [record(20n, SECOND, 6_800n), record(21n, LOWERED, 3_400n)];
  const past = pastOf(overview, records);
  // Epochs 11 to 19 are of the period of the record of epoch 20; before that 80,000 were issued.
  expect(past.sources).toEqual({ fromRecords: 2, fromSchedule: 19, fromTotals: 0 });
  expect(emissions(past)).toEqual([...Array(10).fill(8_000n), ...Array(10).fill(6_800n), 3_400n]);
  const simulation = simulate(scheduleOf(overview), ASSUMED, past);
  expect(byPeriod(simulation).map(({ lastEpoch }) => issuedAfter(simulation, lastEpoch))).toEqual([
    80_000n,
    148_000n,
    182_000n,
    199_000n,
  ]);
  // By the schedule of today it would be 8 %, 4 %, 2 %, 1.5 %.
  expect(issuedAfter(simulate(scheduleOf(overview), ASSUMED), 20)).toBe(120_000n);

  // Without the record of epoch 20 only the sum of both periods is known.
  const totals = pastOf(overview, records.slice(1));
  expect(totals.sources).toEqual({ fromRecords: 1, fromSchedule: 0, fromTotals: 20 });
  expect(emissions(totals)).toEqual([...Array(20).fill(7_400n), 3_400n]);
  expect(supplyAfter(simulate(scheduleOf(overview), ASSUMED, totals), 20)).toBe(1_148_000n);
});

test('what has passed is marked, and the smooth curve begins where the network is', () => {
  const overview = network(LOWERED, 21n, { decay: 500_000_000_000_000n });
  const past = pastOf(overview, [record(20n, SECOND, 6_800n), record(21n, LOWERED, 3_400n)]);
  const [inflation] = figures(simulate(scheduleOf(overview), ASSUMED, past), RANGES, 0)[0] ?? [];
  expect(inflation?.marks).toEqual([{ name: '21 epochs have passed', x: 2.1 }]);
  const smooth = inflation?.lines.find(({ name }) => name === 'smooth curve')?.points ?? [];
  // 3.4 % of a million, over 1,148,000.
  expect(smooth[0]?.[0]).toBeCloseTo(2, 12);
  expect(smooth[0]?.[1]).toBeCloseTo(3_400_000 / 1_148_000, 9);
});

test('an empty network has its whole schedule ahead', () => {
  const past = pastOf(network(FIRST, 0n), []);
  expect(past.issued).toEqual([0n]);
  expect(past.sources).toEqual({ fromRecords: 0, fromSchedule: 0, fromTotals: 0 });
});

test('what is left follows from the period of the chain, also while the first epoch of one is revoked', () => {
  expect(leftToIssue(network(FIRST, 3n))).toEqual({ period: 0n, inPeriod: 56_000n, inAll: null });
  expect(leftToIssue(network(FIRST, 10n, { cap: 200_000n }))).toEqual({
    period: 1n,
    inPeriod: 68_000n,
    inAll: 120_000n,
  });
  // Epoch 11 was revoked: the chain is at its period, and 10 epochs are complete.
  expect(leftToIssue(network(SECOND, 10n))).toEqual({ period: 1n, inPeriod: 68_000n, inAll: null });
  expect(emissions(pastOf(network(SECOND, 10n), []))).toEqual(Array(10).fill(8_000n));
});

test('the starting supply of a table is what the mint has less what was issued, or is named otherwise', () => {
  const table = { __kind: 'Table', epochsPerPeriod: 10n, budgets: [100n] } as const;
  const schedule = { ...table, budgets: [...table.budgets] };
  expect(startingSupplyOf(schedule, 1_000n, 30n)).toEqual({ amount: 970n, source: 'mint less issued' });
  expect(startingSupplyOf(schedule, 1_000n, 0n)).toEqual({ amount: 1_000n, source: 'mint' });
  expect(startingSupplyOf(schedule, 1_000n, null)).toEqual({ amount: 1_000n, source: 'mint' });
  // Tokens that were there before, and not minted for it.
  expect(startingSupplyOf(schedule, 1_000n, 1_000n)).toEqual({ amount: 1_000n, source: 'mint' });
  expect(startingSupplyOf(schedule, null, 30n).source).toBe('assumed');
  const disinflation = scheduleOf(network(FIRST, 3n));
  expect(startingSupplyOf(disinflation, 5n, 3n)).toEqual({ amount: 1_000_000n, source: 'base supply' });
});
