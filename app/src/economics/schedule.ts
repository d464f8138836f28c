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

/**
 * What the first `count` epochs of a period issue: `floor(budget / N)` each, and one more in the first `budget mod N`. The SDK says it
 * of one epoch at a time, and plots ask for thousands.
 */
export function issuedWithin(epochsPerPeriod: bigint, budget: bigint, count: bigint): bigint {
  const more = budget % epochsPerPeriod;
  return count * (budget / epochsPerPeriod) + (count < more ? count : more);
}

/** `y` of an epoch, which counts from 1. */
export function periodOfEpoch({ epochsPerPeriod }: Schedule, epoch: bigint): bigint {
  return (epoch - 1n) / epochsPerPeriod;
}

/**
 * What a schedule issues in all epochs up to one, by its periods from one on; after the last of them nothing.
 *
 * @throws RangeError If the epoch is of a period before the first of them.
 */
export function issuedBy({ epochsPerPeriod }: Schedule, periods: readonly Period[], epoch: number): bigint {
  const perPeriod = Number(epochsPerPeriod);
  const start = Number(periods[0]?.index ?? 0n) * perPeriod;
  if (epoch < start) throw new RangeError(`epoch ${epoch} is of a period that is over`);
  const place = Math.min(Math.max(0, Math.ceil((epoch - start) / perPeriod) - 1), periods.length - 1);
  const period = periods[place];
  if (!period) return 0n;
  const count = Math.min(epoch - start - place * perPeriod, perPeriod);
  return period.issuedBefore + issuedWithin(epochsPerPeriod, period.budget, BigInt(count));
}
