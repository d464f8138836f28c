/** The plots' data against those of `inference-staking simulate`, point by point. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findPoolOverviewPda,
  findRewardRecordPda,
  getPoolOverviewEncoder,
  getRewardRecordDecoder,
  getRewardRecordEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  REWARD_RECORD_SIZE,
  readNetwork,
} from '@inference-staking/sdk';
import type { Address, ReadonlyUint8Array } from '@solana/kit';
import { expect, test } from 'vitest';

import { readRecords } from '../../src/chain/records';
import { numbersOf } from '../../src/components/Plot';
import type { Point } from '../../src/economics/curves';
import { figures, type Panel, RANGES } from '../../src/economics/figures';
import { scheduleOf } from '../../src/economics/network';
import { pastOf } from '../../src/economics/past';
import { RATE_ONE, type Schedule } from '../../src/economics/schedule';
import { type Assumptions, simulate } from '../../src/economics/simulation';
import { commandLine, inFolder } from './commandLine';
import { ask, startWorld, type World } from './world';

const ASSUMED: Assumptions = {
  startingSupply: 10n ** 18n,
  epochSeconds: 86_400,
  staked: 0.65,
  toStakers: 0.9,
  burntPerYear: 10n ** 16n,
  commission: 0.07,
  epochs: 15 * 365,
};
const ASSUMED_WORDS = '--staked 65% --to-stakers 90% --burnt-per-year 10000000 --commission 7%';
const SHARED = `${ASSUMED_WORDS} --years 15 --decimals 9`;
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
  const files = drawn(['simulate', ...words.split(' ')]);
  expectPlots(figures(simulate(schedule, ASSUMED), RANGES, 9), files);
});

test('the eight plots of 90 days', () => {
  const words = `--emission disinflation --epochs-per-period 30 --base-supply 1000000000 --initial-rate 8.5% --decay 12% --long-term-rate 2% --compounding true --cap ALL ${ASSUMED_WORDS} --epochs 90 --decimals 9`;
  const schedule = { ...DISINFLATION, epochsPerPeriod: 30n };
  const files = drawn(['simulate', ...words.split(' ')]);
  expectPlots(figures(simulate(schedule, { ...ASSUMED, epochs: 90 }), RANGES, 9), files);
});

test('the tables beside the plots say what the command line does of every year', () => {
  const words = `--emission disinflation --epochs-per-period 365 --base-supply 1000000000 --initial-rate 8.5% --decay 12% --long-term-rate 2% --compounding true --cap ALL ${ASSUMED_WORDS} --restaking true --years 10 --decimals 9`;
  const said = commandLine(['--output', 'json', 'simulate', ...words.split(' ')]);
  const { years } = JSON.parse(said) as { years: Record<string, number>[] };
  expect(years.length).toBe(10);
  const panels = figures(simulate(DISINFLATION, { ...ASSUMED, epochs: 10 * 365 }), RANGES, 9).flat();
  const column = (title: string, name: string) => {
    const { columns, rows } = numbersOf(panels.find((panel) => panel.title === title) as Panel);
    return rows.map(({ cells, place }) => [place, cells[columns.indexOf(name)]]);
  };
  const starts = (of: (year: Record<string, number>) => number) =>
    years.map((year, index) => [index, of(year).toFixed(3)]);
  const ends = (of: (year: Record<string, number>) => number) =>
    years.map((year, index) => [index + 1, of(year).toFixed(3)]);
  const percent = (field: string) => (year: Record<string, number>) => 100 * (year[field] ?? Number.NaN);
  expect(column('Total supply', 'this schedule').slice(1)).toEqual(
    ends(({ unrounded_supply_after = Number.NaN }) => unrounded_supply_after / 1e9),
  );
  const grown = column('Growth of the staked fraction', 'from 65 %');
  expect(grown.slice(0, -1)).toEqual(starts(percent('staked_fraction_before')));
  expect(grown.slice(1)).toEqual(ends(percent('staked_fraction_after')));
  expect(column('Relative dilution over time', 'from 65 % staked').slice(0, -1)).toEqual(
    starts(({ dilution_ratio = Number.NaN }) => dilution_ratio),
  );
  expect(column('Inflation rate', 'this schedule').slice(0, -1)).toEqual(
    starts(percent('inflation_annual_compounded')),
  );
  expect(column('Dilution of un-staked tokens', 'this schedule').slice(0, -1)).toEqual(
    starts(percent('unstaked_dilution_annual_compounded')),
  );
});

/** Periods under a decay of 15 %, and the third under one of 30 %, to which the schedule was lowered; of 10^15 base units at first. */
const FIRST = { index: 0n, rate: 80n * 10n ** 12n, issuedBefore: 0n, budget: 80n * 10n ** 12n };
const SECOND = { index: 1n, rate: 68n * 10n ** 12n, issuedBefore: FIRST.budget, budget: 73_440_000_000_000n };
const THIRD = {
  index: 2n,
  rate: 47_600_000_000_000n,
  issuedBefore: FIRST.budget + SECOND.budget,
  budget: 54_903_744_000_000n,
};

test.each([
  [15n, { fromRecords: 10, fromSchedule: 14, fromTotals: 0 }],
  [21n, { fromRecords: 4, fromSchedule: 0, fromTotals: 20 }],
])('the eight plots of a network that was lowered, whose records begin with epoch %s', async (oldest, sources) => {
  const world = await startWorld();
  try {
    await lower(world, oldest);
    const { overview } = await readNetwork(world.reader);
    const past = pastOf(overview, await readRecords(world.reader, overview));
    expect(past.sources).toEqual(sources);
    const files = drawn(['--url', world.network.rpcUrl, 'simulate', ...`${ASSUMED_WORDS} --epochs 400`.split(' ')]);
    // Of 6 decimals.
    const assumed = { ...ASSUMED, startingSupply: 10n ** 15n, burntPerYear: 10n ** 13n, epochs: 400 };
    expectPlots(figures(simulate(scheduleOf(overview), assumed, past), RANGES, 6), files);
  } finally {
    await world.network.stop();
  }
});

/** Writes the accounts of a network with 24 epochs, of which the 17th was published without rewards, and with records from one on. */
async function lower(world: World, oldest: bigint): Promise<void> {
  const [at] = await findPoolOverviewPda();
  const { overview } = await readNetwork(world.reader);
  const { budget: periodBudget, index: periodIndex, issuedBefore: periodIssuedBefore, rate: periodRate } = THIRD;
  const emission = {
    ...overview.emission,
    kind: 0,
    compounding: 1,
    baseSupply: 10n ** 15n,
    initialRate: FIRST.rate,
    decay: (30n * RATE_ONE) / 100n,
    longTermRate: (15n * RATE_ONE) / 1_000n,
    cap: 2n ** 64n - 1n,
    epochsPerPeriod: 10n,
    budgets: Array<bigint>(8).fill(0n),
    ...{ periodBudget, periodIndex, periodIssuedBefore, periodRate },
  };
  await write(world, at, getPoolOverviewEncoder().encode({ ...overview, emission, completedRewardEpoch: 24n }));
  const zeros = getRewardRecordDecoder().decode(new Uint8Array(REWARD_RECORD_SIZE));
  for (let epoch = oldest; epoch <= 24n; epoch += 1n) {
    const period = epoch > 20n ? THIRD : SECOND;
    const totalRewards = epoch === 17n ? 0n : period.budget / 10n;
    const [address, bump] = await findRewardRecordPda({ epoch });
    const record = { ...zeros, epoch, period, totalRewards, version: overview.version, bump };
    await write(world, address, getRewardRecordEncoder().encode(record));
  }
}

async function write({ network }: World, at: Address, data: ReadonlyUint8Array): Promise<void> {
  const account = { lamports: 10_000_000_000, owner: INFERENCE_STAKING_PROGRAM_ADDRESS };
  const bytes = Buffer.from(data as Uint8Array).toString('hex');
  await ask(network, 'surfnet_setAccount', [at, { ...account, data: bytes }]);
}

/** The data of the eight plots that a command draws, by the names of their files. */
function drawn(words: string[]): Map<string, Point[][]> {
  return inFolder((folder) => {
    commandLine([...words, '--out', folder]);
    const files = readdirSync(folder).filter((name) => /^[1-8]-.*\.csv$/.test(name));
    expect(files.length).toBe(8);
    return new Map(files.sort().map((name) => [name, seriesOf(readFileSync(join(folder, name), 'utf8'))]));
  });
}

function expectPlots(own: readonly Panel[][], files: Map<string, Point[][]>): void {
  for (const [index, [file, expected]] of [...files].entries()) {
    const shown = (own[index] ?? []).flatMap(series);
    expect(shown.length, file).toBe(expected.length);
    for (const [place, points] of shown.entries())
      expectSame(points, expected[place] ?? [], `${file}, series ${place}`);
  }
}

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
