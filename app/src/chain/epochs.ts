/** What an epoch is at and when it can be passed, by the chain's clock, Unix seconds (SPEC 6). */
import { currentEpoch, earliestMark, type PoolOverview } from '@inference-staking/sdk';

/** What an unset time is on chain: `i64::MIN`. */
export const NEVER = -(2n ** 63n);

/** What an epoch is at. */
export type EpochState = 'running' | 'can be marked' | 'finalizing' | 'in challenge';

export function epochState(overview: PoolOverview, now: bigint): EpochState {
  if (overview.isEpochFinalizing) return 'finalizing';
  if (now < overview.newestClaimableFrom) return 'in challenge';
  // Nobody can mark it until accrual is on again.
  if (overview.accrualHalted) return 'running';
  const mark = earliestMark(overview);
  return mark === null || mark <= now ? 'can be marked' : 'running';
}

/**
 * From when pools can pass an epoch at the earliest, which makes deposits of it ready to become shares: at once if it is claimable; else
 * if nobody waits with its mark, its record, and those of the epochs before it. `null` while accrual is halted, when nobody knows.
 */
export function earliestPassing(overview: PoolOverview, epoch: bigint, now: bigint): bigint | null {
  // Of an epoch that has not begun nothing is said.
  if (overview.accrualHalted || epoch > currentEpoch(overview)) return null;
  const completed = overview.completedRewardEpoch;
  if (epoch < completed) return now;
  if (epoch === completed) return later(now, overview.newestClaimableFrom);
  const marked = overview.isEpochFinalizing ? now : later(now, earliestMark(overview) ?? now);
  const claimable = marked + overview.challengePeriod;
  const next: PoolOverview = {
    ...overview,
    completedRewardEpoch: completed + 1n,
    isEpochFinalizing: 0,
    lastFinalizedAt: marked,
    newestClaimableFrom: claimable,
  };
  return earliestPassing(next, epoch, marked);
}

function later(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
