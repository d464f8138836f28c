/** What epochs issue (SPEC 11). Base units; rates are of 10^15. */
import type { PoolOverview } from '../generated/accounts';
import { getNewEmissionScheduleEncoder, type NewEmissionSchedule } from '../generated/types';
import { StakingRefusal } from '../refusal';
import { type Asked, ask, refusalOf, type Stored, u64 } from './accounts';

/** A schedule as instructions take it, or that of a pool overview. */
export type Schedule = { schedule: NewEmissionSchedule } | { overview: Stored<PoolOverview> };

/** A period of a schedule. */
export interface Period {
  /** `y`, from 0. */
  index: bigint;
  /** `rate_y`, of 10^15; 0 in a table. */
  rate: bigint;
  /** `supply_y`: what the rate applies to; `null` in a table. */
  supply: bigint | null;
  /** What all periods before it issue. */
  issuedBefore: bigint;
  /** `budget_y`: what it issues. */
  budget: bigint;
}

/** How far a schedule is followed at once: some milliseconds. */
const MAX_PERIODS = 100_000;
/** Room in the rules' memory for a schedule: 120 budgets, of which the program takes 8. */
const SCHEDULE_BYTES = 1_024;

/**
 * Periods of a schedule, one after the other: of an overview from the one on in which its newest epoch with a record is, of another
 * schedule from the first.
 *
 * @throws StakingRefusal `EmissionTableTooLong`, `EmissionPeriodEmpty`, `EmissionRateOutOfRange`, `EmissionTotalTooLarge` if the
 * program would not take the schedule.
 */
export function emissionPeriods(of: Schedule, count: number): Period[] {
  if (!(Number.isInteger(count) && count >= 0 && count <= MAX_PERIODS)) {
    throw new RangeError(`${count} is no number of periods from 0 to ${MAX_PERIODS}`);
  }
  return follow(of, (asked) =>
    Array.from({ length: count }, (_, index) => {
      if (index > 0) requireTaken(asked.rules.next_period());
      return periodOf(asked);
    }),
  );
}

/**
 * What an epoch issues, from 1.
 *
 * @throws RangeError If the epoch is of a period before the current one of an overview, whose schedule may have been lowered since: its
 * reward record says what it issued. If it is 100,000 periods away.
 * @throws StakingRefusal If the program would not take the schedule or the epoch.
 */
export function emissionOf(of: Schedule, epoch: bigint): bigint {
  return follow(of, (asked) => {
    const { result, rules } = asked;
    const first = periodOf(asked).index;
    requireTaken(rules.period_of(u64(epoch)));
    const away = result(0) - first;
    if (away < 0n) throw new RangeError(`epoch ${epoch} is of a period that is over: read its reward record`);
    if (away > BigInt(MAX_PERIODS)) throw new RangeError(`epoch ${epoch} is ${away} periods away`);
    for (let left = away; left > 0n; left -= 1n) requireTaken(rules.next_period());
    requireTaken(rules.emission(epoch));
    return result(0);
  });
}

/** Asks a schedule at its first period, or at the current one of an overview. */
function follow<T>(of: Schedule, question: (asked: Asked) => T): T {
  if (!('overview' in of || 'schedule' in of)) throw new TypeError('neither a schedule nor an overview is given');
  return ask('schedule' in of ? {} : of, (asked) => {
    const { rules } = asked;
    if ('schedule' in of) {
      const data = getNewEmissionScheduleEncoder().encode(of.schedule);
      if (data.length > SCHEDULE_BYTES) throw new StakingRefusal('EmissionTableTooLong');
      new Uint8Array(rules.memory.buffer).set(data as Uint8Array, rules.emission_schedule());
    }
    requireTaken('schedule' in of ? rules.new_schedule() : rules.current_period());
    return question(asked);
  });
}

/** The period that was given last. */
function periodOf({ result, wide }: Asked): Period {
  const hasSupply = result(6) !== 0n;
  return {
    index: result(0),
    rate: result(1),
    supply: hasSupply ? wide(4) : null,
    issuedBefore: result(2),
    budget: result(3),
  };
}

function requireTaken(code: number): void {
  const rule = refusalOf(code);
  if (rule) throw new StakingRefusal(rule);
}
