/** Ranks and shares by the program's own code in the SDK, and what pages need besides (SPEC 5, SPEC 10). */
import {
  afterLockChange,
  type PoolShares,
  type Position,
  type StakingRecord,
  tokensForShares,
} from '@inference-staking/sdk';

export { rankOf, sharesForDeposit, tokensForShares } from '@inference-staking/sdk';

/** Fractions are told in parts of it. */
const MILLION = 1_000_000n;

/** Tokens of shares; `null` if the pool has fewer, because it and the record were read at different moments. */
export function worthOf(pool: PoolShares, shares: bigint): bigint | null {
  return shares > pool.totalShares ? null : tokensForShares(pool, shares);
}

/**
 * The part of a pool's stake that is not the operator's, millionths, rounded down; `null` of a pool without stake, or if the operator's
 * shares cannot be of this reading of the pool.
 */
export function delegatorsShare(pool: PoolShares, operatorShares: bigint): bigint | null {
  const own = worthOf(pool, operatorShares);
  const all = pool.totalStakedAmount;
  return own === null || all === 0n ? null : ((all - own) * MILLION) / all;
}

export const SECONDS_PER_DAY = 86_400n;
/** Bounds of a lock, days. */
export const MIN_LOCK_DAYS = 14n;
export const MAX_LOCK_DAYS = 365n;

/** `T / S` of `scale`, rounded down; a share of a pool without shares costs a token. The SDK says it of shares that are there. */
export function priceOf({ totalShares, totalStakedAmount }: PoolShares, scale: bigint): bigint {
  return totalShares === 0n ? scale : (totalStakedAmount * scale) / totalShares;
}

/** By how much the price of a share is above one token, with which it begins: millionths, rounded down. */
export function growthOf(pool: PoolShares): bigint {
  return priceOf(pool, MILLION) - MILLION;
}

/** `K`. */
export const USDC_PRECISION = 10n ** 18n;

/** USDC base units that so many shares earned under an index, rounded down; a share is a base unit of the token when a pool begins. */
export function usdcPer(shares: bigint, index: bigint): bigint {
  return (index * shares) / USDC_PRECISION;
}

/** From when all shares of a lock that is being released are free, Unix seconds. */
export function releasedFrom({
  lockDuration,
  unlockStartedAt,
}: Pick<StakingRecord, 'lockDuration' | 'unlockStartedAt'>): bigint {
  return unlockStartedAt + lockDuration;
}

/** Whether to unlock releases everything at once, by the program's own rule: a commission is, or will be, above what it was at the lock. */
export function unlocksAtOnce({ pool, record }: Pick<Position, 'pool' | 'record'>, now: bigint): boolean {
  const after = afterLockChange({ pool, record }, { kind: 'BeginUnlock' }, now);
  return typeof after !== 'string' && after.record.lockState === 0;
}
