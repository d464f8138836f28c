/** How many shares a time-lock holds, and the rank that it gives (SPEC 10). */
import type { OperatorPool, StakingRecord } from '../generated/accounts';
import { isClosed } from './epochs';
import { larger, smaller } from './order';

const LOCKED = 1;
const UNLOCKING = 2;
/** Seconds of lock that double a rank. */
const RANK_DOUBLING_SECONDS = 10_512_000n;

/** Shares that `unstake` has to leave: all while locked, fewer and fewer while unlocking, none in a closed pool. */
export function lockedShares(pool: OperatorPool, record: StakingRecord, now: bigint): bigint {
  if (isClosed(pool)) return 0n;
  if (record.lockState === LOCKED) return record.shares;
  if (record.lockState !== UNLOCKING) return 0n;
  const { lockDuration, unlockShares, unlockStartedAt } = record;
  const elapsed = smaller(larger(now - unlockStartedAt, 0n), lockDuration);
  return smaller(unlockShares - (unlockShares * elapsed) / lockDuration, record.shares);
}

/** The rank of a record whose shares are worth so many tokens, rounded down; 0 without a lock, while unlocking, in a closed pool. */
export function rank(pool: OperatorPool, record: StakingRecord, tokens: bigint): bigint {
  if (isClosed(pool) || record.lockState !== LOCKED) return 0n;
  return (tokens * (RANK_DOUBLING_SECONDS + record.lockDuration)) / RANK_DOUBLING_SECONDS;
}
