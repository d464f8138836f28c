/** The eight plots, as data: the same as `inference-staking simulate` draws. */
import { between, type Curve, overEpochs, POINTS, type Point, SAME, steps } from './curves';
import { adjustedYield, annualCompounded, dilutionRatio, stakingYield, unstakedDilution } from './formulas';
import { RATE_ONE, type Schedule } from './schedule';
import {
  type Assumptions,
  byYear,
  epochsIn,
  firstYear,
  issuedAfter,
  passedEpochs,
  restaked,
  type Simulation,
  simulate,
  supplyAfter,
  yearsOf,
} from './simulation';

/** How a line is drawn, so that it is told apart without colours. */
export type Stroke = 'own' | 'thin' | 'dashed' | 'dotted' | 'dash-dotted' | 'long-dashed';

export interface Line extends Curve {
  name: string;
  stroke: Stroke;
}

export interface Band {
  name: string;
  points: [x: number, low: number, high: number][];
  /** Both ends at a place. */
  at(x: number): [low: number, high: number];
}

export interface Panel {
  title: string;
  xLabel: string;
  yLabel: string;
  bands: Band[];
  lines: Line[];
  /** Vertical lines. */
  marks: { name: string; x: number }[];
  dots: { name: string; at: Point }[];
}

/** Ranges of rates, percent. */
export interface Ranges {
  initialRate: [low: number, high: number];
  decay: [low: number, high: number];
  longTermRate: [low: number, high: number];
}

export const RANGES: Ranges = { initialRate: [7, 9], decay: [14, 16], longTermRate: [1, 2] };

const YEARS = 'years since the start of epoch 1';
const COMPARED: [percent: number, stroke: Stroke][] = [
  [60, 'dotted'],
  [70, 'dashed'],
  [80, 'dash-dotted'],
  [90, 'long-dashed'],
];
const SHOWN_YEARS: [year: number, stroke: Stroke][] = [
  [1, 'own'],
  [3, 'dashed'],
  [5, 'dash-dotted'],
  [10, 'dotted'],
];
/** Above this the ratio is not shown: it has no end. */
const MOST_RATIO = 20;

/** All eight; the first has a panel for all parameters and one for each alone. */
export function figures(simulation: Simulation, ranges: Ranges, decimals: number): Panel[][] {
  const members = membersOf(simulation, ranges);
  const { assumptions } = simulation;
  const passed = passedEpochs(simulation);
  const isShown = passed > 0 && passed <= assumptions.epochs;
  const marks = isShown ? [{ name: `${passed} epochs have passed`, x: yearsOf(assumptions, passed) }] : [];
  const all: Panel[][] = [
    [inflation(simulation, members), ...eachParameter(simulation, ranges)],
    [supply(simulation, members, decimals)],
    [yieldByStaked(simulation)],
    [stakedFraction(simulation)],
    [
      withRange(
        'Dilution of un-staked tokens',
        "change of an un-staked holder's part (% a year)",
        simulation,
        members,
        (each) => steps(each, (period) => unstakedDilution(period.annualInflation)),
      ),
    ],
    [adjustedYieldByStaked(simulation, members)],
    [relativeDilution(assumptions)],
    [relativeDilutionOverTime(simulation)],
  ];
  return all.map((panels) => panels.map((panel) => (panel.xLabel === YEARS ? { ...panel, marks } : panel)));
}

function panel(title: string, xLabel: string, yLabel: string, lines: Line[], bands: Band[] = []): Panel {
  return { title, xLabel, yLabel, lines, bands, marks: [], dots: [] };
}

/** The same assumptions with another schedule, from its first epoch on. */
function like(simulation: Simulation, schedule: Schedule): Simulation {
  return simulate(schedule, simulation.assumptions);
}

function withRates(schedule: Schedule, initialRate: number, decay: number, longTermRate: number): Schedule | null {
  if (schedule.__kind === 'Table') return null;
  const rate = (percent: number) => (BigInt(Math.round(percent * 100)) * RATE_ONE) / 10_000n;
  return { ...schedule, initialRate: rate(initialRate), decay: rate(decay), longTermRate: rate(longTermRate) };
}

function values([low, high]: [number, number]): number[] {
  return [low, (low + high) / 2, high];
}

/** 27 schedules: each rate at the lower end of its range, the mean and the upper end. A table has none. */
function membersOf(simulation: Simulation, ranges: Ranges): Simulation[] {
  const schedules = values(ranges.initialRate).flatMap((initial) =>
    values(ranges.decay).flatMap((decay) =>
      values(ranges.longTermRate).flatMap((last) => withRates(simulation.schedule, initial, decay, last) ?? []),
    ),
  );
  return schedules.map((schedule) => like(simulation, schedule));
}

/** The range of all members, their mean, and the schedule itself. */
function withRange(
  title: string,
  yLabel: string,
  simulation: Simulation,
  members: Simulation[],
  of: (simulation: Simulation) => Curve,
): Panel {
  const own: Line = { name: 'this schedule', ...of(simulation), stroke: 'own' };
  const all = members.map(of);
  const [first] = all;
  if (!first) return panel(title, YEARS, yLabel, [own]);
  const drawn = (index: number) => all.map(({ points }) => points[index]?.[1] ?? 0);
  const at = (x: number) => all.map((each) => each.at(x));
  return panel(
    title,
    YEARS,
    yLabel,
    [
      {
        name: 'mean of the range',
        points: first.points.map(([x], index): Point => [x, meanOf(drawn(index))]),
        at: (x) => meanOf(at(x)),
        stroke: 'dashed',
      },
      own,
    ],
    [
      {
        name: 'range of schedules',
        points: first.points.map(([x], index) => [x, ...endsOf(drawn(index))]),
        at: (x) => endsOf(at(x)),
      },
    ],
  );
}

function meanOf(all: number[]): number {
  return all.reduce((sum, each) => sum + each, 0) / all.length;
}

function endsOf(all: number[]): [low: number, high: number] {
  return [Math.min(...all), Math.max(...all)];
}

function annualInflation(simulation: Simulation): Curve {
  return steps(simulation, (period) => period.annualInflation);
}

function inflation(simulation: Simulation, members: Simulation[]): Panel {
  const shown = withRange('Inflation rate', 'inflation (% a year)', simulation, members, annualInflation);
  const smooth = smoothRate(simulation);
  return smooth ? { ...shown, lines: [...shown.lines, { name: 'smooth curve', ...smooth, stroke: 'dotted' }] } : shown;
}

/**
 * `max(rL, r0 (1 - d)^t)` over the year that would be issued at it; on a network from the rate of the period that it is in, and from its
 * start on. `null` for a table.
 */
function smoothRate(simulation: Simulation): Curve | null {
  const { assumptions, past, schedule } = simulation;
  if (schedule.__kind === 'Table') return null;
  const rates = [past?.anchor.rate ?? schedule.initialRate, schedule.decay, schedule.longTermRate];
  const [initial, decay, last] = rates.map((rate) => Number(rate) / Number(RATE_ONE)) as [number, number, number];
  const perPeriod = Number(schedule.epochsPerPeriod);
  const seconds = perPeriod * assumptions.epochSeconds;
  const start = Number(past?.anchor.index ?? 0n) * perPeriod;
  const count = Math.max(0, assumptions.epochs - start);
  const gap = Math.max(1, Math.ceil(count / POINTS));
  const places = Array.from({ length: Math.ceil(count / gap) }, (_, index) => start + index * gap);
  const baseAfter = (epochs: number) =>
    Number(schedule.baseSupply + (schedule.compounding ? issuedAfter(simulation, epochs) : 0n));
  const after = (epochs: number) => {
    const supplyNow = between((whole) => Number(supplyAfter(simulation, whole)), epochs);
    const rate = Math.max(last, initial * (1 - decay) ** ((epochs - start) / perPeriod));
    return 100 * annualCompounded((rate * between(baseAfter, epochs)) / supplyNow, seconds);
  };
  return {
    points: places.map((epochs) => [yearsOf(assumptions, epochs), after(epochs)]),
    at: (x) => {
      const epochs = epochsIn(assumptions, x);
      return count > 0 && epochs > start - SAME ? after(epochs) : Number.NaN;
    },
  };
}

function eachParameter(simulation: Simulation, ranges: Ranges): Panel[] {
  const mean = (range: [number, number]) => (range[0] + range[1]) / 2;
  const [initial, decay, last] = [mean(ranges.initialRate), mean(ranges.decay), mean(ranges.longTermRate)];
  const varied: [string, [number, number], (value: number) => Schedule | null][] = [
    ['Initial rate alone', ranges.initialRate, (value) => withRates(simulation.schedule, value, decay, last)],
    ['Decay alone', ranges.decay, (value) => withRates(simulation.schedule, initial, value, last)],
    ['Long-term rate alone', ranges.longTermRate, (value) => withRates(simulation.schedule, initial, decay, value)],
  ];
  const strokes: Stroke[] = ['dashed', 'thin', 'dash-dotted'];
  return varied.flatMap(([title, range, scheduleOf]) => {
    const lines = values(range).flatMap((value, index): Line[] => {
      const schedule = scheduleOf(value);
      const curve = schedule && annualInflation(like(simulation, schedule));
      return curve ? [{ name: `${trim(value)} %`, ...curve, stroke: strokes[index] ?? 'thin' }] : [];
    });
    return lines.length > 0 ? [panel(`${title}, others at their means`, YEARS, 'inflation (% a year)', lines)] : [];
  });
}

function supply(simulation: Simulation, members: Simulation[], decimals: number): Panel {
  const tokens = (epochs: number) => (each: Simulation) => Number(supplyAfter(each, epochs)) / 10 ** decimals;
  const ends = [1, simulation.assumptions.epochs].flatMap((epochs) => [simulation, ...members].map(tokens(epochs)));
  const [unit, size] = unitOf(Math.max(...ends));
  const of = (each: Simulation) => overEpochs(each, (epochs) => tokens(epochs)(each) / size);
  return withRange('Total supply', `total supply (${unit}tokens)`, simulation, members, of);
}

function unitOf(tokens: number): [unit: string, size: number] {
  const units: [string, number][] = [
    ['trillion ', 1e12],
    ['billion ', 1e9],
    ['million ', 1e6],
    ['thousand ', 1e3],
  ];
  return units.find(([, size]) => tokens >= size) ?? ['', 1];
}

/** The staked fractions that are compared, with the one that is assumed; percent. */
function compared({ staked }: Assumptions): [percent: number, stroke: Stroke][] {
  const own = 100 * staked;
  const others = COMPARED.filter(([percent]) => Math.abs(percent - own) > 1e-9);
  return [...others, [own, 'own'] as [number, Stroke]].sort(([a], [b]) => a - b);
}

function yieldByStaked(simulation: Simulation): Panel {
  const { assumptions } = simulation;
  const at = (staked: number) =>
    steps(simulation, (period) => stakingYield(period.annualInflation, staked, assumptions.toStakers));
  const lines = compared(assumptions).map(([percent, stroke]) => ({
    name: `${trim(percent)} % staked`,
    ...at(percent / 100),
    stroke,
  }));
  const [most, least] = [at(0.6), at(0.9)];
  const band: Band = {
    name: '60 to 90 % staked',
    points: most.points.map(([x, high], index) => [x, least.points[index]?.[1] ?? 0, high]),
    at: (x) => [least.at(x), most.at(x)],
  };
  const delegators = 100 * (1 - assumptions.commission);
  const share = assumptions.commission > 0 ? `, of which a delegator gets ${trim(delegators)} %` : '';
  return panel('Staking yield by staked fraction', YEARS, `staking yield (% a year)${share}`, lines, [band]);
}

function stakedFraction(simulation: Simulation): Panel {
  const { assumptions } = simulation;
  const lines = compared(assumptions).map(([percent, stroke]) => {
    const fractions = restaked(simulation, percent / 100);
    const curve = overEpochs(simulation, (epochs) => 100 * (fractions[epochs] ?? Number.NaN));
    return { name: `from ${trim(percent)} %`, ...curve, stroke };
  });
  return panel('Growth of the staked fraction', YEARS, 'staked (% of the supply), all rewards staked', lines);
}

function adjustedYieldByStaked(simulation: Simulation, members: Simulation[]): Panel {
  const { toStakers } = simulation.assumptions;
  const shown = Array.from({ length: 71 }, (_, index) => 30 + index);
  const ofRate = (rate: number): Curve => {
    const at = (percent: number) => 100 * adjustedYield(rate, stakingYield(rate, percent / 100, toStakers));
    return { points: shown.map((percent) => [percent, at(percent)]), at };
  };
  const years = byYear(simulation);
  const first = firstYear(simulation.assumptions);
  const lines = SHOWN_YEARS.flatMap(([year, stroke]): Line[] => {
    const rate = years[year - 1]?.annualInflation;
    if (rate === undefined) return [];
    const name = `${year === 1 ? first : `year ${year}`}: inflation ${(100 * rate).toFixed(2)} %`;
    return [{ name, ...ofRate(rate), stroke }];
  });
  const ranged = members
    .flatMap((each) => byYear(each).slice(0, 1))
    .map(({ annualInflation }) => ofRate(annualInflation));
  const at = (percent: number) => endsOf(ranged.map((each) => each.at(percent)));
  const points = shown.map((percent): [number, number, number] => [percent, ...at(percent)]);
  const bands = ranged.length > 0 ? [{ name: `${first}, range of schedules`, points, at }] : [];
  return panel(
    'Adjusted staking yield',
    'staked (% of the supply)',
    "change of a staker's part (% a year)",
    lines,
    bands,
  );
}

function relativeDilution({ staked, toStakers }: Assumptions): Panel {
  const at = (percent: number) => {
    const ratio = dilutionRatio(percent / 100, toStakers);
    return ratio !== null && ratio <= MOST_RATIO ? ratio : Number.NaN;
  };
  const points = Array.from({ length: 401 }, (_, place): Point => [place / 4, at(place / 4)]);
  const own = dilutionRatio(staked, toStakers);
  const shown = panel(
    'Relative dilution of un-staked tokens',
    'staked (% of the supply)',
    'un-staked dilution / adjusted staking yield',
    [{ name: 'P / (f − P)', points: points.filter(([, ratio]) => !Number.isNaN(ratio)), at, stroke: 'own' }],
  );
  const dots =
    own !== null && own <= MOST_RATIO
      ? [{ name: `${trim(100 * staked)} %: ${own.toFixed(2)}`, at: [100 * staked, own] as Point }]
      : [];
  return { ...shown, dots, marks: [{ name: `undefined from ${trim(100 * toStakers)} % on`, x: 100 * toStakers }] };
}

function relativeDilutionOverTime(simulation: Simulation): Panel {
  const { assumptions } = simulation;
  const lines = compared(assumptions).map(([percent, stroke]): Line => {
    const fractions = restaked(simulation, percent / 100);
    const curve = overEpochs(
      simulation,
      (epochs) => dilutionRatio(fractions[epochs] ?? 1, assumptions.toStakers) ?? Number.NaN,
    );
    const isUndefined = curve.points.length === 0;
    return { name: `from ${trim(percent)} % staked${isUndefined ? ': undefined' : ''}`, ...curve, stroke };
  });
  return panel('Relative dilution over time', YEARS, 'un-staked dilution / adjusted staking yield', lines);
}

function trim(value: number): string {
  return String(Number(value.toFixed(2)));
}
