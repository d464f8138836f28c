/** The rank that a time-lock gives, and what shares are worth: the program's own integers (SPEC 5, SPEC 10). */

/** Seconds of lock that double a rank. */
const RANK_DOUBLING_SECONDS = 10_512_000n;

export const SECONDS_PER_DAY = 86_400n;
/** Bounds of a lock, days. */
export const MIN_LOCK_DAYS = 14n;
export const MAX_LOCK_DAYS = 365n;

/** `floor(tokens (10,512,000 + D) / 10,512,000)`, `tokens` in base units and `D` in seconds. */
export function rankOf(tokens: bigint, lockSeconds: bigint): bigint {
  return (tokens * (RANK_DOUBLING_SECONDS + lockSeconds)) / RANK_DOUBLING_SECONDS;
}

/** A pool's totals. */
export interface PoolTotals {
  /** `T`: tokens of all shares, base units. */
  readonly totalStakedAmount: bigint;
  /** `S`: all shares. */
  readonly totalShares: bigint;
}

/** `floor(s T / S)`: what shares pay; 0 in a pool without shares. */
export function tokensForShares({ totalShares, totalStakedAmount }: PoolTotals, shares: bigint): bigint {
  return totalShares === 0n ? 0n : (shares * totalStakedAmount) / totalShares;
}

/** Shares that at most so many tokens buy, and what they cost: `floor(a S / T)`, `ceil(n T / S)` (SPEC 5). */
export function sharesForTokens(
  { totalShares, totalStakedAmount }: PoolTotals,
  amount: bigint,
): { shares: bigint; cost: bigint } {
  if (totalShares === 0n) return { shares: amount, cost: amount };
  const shares = (amount * totalShares) / totalStakedAmount;
  return { shares, cost: (shares * totalStakedAmount + totalShares - 1n) / totalShares };
}

/** `T / S` of `scale`, rounded down; a share of a pool without shares costs a token. */
export function priceOf({ totalShares, totalStakedAmount }: PoolTotals, scale: bigint): bigint {
  return totalShares === 0n ? scale : (totalStakedAmount * scale) / totalShares;
}
