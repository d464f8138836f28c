/** The tables beside the plots: every number is that of the place that its row names. */
import { expect, test } from 'vitest';

import { numbersOf } from '../../src/components/Plot';
import { figures, type Panel, RANGES } from '../../src/economics/figures';
import { RATE_ONE, type Schedule } from '../../src/economics/schedule';
import { issuedAfter, type Simulation, simulate } from '../../src/economics/simulation';
import { ASSUMED, EIGHT_PERCENT, SUPPLY } from './schedules';

const TABLE: Schedule = { __kind: 'Table', epochsPerPeriod: 365n, budgets: [SUPPLY / 10n, SUPPLY / 20n, SUPPLY / 40n] };
const HALVES = Array.from({ length: 11 }, (_, index) => 1.5 * index);

const simulation = simulate(EIGHT_PERCENT, ASSUMED);
const panels = figures(simulation, RANGES, 9).flat();

function column(title: string, name: string, of: readonly Panel[] = panels): [place: number, cell: string][] {
  const panel = of.find((each) => each.title === title);
  if (!panel) throw new Error(`there is no plot “${title}”`);
  const { columns, rows } = numbersOf(panel);
  const at = columns.indexOf(name);
  expect(at, `${name} of ${columns}`).toBeGreaterThanOrEqual(0);
  return rows.map(({ cells, place }) => [place, cells[at] ?? '']);
}

/** What the table has to say, worked out by a formula. */
function exact(places: readonly number[], of: (place: number) => number): [number, string][] {
  return places.map((place) => [place, of(place).toFixed(3)]);
}

/** Over the supply at the start; half an epoch has issued half of it. */
function issuedIn(of: Simulation, years: number): number {
  const [before, after] = [Math.floor(years * 365), Math.ceil(years * 365)].map((epochs) => issuedAfter(of, epochs));
  return Number((before ?? 0n) + (after ?? 0n)) / 2 / Number(SUPPLY);
}

/** Of the period that begins at the place, or the last. */
function rateIn(years: number): number {
  return Math.max(1.5, 8 * 0.85 ** Math.min(14, Math.floor(years)));
}

test('the smooth curve has its value in every row, the last among them', () => {
  const cells = column('Inflation rate', 'smooth curve');
  expect(cells).toEqual(exact(HALVES, (years) => Math.max(1.5, 8 * 0.85 ** years)));
  // 8 · 0.85^6 = 3.01720…
  expect(cells[4]).toEqual([6, '3.017']);
});

test('a commission takes nothing of the staking yield, whose axis says what a delegator gets of it', () => {
  const of = figures(simulate(EIGHT_PERCENT, { ...ASSUMED, commission: 0.07 }), RANGES, 9).flat();
  const panel = of.find(({ title }) => title === 'Staking yield by staked fraction');
  expect(panel?.yLabel).toBe('staking yield (% a year), of which a delegator gets 93 %');
  expect(column('Staking yield by staked fraction', '80 % staked', of)).toEqual(
    column('Staking yield by staked fraction', '80 % staked'),
  );
});

test('stepped lines have the value of the period that begins at the place', () => {
  expect(column('Inflation rate', 'this schedule')).toEqual(exact(HALVES, rateIn));
  expect(column('Staking yield by staked fraction', '80 % staked')).toEqual(
    exact(HALVES, (years) => rateIn(years) / 0.8),
  );
  expect(column('Staking yield by staked fraction', '60 to 90 % staked, lowest')).toEqual(
    exact(HALVES, (years) => rateIn(years) / 0.9),
  );
  expect(column('Dilution of un-staked tokens', 'this schedule')).toEqual(
    exact(HALVES, (years) => -rateIn(years) / (1 + rateIn(years) / 100)),
  );
  expect(column('Long-term rate alone, others at their means', '1.5 %')).toEqual(exact(HALVES, rateIn));
});

test('sloped lines have the value at the place, and not that of a point before it', () => {
  expect(column('Total supply', 'this schedule')).toEqual(exact(HALVES, (years) => 1 + issuedIn(simulation, years)));
  const staked = (years: number) => 100 * (1 - 0.3 / (1 + issuedIn(simulation, years)));
  expect(column('Growth of the staked fraction', 'from 70 %')).toEqual(exact(HALVES, staked));
  // All that is issued goes to who staked: the others stay at what they had.
  expect(column('Relative dilution over time', 'from 70 % staked')).toEqual(
    exact(HALVES, (years) => (0.7 + issuedIn(simulation, years)) / 0.3),
  );
});

test('ranges have the ends and the mean of their schedules at the place', () => {
  const ends = [
    [7, 16, 1],
    [9, 14, 2],
  ].map(([initial = 0, decay = 0, last = 0]) => {
    const rate = (percent: number) => (BigInt(percent) * RATE_ONE) / 100n;
    const rates = { initialRate: rate(initial), decay: rate(decay), longTermRate: rate(last) };
    return simulate({ ...EIGHT_PERCENT, ...rates }, ASSUMED);
  });
  for (const [index, name] of ['lowest', 'highest'].entries()) {
    const of = ends[index] ?? simulation;
    expect(column('Total supply', `range of schedules, ${name}`)).toEqual(
      exact(HALVES, (years) => 1 + issuedIn(of, years)),
    );
  }
  const first = column('Inflation rate', 'mean of the range')[0];
  expect(first).toEqual([0, '8.000']);
});

test('by the staked fraction every row is its own, also between the points of the line', () => {
  const assumptions = { ...ASSUMED, toStakers: 0.873 };
  const shares = figures(simulate(EIGHT_PERCENT, assumptions), RANGES, 9).flat();
  const ratios = column('Relative dilution of un-staked tokens', 'P / (f − P)', shares);
  const places = Array.from({ length: 11 }, (_, index) => Number((8.73 * index).toFixed(2)));
  expect(ratios.slice(0, 10)).toEqual(exact(places.slice(0, 10), (percent) => percent / (87.3 - percent)));
  // It has no end there.
  expect(ratios[10]).toEqual([87.3, '–']);
  const percents = Array.from({ length: 11 }, (_, index) => 30 + 7 * index);
  expect(column('Adjusted staking yield', 'year 1: inflation 8.00 %')).toEqual(
    exact(percents, (percent) => (800 / percent - 8) / 1.08),
  );
});

test('where a ratio is undefined the rows are empty, however little is missing', () => {
  // With 0.9 to stakers the ratio from 90 % has no end from the beginning on; restaked, it is some 10^-16 beside that.
  for (const schedule of [EIGHT_PERCENT, TABLE]) {
    const panels = figures(
      simulate(schedule, { ...ASSUMED, toStakers: 0.9, burntPerYear: SUPPLY / 100n }),
      RANGES,
      9,
    ).flat();
    const cells = column('Relative dilution over time', 'from 90 % staked: undefined', panels);
    expect(cells.map(([, cell]) => cell)).toEqual(Array.from({ length: 11 }, () => '–'));
  }
});

test('rows of a short horizon are told apart, and their numbers are of what they are called', () => {
  const short = simulate(EIGHT_PERCENT, { ...ASSUMED, epochs: 30 });
  const cells = column('Inflation rate', 'smooth curve', figures(short, RANGES, 9).flat());
  const places = cells.map(([place]) => place);
  expect(places).toEqual([0, 0.0082, 0.0164, 0.0247, 0.0329, 0.0411, 0.0493, 0.0575, 0.0658, 0.074, 0.0822]);
  expect(cells).toEqual(exact(places, (years) => 8 * 0.85 ** Math.min(years, 30 / 365)));
});

test('of a past that is not followed any more the smooth curve says nothing', () => {
  const anchor = { index: 2n, rate: (5n * RATE_ONE) / 100n, issuedBefore: 0n, budget: 0n };
  const past = { issued: Array.from({ length: 3 * 365 }, () => 0n), anchor, periodsFrom: () => [anchor] };
  const later = simulate(EIGHT_PERCENT, { ...ASSUMED, epochs: 10 * 365 }, past as never);
  const cells = column('Inflation rate', 'smooth curve', figures(later, RANGES, 9).flat());
  expect(cells.map(([, cell]) => cell).slice(0, 4)).toEqual(['–', '–', '5.000', '4.250']);
});
