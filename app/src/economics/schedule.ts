/** What an emission schedule issues: the program's own integers (SPEC 11). */

/** `R`: a rate of one. */
export const RATE_ONE = 10n ** 15n;
const U64_MAX = 2n ** 64n - 1n;
/** Budgets that a table can hold. */
export const TABLE_PERIODS = 8;

/** Amounts are base units, rates of {@link RATE_ONE}. */
export type Schedule = {
  /** `N`: epochs of a period. */
  epochsPerPeriod: bigint;
} & (
  | {
      kind: 'disinflation';
      /** `B`. */
      baseSupply: bigint;
      /** `r0`. */
      initialRate: bigint;
      /** `d`. */
      decay: bigint;
      /** `rL`. */
      longTermRate: bigint;
      compounding: boolean;
      cap: bigint;
    }
  | { kind: 'table'; budgets: readonly bigint[] }
);

/** A period of a schedule. */
export interface Period {
  /** `y`, from 0. */
  index: bigint;
  /** `rate_y`; 0 in a table. */
  rate: bigint;
  /** What all periods before it issue. */
  issuedBefore: bigint;
  /** `budget_y`. */
  budget: bigint;
}

export function firstPeriod(schedule: Schedule): Period {
  return period(schedule, 0n, schedule.kind === 'table' ? 0n : schedule.initialRate, 0n);
}

export function nextPeriod(schedule: Schedule, { budget, index, issuedBefore, rate }: Period): Period {
  return period(schedule, index + 1n, decayed(schedule, rate), issuedBefore + budget);
}

/** `max(rL, floor(rate (R - d) / R))`. */
function decayed(schedule: Schedule, rate: bigint): bigint {
  if (schedule.kind === 'table') return 0n;
  const next = (rate * (RATE_ONE - schedule.decay)) / RATE_ONE;
  return next > schedule.longTermRate ? next : schedule.longTermRate;
}

function period(schedule: Schedule, index: bigint, rate: bigint, issuedBefore: bigint): Period {
  if (schedule.kind === 'table') {
    return { index, rate, issuedBefore, budget: schedule.budgets[Number(index)] ?? 0n };
  }
  const supply = schedule.baseSupply + (schedule.compounding ? issuedBefore : 0n);
  const wanted = smaller((supply * rate) / RATE_ONE, U64_MAX);
  const left = schedule.cap > issuedBefore ? schedule.cap - issuedBefore : 0n;
  return { index, rate, issuedBefore, budget: smaller(wanted, left) };
}

/** What the first `count` epochs of a period issue: `floor(budget / N)` each, and one more in the first `budget mod N`. */
export function issuedWithin({ epochsPerPeriod }: Schedule, { budget }: Period, count: bigint): bigint {
  return count * (budget / epochsPerPeriod) + smaller(count, budget % epochsPerPeriod);
}

/** `y` of an epoch, which counts from 1. */
export function periodOfEpoch({ epochsPerPeriod }: Schedule, epoch: bigint): bigint {
  return (epoch - 1n) / epochsPerPeriod;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
