/** The vectors of SPEC 16. */
import { emissionOf } from '@inference-staking/sdk';
import { expect, test } from 'vitest';

import {
  firstPeriods,
  issuedBy,
  issuedWithin,
  type Period,
  RATE_ONE,
  type Schedule,
} from '../../src/economics/schedule';

const DISINFLATION = {
  __kind: 'Disinflation',
  baseSupply: 1_000_000n,
  initialRate: (8n * RATE_ONE) / 100n,
  decay: (15n * RATE_ONE) / 100n,
  longTermRate: (15n * RATE_ONE) / 1_000n,
  compounding: false,
  cap: 2n ** 64n - 1n,
  epochsPerPeriod: 10n,
} as const satisfies Schedule;

test('rates decay and are rounded down', () => {
  expect(firstPeriods(DISINFLATION, 6).map(({ rate }) => rate)).toEqual([
    80_000_000_000_000n,
    68_000_000_000_000n,
    57_800_000_000_000n,
    49_130_000_000_000n,
    41_760_500_000_000n,
    35_496_425_000_000n,
  ]);
});

test('budgets of a schedule that does not compound', () => {
  expect(firstPeriods(DISINFLATION, 13).map(({ budget }) => budget)).toEqual([
    80_000n,
    68_000n,
    57_800n,
    49_130n,
    41_760n,
    35_496n,
    30_171n,
    25_646n,
    21_799n,
    18_529n,
    15_749n,
    15_000n,
    15_000n,
  ]);
});

test('period 5 pays 3550 six times, then 3549', () => {
  const fifth = firstPeriods(DISINFLATION, 6)[5] as Period;
  const upTo = (count: number) => issuedWithin(10n, fifth.budget, BigInt(count));
  const epochs = Array.from({ length: 10 }, (_, index) => upTo(index + 1) - upTo(index));
  expect(epochs).toEqual([...Array(6).fill(3_550n), ...Array(4).fill(3_549n)]);
});

test('supplies of a schedule that compounds', () => {
  const compounding = { ...DISINFLATION, compounding: true };
  const supplies = firstPeriods(compounding, 7).map(({ issuedBefore }) => 1_000_000n + issuedBefore);
  expect(supplies).toEqual([1_000_000n, 1_080_000n, 1_153_440n, 1_220_108n, 1_280_051n, 1_333_506n, 1_380_840n]);
});

test('a supply of 10^19 overflows nothing', () => {
  const large = { ...DISINFLATION, baseSupply: 10n ** 19n, epochsPerPeriod: 365n };
  const { budget } = firstPeriods(large, 1)[0] as Period;
  expect([budget / 365n, budget % 365n]).toEqual([2_191_780_821_917_808n, 80n]);
});

test('a cap ends the schedule', () => {
  const capped = { ...DISINFLATION, cap: 150_000n };
  expect(firstPeriods(capped, 4).map(({ budget }) => budget)).toEqual([80_000n, 68_000n, 2_000n, 0n]);
});

test('a table issues its budgets and then nothing', () => {
  const table: Schedule = { __kind: 'Table', budgets: [500n, 400n], epochsPerPeriod: 300n };
  expect(firstPeriods(table, 4).map(({ budget }) => budget)).toEqual([500n, 400n, 0n, 0n]);
  const [first] = firstPeriods(table, 1) as [Period];
  // 500 over 300 epochs: 2 in the first 200, then 1.
  expect(issuedWithin(300n, first.budget, 200n)).toBe(400n);
  expect(issuedWithin(300n, first.budget, 201n)).toBe(401n);
});

test.each<[string, Schedule]>([
  ['a disinflation', { ...DISINFLATION, compounding: true, cap: 300_000n }],
  ['a table', { __kind: 'Table', budgets: [500n, 0n, 403n], epochsPerPeriod: 7n }],
])('all epochs of %s together issue what the program says of each', (_, schedule) => {
  const periods = firstPeriods(schedule, 8);
  let sum = 0n;
  for (let epoch = 1; epoch <= 50; epoch += 1) {
    sum += emissionOf({ schedule }, BigInt(epoch));
    expect(issuedBy(schedule, periods, epoch), `epoch ${epoch}`).toBe(sum);
  }
  expect(issuedBy(schedule, periods, 0)).toBe(0n);
});

test('from a later period on nothing is said of those before it, but what they issued', () => {
  const periods = firstPeriods(DISINFLATION, 4).slice(2);
  expect(issuedBy(DISINFLATION, periods, 20)).toBe(148_000n);
  expect(issuedBy(DISINFLATION, periods, 21)).toBe(148_000n + 5_780n);
  expect(() => issuedBy(DISINFLATION, periods, 19)).toThrow('epoch 19 is of a period that is over');
});
