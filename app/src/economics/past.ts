/** What a network has issued, epoch by epoch: as its records say it, and where those are gone, as far as it follows from the chain (SPEC 11). */
import { emissionPeriods, type PoolOverview, type RewardRecord } from '@inference-staking/sdk';

import { scheduleOf } from './network';
import { firstPeriods, issuedWithin, type Period, periodOfEpoch, type Schedule } from './schedule';

/** How many of the epochs that have passed are known, and from what. */
export interface PastSources {
  fromRecords: number;
  /** Without a record: the schedule issued as much then, unless an epoch was published without rewards. */
  fromSchedule: number;
  /** Without a record, and of before the schedule was lowered: only what they issued together is known. */
  fromTotals: number;
}

/** A network's epochs that have passed, and the periods that follow. */
export interface Past {
  /** Base units that the first epochs issued together: of none, of one, and so on to all that have passed. */
  issued: readonly bigint[];
  sources: PastSources;
  /** Periods from the one on that the network is in. */
  periodsFrom(count: number): Period[];
  /** That period. */
  anchor: Period;
}

/** What a record says of its epoch. */
export type PassedEpoch = Pick<RewardRecord, 'epoch' | 'period' | 'totalRewards'>;

/** What a period is known by: the chain keeps no more of one. */
type KnownPeriod = Pick<Period, 'index' | 'rate' | 'issuedBefore' | 'budget'>;

/** The past of a network with the records that are still there. */
export function pastOf(overview: PoolOverview, records: readonly PassedEpoch[]): Past {
  const schedule = scheduleOf(overview);
  const anchor = periodIn(overview);
  const byEpoch = new Map(records.map((record) => [record.epoch, record]));
  const sources: PastSources = { fromRecords: 0, fromSchedule: 0, fromTotals: 0 };
  const emissions: bigint[] = [];
  // From the newest to the oldest: what a record says of the periods before its own holds for the epochs before it.
  let known: KnownPeriod = anchor;
  for (let epoch = overview.completedRewardEpoch; epoch > 0n; epoch -= 1n) {
    const record = byEpoch.get(epoch);
    if (record) {
      known = record.period;
      sources.fromRecords += 1;
      emissions.push(record.totalRewards);
    } else {
      const { emission, source } = withoutRecord(schedule, known, epoch);
      sources[source] += 1;
      emissions.push(emission);
    }
  }
  const issued = [0n];
  for (const emission of emissions.reverse()) issued.push((issued.at(-1) ?? 0n) + emission);
  return { issued, sources, anchor, periodsFrom: (count) => emissionPeriods({ overview }, count) };
}

function periodIn(overview: PoolOverview): Period {
  const [period] = emissionPeriods({ overview }, 1);
  if (!period) throw new Error('a schedule has a period at every time');
  return period;
}

/** What an epoch issued that has no record any more, by the next period that is known. */
function withoutRecord(
  schedule: Schedule,
  known: KnownPeriod,
  epoch: bigint,
): { emission: bigint; source: keyof PastSources } {
  const { epochsPerPeriod } = schedule;
  const index = periodOfEpoch(schedule, epoch);
  const within = (perPeriod: bigint, budget: bigint, start: bigint) =>
    issuedWithin(perPeriod, budget, epoch - start) - issuedWithin(perPeriod, budget, epoch - start - 1n);
  const start = index * epochsPerPeriod;
  if (index === known.index) return { emission: within(epochsPerPeriod, known.budget, start), source: 'fromSchedule' };
  if (index > known.index) throw new RangeError(`epoch ${epoch} is of a later period than the records after it`);
  const periods = firstPeriods(schedule, Number(known.index) + 1);
  const of = periods[Number(index)];
  if (of && isSame(periods.at(-1), known)) {
    return { emission: within(epochsPerPeriod, of.budget, start), source: 'fromSchedule' };
  }
  // All epochs before the known period as one that issued their total: of a single period that is its budget.
  const emission = within(known.index * epochsPerPeriod, known.issuedBefore, 0n);
  return { emission, source: known.index === 1n ? 'fromSchedule' : 'fromTotals' };
}

function isSame(one: KnownPeriod | undefined, other: KnownPeriod): boolean {
  const fields = ['index', 'rate', 'issuedBefore', 'budget'] as const;
  return fields.every((field) => one?.[field] === other[field]);
}
