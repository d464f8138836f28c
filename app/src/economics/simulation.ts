/** A schedule over a horizon: what is issued in the program's integers, and what becomes of supply and staked fraction. */
import { annualCompounded, DAY, stakedAfter, YEAR } from './formulas';
import type { Past } from './past';
import { firstPeriods, issuedBy, type Period, type Schedule } from './schedule';

/** What a schedule does not say. */
export interface Assumptions {
  /** Tokens before epoch 1, base units. */
  startingSupply: bigint;
  epochSeconds: number;
  /** `P`: staked fraction at the start. */
  staked: number;
  /** `f`: fraction of the issuance that goes to stakers. */
  toStakers: number;
  /** Base units in a year of 365 days. */
  burntPerYear: bigint;
  /** What a delegator's operator keeps of every reward. */
  commission: number;
  /** Epochs that are looked at. */
  epochs: number;
}

/** Epochs in a row: a period of the schedule, or a year. Both ends count from 1. */
export interface Interval {
  firstEpoch: number;
  lastEpoch: number;
  /** What it issues over the supply at its start. */
  inflation: number;
  /** Of a year in which it goes on like this. */
  annualInflation: number;
}

export interface Simulation {
  schedule: Schedule;
  assumptions: Assumptions;
  /** What has passed of it on the network whose own it is, as it was; `null` if nothing has. */
  past: Past | null;
  /** As many as the horizon reaches into, from the first that has not passed on. */
  periods: Period[];
}

/**
 * Follows a schedule: from its first epoch on, or where a network's past is given, behind that.
 *
 * @throws StakingRefusal If the program would not take the schedule.
 */
export function simulate(schedule: Schedule, assumptions: Assumptions, past: Past | null = null): Simulation {
  const reached = Math.ceil(assumptions.epochs / Number(schedule.epochsPerPeriod));
  if (!past) return { schedule, assumptions, past, periods: firstPeriods(schedule, reached) };
  const periods = past.periodsFrom(Math.max(1, reached - Number(past.anchor.index)));
  return { schedule, assumptions, past, periods };
}

/** Epochs that have passed on the network whose schedule it is. */
export function passedEpochs({ past }: Simulation): number {
  return past ? past.issued.length - 1 : 0;
}

/** What the first `epochs` epochs issue together. */
export function issuedAfter(simulation: Simulation, epochs: number): bigint {
  const { past, periods, schedule } = simulation;
  const passed = passedEpochs(simulation);
  const issued = past?.issued[Math.min(epochs, passed)] ?? 0n;
  if (epochs <= passed) return issued;
  // The schedule goes on as if every epoch that has passed had issued its part.
  return issued + issuedBy(schedule, periods, epochs) - issuedBy(schedule, periods, passed);
}

/** All tokens after so many epochs; never less than nothing. */
export function supplyAfter(simulation: Simulation, epochs: number): bigint {
  const { burntPerYear, epochSeconds, startingSupply } = simulation.assumptions;
  const burnt = (BigInt(epochs) * BigInt(epochSeconds) * burntPerYear) / BigInt(YEAR);
  const left = startingSupply + issuedAfter(simulation, epochs) - burnt;
  return left > 0n ? left : 0n;
}

export function yearsOf({ epochSeconds }: Assumptions, epochs: number): number {
  return (epochs * epochSeconds) / YEAR;
}

/** The other way round; within an epoch not whole. */
export function epochsIn({ epochSeconds }: Assumptions, years: number): number {
  return (years * YEAR) / epochSeconds;
}

/** Several plots ask for the same. */
const PERIODS = new WeakMap<Simulation, Interval[]>();

/** The schedule's periods within the horizon. */
export function byPeriod(simulation: Simulation): Interval[] {
  const known = PERIODS.get(simulation);
  if (known) return known;
  const intervals = intervalsByPeriod(simulation);
  PERIODS.set(simulation, intervals);
  return intervals;
}

function intervalsByPeriod(simulation: Simulation): Interval[] {
  const perPeriod = Number(simulation.schedule.epochsPerPeriod);
  const { epochs } = simulation.assumptions;
  return Array.from({ length: Math.ceil(epochs / perPeriod) }, (_, index) =>
    interval(simulation, index * perPeriod + 1, Math.min((index + 1) * perPeriod, epochs)),
  );
}

/** Years within the horizon; an epoch counts to the year in which it begins. */
export function byYear(simulation: Simulation): Interval[] {
  const { epochs, epochSeconds } = simulation.assumptions;
  const years: Interval[] = [];
  for (let first = 1; first <= epochs; ) {
    const endOfYear = (years.length + 1) * YEAR;
    // The last epoch that begins before the end of the year.
    const last = Math.min(epochs, Math.ceil(endOfYear / epochSeconds));
    years.push(interval(simulation, first, last));
    first = last + 1;
  }
  return years;
}

/** What the first of {@link byYear} is called: a horizon may be less than a year, whose figures are those of a year that goes on like it. */
export function firstYear({ epochs, epochSeconds }: Assumptions): string {
  const seconds = epochs * epochSeconds;
  return seconds >= YEAR ? 'year 1' : `first ${Number((seconds / DAY).toFixed(2))} days, annualised`;
}

function interval(simulation: Simulation, firstEpoch: number, lastEpoch: number): Interval {
  const emission = issuedAfter(simulation, lastEpoch) - issuedAfter(simulation, firstEpoch - 1);
  const supply = supplyAfter(simulation, firstEpoch - 1);
  const inflation = supply === 0n ? 0 : Number(emission) / Number(supply);
  const seconds = (lastEpoch - firstEpoch + 1) * simulation.assumptions.epochSeconds;
  return { firstEpoch, lastEpoch, inflation, annualInflation: annualCompounded(inflation, seconds) };
}

/** The staked fraction after each epoch, and at the start, if all rewards are staked. */
export function restaked(simulation: Simulation, staked: number): number[] {
  const fractions = [staked];
  let [fraction, supply] = [staked, supplyAfter(simulation, 0)];
  let issued = 0n;
  for (let epoch = 1; epoch <= simulation.assumptions.epochs; epoch += 1) {
    const after = issuedAfter(simulation, epoch);
    const inflation = supply === 0n ? 0 : Number(after - issued) / Number(supply);
    fraction = stakedAfter(inflation, fraction, simulation.assumptions.toStakers);
    fractions.push(fraction);
    [issued, supply] = [after, supplyAfter(simulation, epoch)];
  }
  return fractions;
}
