/** Which epochs are over, and which of them a pool still has open (SPEC 2, SPEC 6). */
import type { OperatorPool, PoolOverview } from '../generated/accounts';
import { StakingRefusal } from '../refusal';
import { ask, outcome, type Stored, time } from './accounts';

/**
 * The epoch that runs.
 *
 * @throws StakingRefusal `MathOverflow` after the last epoch of all.
 */
export function currentEpoch(overview: Stored<PoolOverview>): bigint {
  const epoch = outcome(
    { overview },
    (rules) => rules.current_epoch(),
    ({ result }) => result(0),
  );
  if (typeof epoch === 'string') throw new StakingRefusal(epoch);
  return epoch;
}

/** What a time on chain is that never was: the smallest `i64`. */
const NEVER = -(2n ** 63n);

/**
 * From when the next epoch may be marked as over, Unix seconds; `null` if nothing has to be waited for. During an accrual halt it may not be
 * marked at all (SPEC 6.1).
 *
 * @throws StakingRefusal `MathOverflow`.
 */
export function earliestMark(overview: Stored<PoolOverview>): bigint | null {
  const from = outcome(
    { overview },
    (rules) => rules.earliest_mark(),
    ({ result }) => BigInt.asIntN(64, result(0)),
  );
  if (typeof from === 'string') throw new StakingRefusal(from);
  return from === NEVER ? null : from;
}

/** Epochs that a pool can still accrue or has to pass. */
export interface OpenEpochs {
  /** Those it skipped and that can still pay it, the oldest first. */
  skipped: bigint[];
  /** Those it has to pass, in order; over expired ones it jumps. */
  ahead: bigint[];
}

/** What a pool has open now. */
export function openEpochs(overview: Stored<PoolOverview>, pool: Stored<OperatorPool>, now: bigint): OpenEpochs {
  return ask({ overview, pool }, ({ result, rules }) => {
    rules.open_epochs(time(now));
    const [skipped, ahead] = [Number(result(0)), Number(result(1))];
    const all = Array.from({ length: skipped + ahead }, (_, index) => result(2 + index));
    return { skipped: all.slice(0, skipped), ahead: all.slice(skipped) };
  });
}

/** The epoch whose completion opens the gate of a pool that skipped epochs, whatever is open. */
export function skipsAreRecentUntil(pool: Stored<OperatorPool>): bigint {
  return ask({ pool }, ({ rules }) => BigInt.asUintN(64, rules.skips_are_recent_until()));
}
