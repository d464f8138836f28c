/** Ranks and shares by the program's own code in the SDK, and what pages need besides (SPEC 5, SPEC 10). */
import type { PoolShares } from '@inference-staking/sdk';

export { rankOf, sharesForDeposit, tokensForShares } from '@inference-staking/sdk';

export const SECONDS_PER_DAY = 86_400n;
/** Bounds of a lock, days. */
export const MIN_LOCK_DAYS = 14n;
export const MAX_LOCK_DAYS = 365n;

/** `T / S` of `scale`, rounded down; a share of a pool without shares costs a token. */
export function priceOf({ totalShares, totalStakedAmount }: PoolShares, scale: bigint): bigint {
  return totalShares === 0n ? scale : (totalStakedAmount * scale) / totalShares;
}
