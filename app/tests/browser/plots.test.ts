/** The plots' data against those of `inference-staking simulate`, point by point. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { figures, type Panel, type Point, RANGES } from '../../src/economics/figures';
import { RATE_ONE, type Schedule } from '../../src/economics/schedule';
import { type Assumptions, simulate } from '../../src/economics/simulation';
import { commandLine } from './commandLine';

const ASSUMED: Assumptions = {
  startingSupply: 10n ** 18n,
  epochSeconds: 86_400,
  staked: 0.65,
  toStakers: 0.9,
  burntPerYear: 10n ** 16n,
  commission: 0,
  epochs: 15 * 365,
};
const SHARED = '--staked 65% --to-stakers 90% --burnt-per-year 10000000 --years 15 --decimals 9';
const DISINFLATION: Schedule = {
  __kind: 'Disinflation',
  baseSupply: 10n ** 18n,
  initialRate: (85n * RATE_ONE) / 1_000n,
  decay: (12n * RATE_ONE) / 100n,
  longTermRate: (2n * RATE_ONE) / 100n,
  epochsPerPeriod: 365n,
  compounding: true,
  cap: 2n ** 64n - 1n,
};
const TABLE: Schedule = {
  __kind: 'Table',
  epochsPerPeriod: 300n,
  budgets: [5n, 4n, 3n, 2n, 1n].map((part) => part * 10n ** 16n),
};

test.each([
  [
    'a disinflation',
    DISINFLATION,
    `--emission disinflation --epochs-per-period 365 --base-supply 1000000000 --initial-rate 8.5% --decay 12% --long-term-rate 2% --compounding true --cap ALL ${SHARED}`,
  ],
  [
    'a table',
    TABLE,
    `--emission table --epochs-per-period 300 --budgets 50000000,40000000,30000000,20000000,10000000 --starting-supply 1000000000 ${SHARED}`,
  ],
])('the eight plots of %s', (_, schedule, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'inference-staking-plots-'));
  commandLine(['simulate', ...words.split(' '), '--out', folder]);
  const files = readdirSync(folder).filter((name) => /^[1-8]-.*\.csv$/.test(name));
  expect(files.length).toBe(8);
  const own = figures(simulate(schedule, ASSUMED), RANGES, 9, 0);
  for (const [index, file] of files.sort().entries()) {
    const expected = seriesOf(readFileSync(join(folder, file), 'utf8'));
    const shown = (own[index] ?? []).flatMap(series);
    expect(shown.length, file).toBe(expected.length);
    for (const [place, points] of shown.entries())
      expectSame(points, expected[place] ?? [], `${file}, series ${place}`);
  }
});

/** Ends of ranges, then lines, as the command line writes them. */
function series({ bands, lines }: Panel): Point[][] {
  const ends = bands.flatMap(({ points }) => [
    points.map(([x, low]): Point => [x, low]),
    points.map(([x, , high]): Point => [x, high]),
  ]);
  return [...ends, ...lines.map(({ points }) => points)].filter((points) => points.length > 0);
}

/** The series of a file, in their order: rows of one series stand together. */
function seriesOf(csv: string): Point[][] {
  const all: Point[][] = [];
  let last = '';
  for (const line of csv.trim().split('\n').slice(1)) {
    // Panels and series have no commas inside but where the field is quoted.
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
    const [panel = '', name = '', x = '', y = ''] = cells;
    if (`${panel}|${name}` !== last) all.push([]);
    last = `${panel}|${name}`;
    all.at(-1)?.push([Number(x), Number(y)]);
  }
  return all;
}

function expectSame(shown: readonly Point[], expected: readonly Point[], what: string): void {
  expect(shown.length, what).toBe(expected.length);
  const worst = shown.reduce((largest, [x, y], index) => {
    const [otherX = Number.NaN, otherY = Number.NaN] = expected[index] ?? [];
    return Math.max(largest, Math.abs(x - otherX), Math.abs(y - otherY) / Math.max(1, Math.abs(otherY)));
  }, 0);
  expect(worst, what).toBeLessThan(1e-9);
}
