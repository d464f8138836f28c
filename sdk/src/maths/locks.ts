/** Time-locks, and the rank that they give (SPEC 10). Times in seconds. */
import { requireWord } from '../fields';
import type { OperatorPool, StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { StakingRefusal } from '../refusal';
import { outcome, type Stored, time, u64 } from './accounts';
import type { RecordAfter } from './deposits';
import type { Rules } from './module';

/** What an owner does with a lock. */
export type LockChange =
  /** Locks all shares; their release takes `duration` once it begins. */
  | { kind: 'Lock'; duration: bigint }
  /** Makes the lock longer by `seconds`. */
  | { kind: 'Extend'; seconds: bigint }
  /** Begins the release. */
  | { kind: 'BeginUnlock' }
  /** Stops the release: everything is locked again. */
  | { kind: 'CancelUnlock' };

/**
 * What a change of a lock would do, or the rule that refuses it.
 *
 * @throws RangeError If its time is negative or has more than 64 bits.
 * @throws TypeError If there is no such change.
 */
export function afterLockChange(
  state: { pool: Stored<OperatorPool>; record: Stored<StakingRecord> },
  change: LockChange,
  now: bigint,
): RecordAfter | StakingErrorName {
  requireWord('the kind of a change', change.kind, ['Lock', 'Extend', 'BeginUnlock', 'CancelUnlock']);
  return outcome(
    state,
    (rules) => changed(rules, change, time(now)),
    ({ pool, record }) => ({ pool: pool(), record: record() }),
  );
}

function changed(rules: Rules, change: LockChange, now: bigint): number {
  switch (change.kind) {
    case 'Lock':
      return rules.lock_stake(u64(change.duration), now);
    case 'Extend':
      return rules.extend_lock(u64(change.seconds));
    case 'BeginUnlock':
      return rules.begin_unlock(now);
    case 'CancelUnlock':
      return rules.cancel_unlock();
  }
}

/**
 * The rank that shares worth so many tokens have under a lock of `duration`, whether such a lock is possible or not.
 *
 * @throws StakingRefusal `MathOverflow` if the rank exceeds 128 bits.
 */
export function rankOf(tokens: bigint, duration: bigint): bigint {
  const rank = outcome(
    {},
    (rules) => rules.rank(u64(tokens), u64(duration)),
    ({ wide }) => wide(0),
  );
  if (typeof rank === 'string') throw new StakingRefusal(rank);
  return rank;
}
