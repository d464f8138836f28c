/** What an emission schedule issues, worked out by the program's own code in the SDK (SPEC 11). */
import { emissionPeriods, type NewEmissionSchedule, type Period } from '@inference-staking/sdk';

export type { Period };

/** `R`: a rate of one. */
export const RATE_ONE = 10n ** 15n;

/** A schedule as an instruction takes it. Amounts are base units, rates of {@link RATE_ONE}. */
export type Schedule = NewEmissionSchedule;
export type Disinflation = Extract<Schedule, { __kind: 'Disinflation' }>;

/**
 * The first periods of a schedule.
 *
 * @throws StakingRefusal If the program would not take the schedule.
 */
export function firstPeriods(schedule: Schedule, count: number): Period[] {
  return emissionPeriods({ schedule }, count);
}

/** What the first `count` epochs of a period issue: `floor(budget / N)` each, and one more in the first `budget mod N`. */
export function issuedWithin({ epochsPerPeriod }: Schedule, { budget }: Period, count: bigint): bigint {
  const more = budget % epochsPerPeriod;
  return count * (budget / epochsPerPeriod) + (count < more ? count : more);
}

/** `y` of an epoch, which counts from 1. */
export function periodOfEpoch({ epochsPerPeriod }: Schedule, epoch: bigint): bigint {
  return (epoch - 1n) / epochsPerPeriod;
}
