/** The schedule of a live network: what is stored of it, and what it has issued. */
import { emissionPeriods, type PoolOverview } from '@inference-staking/sdk';

import { firstPeriods, issuedWithin, periodOfEpoch, type Schedule } from './schedule';

const TABLE = 1;
const U64_MAX = 2n ** 64n - 1n;

export function scheduleOf({ emission }: PoolOverview): Schedule {
  const { baseSupply, budgets, cap, decay, epochsPerPeriod, initialRate, longTermRate } = emission;
  if (emission.kind === TABLE) return { __kind: 'Table', epochsPerPeriod, budgets };
  const compounding = emission.compounding !== 0;
  return { __kind: 'Disinflation', epochsPerPeriod, baseSupply, initialRate, decay, longTermRate, cap, compounding };
}

/** Whether the period that runs is another than the schedule leads to: what was issued before is not what it would issue. */
export function wasLowered(overview: PoolOverview): boolean {
  const { periodIndex, periodIssuedBefore } = overview.emission;
  const would = firstPeriods(scheduleOf(overview), Number(periodIndex) + 1).at(-1);
  return would?.issuedBefore !== periodIssuedBefore;
}

/** What all epochs up to one issue; the epoch is none of a period that is over. */
export function issuedUntil(overview: PoolOverview, epoch: bigint): bigint {
  if (epoch === 0n) return 0n;
  const schedule = scheduleOf(overview);
  const index = periodOfEpoch(schedule, epoch);
  const period = emissionPeriods({ overview }, Number(index - overview.emission.periodIndex) + 1).at(-1);
  if (!period) throw new RangeError(`epoch ${epoch} is of a period that is over`);
  return period.issuedBefore + issuedWithin(schedule, period, epoch - index * schedule.epochsPerPeriod);
}

/** What is left to issue after the newest epoch with a record. */
export interface LeftToIssue {
  /** The period of the next epoch, from 0. */
  period: bigint;
  inPeriod: bigint;
  /** `null` if it never ends. */
  inAll: bigint | null;
}

export function leftToIssue(overview: PoolOverview): LeftToIssue {
  const schedule = scheduleOf(overview);
  const completed = overview.completedRewardEpoch;
  const period = periodOfEpoch(schedule, completed + 1n);
  const issued = issuedUntil(overview, completed);
  const end = issuedUntil(overview, (period + 1n) * schedule.epochsPerPeriod);
  return { period, inPeriod: end - issued, inAll: leftInAll(schedule, issued) };
}

function leftInAll(schedule: Schedule, issued: bigint): bigint | null {
  const all = schedule.__kind === 'Table' ? schedule.budgets.reduce((sum, budget) => sum + budget, 0n) : schedule.cap;
  // Without a cap that binds, the long-term rate goes on for ever.
  if (schedule.__kind === 'Disinflation' && all === U64_MAX) return null;
  return all > issued ? all - issued : 0n;
}
