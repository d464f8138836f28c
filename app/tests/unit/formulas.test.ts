/** The vectors of SPEC 16, and tables worked out beside the code. */
import { expect, test } from 'vitest';

import { figures, RANGES } from '../../src/economics/figures';
import {
  adjustedYield,
  dilutionRatio,
  stakedAfter,
  stakingYield,
  unstakedDilution,
} from '../../src/economics/formulas';
import type { Schedule } from '../../src/economics/schedule';
import { byPeriod, byYear, firstYear, restaked, simulate, supplyAfter } from '../../src/economics/simulation';
import { ASSUMED, EIGHT_PERCENT, SUPPLY } from './schedules';

test('network economics at 8 %, 60 % staked', () => {
  // 2/15, -2/27, 4/81.
  expect(stakingYield(0.08, 0.6, 1)).toBeCloseTo(0.133333333333, 10);
  expect(unstakedDilution(0.08)).toBeCloseTo(-0.074074074074, 10);
  expect(adjustedYield(0.08, 2 / 15)).toBeCloseTo(0.049382716049, 10);
  expect(dilutionRatio(0.8, 1)).toBeCloseTo(4, 10);
  expect(stakedAfter(0.08, 0.6, 1)).toBeCloseTo(17 / 27, 10);
});

test('the ratio is undefined where stakers gain nothing', () => {
  expect([dilutionRatio(1, 1), dilutionRatio(0.5, 0.5), dilutionRatio(0.6, 0.5)]).toEqual([null, null, null]);
});

test('the first year issues the initial rate, whose figures are those of a year', () => {
  const simulation = simulate(EIGHT_PERCENT, ASSUMED);
  const [first] = byYear(simulation);
  expect(first).toMatchObject({ firstEpoch: 1, lastEpoch: 365 });
  expect(first?.inflation).toBeCloseTo(0.08, 12);
  expect(first?.annualInflation).toBeCloseTo(0.08, 12);
  expect(supplyAfter(simulation, 365)).toBe(1_080_000_000_000_000_000n);
});

test('a period that is no year has an annual figure of its own', () => {
  // Five periods of 300 epochs, 5 % of 10^10 in the first: 1.05^(365/300) - 1.
  const table: Schedule = {
    __kind: 'Table',
    epochsPerPeriod: 300n,
    budgets: [5n, 4n, 3n, 2n, 1n].map((part) => part * 10n ** 8n),
  };
  const simulation = simulate(table, { ...ASSUMED, startingSupply: 10n ** 10n, epochs: 300 });
  const [first] = byPeriod(simulation);
  expect(first?.inflation).toBeCloseTo(0.05, 12);
  expect(first?.annualInflation).toBeCloseTo(0.061_158_638_546_001_4, 12);
});

test('supply counts what was issued, less what was burnt', () => {
  const simulation = simulate(
    { ...EIGHT_PERCENT, baseSupply: 1_000_000n, epochsPerPeriod: 10n },
    { ...ASSUMED, startingSupply: 1_000_000n, epochSeconds: 3_153_600, burntPerYear: 30_000n, epochs: 20 },
  );
  expect(supplyAfter(simulation, 10)).toBe(1_050_000n);
  // 6.8 % of 1,080,000 over what there is.
  expect(byYear(simulation)[1]?.inflation).toBeCloseTo(73_440 / 1_050_000, 12);
});

test('the staked fraction grows by restaking as if it did so in one step', () => {
  const fractions = restaked(simulate(EIGHT_PERCENT, ASSUMED), 0.6);
  expect(fractions[365]).toBeCloseTo(17 / 27, 12);
  // 0.6 10^18 and all that was issued, over 1636973919064144887.
  expect(fractions[15 * 365]).toBeCloseTo(0.755_646_687_255_298_9, 9);
});

test('each of the eight figures has what it shows', () => {
  const plots = figures(simulate(EIGHT_PERCENT, ASSUMED), RANGES, 9);
  expect(plots.map((panels) => panels.length)).toEqual([4, 1, 1, 1, 1, 1, 1, 1]);
  const [inflation] = plots[0] ?? [];
  const own = inflation?.lines.find(({ stroke }) => stroke === 'own')?.points ?? [];
  expect(own[0]?.[1]).toBeCloseTo(8, 10);
  // The second year issues 6.8 % of what there is then.
  expect(own[2]?.[1]).toBeCloseTo(6.8, 10);
  // At the start the range is that of the initial rates.
  expect(inflation?.bands[0]?.points[0]?.slice(1).map((y) => Number(y.toFixed(9)))).toEqual([7, 9]);
  const [adjusted] = plots[5] ?? [];
  const at60 = adjusted?.lines[0]?.points.find(([percent]) => percent === 60);
  expect(at60?.[1]).toBeCloseTo(4.9382716, 6);
  const [ratio] = plots[6] ?? [];
  expect(ratio?.dots).toEqual([{ name: '60 %: 1.50', at: [60, expect.closeTo(1.5, 10)] }]);
});

test('a table has no range', () => {
  const table: Schedule = { __kind: 'Table', epochsPerPeriod: 10n, budgets: [SUPPLY / 20n] };
  const plots = figures(simulate(table, ASSUMED), RANGES, 9);
  expect(plots[0]?.length).toBe(1);
  expect(plots[0]?.[0]?.bands).toEqual([]);
});

test('a horizon of less than a year has figures of a year that goes on like it, named so', () => {
  // 90 of 365 epochs of a year that issues 8 %: (1 + 0.08 90/365)^(365/90) - 1.
  const short = simulate(EIGHT_PERCENT, { ...ASSUMED, epochs: 90 });
  const [first, ...others] = byYear(short);
  expect(others).toEqual([]);
  expect(first?.inflation).toBeCloseTo((0.08 * 90) / 365, 9);
  expect(first?.annualInflation).toBeCloseTo((1 + (0.08 * 90) / 365) ** (365 / 90) - 1, 9);
  expect(firstYear(short.assumptions)).toBe('first 90 days, annualised');
  expect(firstYear(ASSUMED)).toBe('year 1');
  const plots = figures(short, RANGES, 9);
  expect(plots[0]?.[0]?.lines.at(-1)?.points.length).toBe(90);
  expect(plots[5]?.[0]?.lines.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^first 90 days, annualised: inflation 8\.\d\d %$/),
  ]);
});
