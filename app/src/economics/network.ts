/** The schedule of a live network: what is stored of it, and what it has issued. */
import type { EmissionSchedule } from '@inference-staking/sdk';

import { firstPeriod, issuedWithin, nextPeriod, type Period, periodOfEpoch, type Schedule } from './schedule';

export function scheduleOf(stored: EmissionSchedule): Schedule {
  const { epochsPerPeriod } = stored;
  if (stored.kind === 1) return { kind: 'table', epochsPerPeriod, budgets: stored.budgets };
  const { baseSupply, cap, decay, initialRate, longTermRate } = stored;
  return {
    kind: 'disinflation',
    epochsPerPeriod,
    baseSupply,
    initialRate,
    decay,
    longTermRate,
    cap,
    compounding: stored.compounding !== 0,
  };
}

/** The period that the chain is in: what is stored of it also holds where the schedule was lowered since. */
export function runningPeriod(stored: EmissionSchedule): Period {
  const { periodBudget: budget, periodIndex: index, periodIssuedBefore: issuedBefore, periodRate: rate } = stored;
  return { index, rate, issuedBefore, budget };
}

/** What all epochs up to one issue, by the schedule as it is; the epoch is not before the period that runs. */
export function issuedUntil(stored: EmissionSchedule, epoch: bigint): bigint {
  if (epoch === 0n) return 0n;
  const schedule = scheduleOf(stored);
  const wanted = periodOfEpoch(schedule, epoch);
  let period = runningPeriod(stored);
  // Before the period that runs, which a first epoch that is not there yet never is.
  if (wanted < period.index) period = firstPeriod(schedule);
  while (period.index < wanted) period = nextPeriod(schedule, period);
  return period.issuedBefore + issuedWithin(schedule, period, epoch - wanted * schedule.epochsPerPeriod);
}

/** What is left to issue after an epoch. */
export interface LeftToIssue {
  /** The period of the next epoch, from 0. */
  period: bigint;
  inPeriod: bigint;
  /** `null` if it never ends. */
  inAll: bigint | null;
}

export function leftToIssue(stored: EmissionSchedule, completed: bigint): LeftToIssue {
  const schedule = scheduleOf(stored);
  const index = periodOfEpoch(schedule, completed + 1n);
  const issued = issuedUntil(stored, completed);
  const end = issuedUntil(stored, (index + 1n) * schedule.epochsPerPeriod);
  return { period: index, inPeriod: end - issued, inAll: leftInAll(schedule, issued) };
}

function leftInAll(schedule: Schedule, issued: bigint): bigint | null {
  if (schedule.kind === 'table') {
    const all = schedule.budgets.reduce((sum, budget) => sum + budget, 0n);
    return all > issued ? all - issued : 0n;
  }
  // Without a cap that binds, the long-term rate goes on for ever.
  if (schedule.cap === 2n ** 64n - 1n) return null;
  return schedule.cap > issued ? schedule.cap - issued : 0n;
}
