/** Which epochs are over, and which of them a pool still has open (SPEC 2, SPEC 6). */
import type { OperatorPool, PoolOverview, RewardRecord } from '../generated/accounts';
import { larger, smaller } from './order';

/** Newer claimable records after which one has expired (SPEC 6.7). */
const RECORD_LIFETIME_EPOCHS = 128n;
/** Epochs for which a skip keeps the gate shut (SPEC 2). */
const RECENT_SKIP_EPOCHS = 8n;
const BITMAP_BITS = 128n;

/** The epoch that runs: `E + 1`, or `E + 2` while one is being finalized. */
export function currentEpoch(overview: PoolOverview): bigint {
  return overview.completedRewardEpoch + (overview.isEpochFinalizing ? 2n : 1n);
}

/** The last epoch whose record has expired; 0 if none has. */
export function lastExpiredEpoch(overview: PoolOverview, now: bigint): bigint {
  const waiting = now < overview.newestClaimableFrom ? 1n : 0n;
  return larger(overview.completedRewardEpoch - waiting - RECORD_LIFETIME_EPOCHS, 0n);
}

export function isClosed(pool: OperatorPool): boolean {
  return pool.closedAtEpoch !== 0n;
}

/** Whether the pool has passed an epoch, by an accrual or without one. */
export function hasPassed(pool: OperatorPool, epoch: bigint): boolean {
  return epoch <= pool.rewardLastClaimedEpoch;
}

/** An epoch, or the one at which the pool closed if that is before. */
export function untilClose(pool: OperatorPool, epoch: bigint): bigint {
  return isClosed(pool) ? smaller(epoch, pool.closedAtEpoch) : epoch;
}

/** The finalized epochs that the pool has to pass, in order. */
export function epochsAhead(pool: OperatorPool, overview: PoolOverview, now: bigint): bigint[] {
  const expired = untilClose(pool, lastExpiredEpoch(overview, now));
  const passed = larger(pool.rewardLastClaimedEpoch, expired);
  const last = untilClose(pool, overview.completedRewardEpoch);
  return Array.from({ length: last > passed ? Number(last - passed) : 0 }, (_, index) => passed + 1n + BigInt(index));
}

/** The epochs that the pool skipped and that can still pay it, in order. */
export function skippedOpenEpochs(pool: OperatorPool, overview: PoolOverview, now: bigint): bigint[] {
  const last = pool.rewardLastClaimedEpoch;
  const expired = lastExpiredEpoch(overview, now);
  const skipped: bigint[] = [];
  for (let age = BITMAP_BITS - 1n; age >= 0n; age -= 1n) {
    if ((pool.skippedEpochs >> age) & 1n && last - age > expired) skipped.push(last - age);
  }
  return skipped;
}

/** All epochs that can be accrued or have to be passed: the skipped ones first. */
export function openEpochs(pool: OperatorPool, overview: PoolOverview, now: bigint): bigint[] {
  return [...skippedOpenEpochs(pool, overview, now), ...epochsAhead(pool, overview, now)];
}

/** The epoch whose completion opens the gate of a pool that skipped epochs. */
export function skipsAreRecentUntil(pool: OperatorPool): bigint {
  return pool.lastSkipAt + RECENT_SKIP_EPOCHS;
}

/** Whether the pool skipped an epoch lately that can still pay it. */
export function hasRecentOpenSkip(pool: OperatorPool, overview: PoolOverview): boolean {
  return pool.skippedEpochs !== 0n && overview.completedRewardEpoch < skipsAreRecentUntil(pool);
}

/** Whether a leaf can still take something out of the record. */
export function canStillPay(record: RewardRecord): boolean {
  return record.remainingRewards > 0n || record.remainingUsdc > 0n;
}
