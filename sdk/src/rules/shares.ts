/** What shares of a pool are worth and what a deposit buys: the program's own arithmetic (SPEC 5). Base units throughout. */

/** A pool's two totals, from which the price of a share follows. */
export interface PoolShares {
  /** `T`: tokens of all shares. */
  readonly totalStakedAmount: bigint;
  /** `S`: all shares. */
  readonly totalShares: bigint;
}

/** What a deposit buys. */
export interface Deposit {
  shares: bigint;
  /** Tokens that the shares cost, rounded up; the rest of the deposit stays activating. */
  cost: bigint;
}

/** `ceil(a b / c)` of numbers that are not negative. */
export function mulDivCeil(a: bigint, b: bigint, c: bigint): bigint {
  return (a * b + c - 1n) / c;
}

/** Shares that at most `amount` tokens buy: `floor(a S / T)`, one a token in a pool without shares; `null` if that is no share. */
export function sharesForDeposit(pool: PoolShares, amount: bigint): Deposit | null {
  const { totalShares, totalStakedAmount } = pool;
  if (totalShares === 0n) return amount > 0n ? { shares: amount, cost: amount } : null;
  const shares = (amount * totalShares) / totalStakedAmount;
  return shares > 0n ? { shares, cost: mulDivCeil(shares, totalStakedAmount, totalShares) } : null;
}

/** Tokens that shares pay when they are burnt: `floor(s T / S)`; 0 in a pool without shares. */
export function tokensForShares(pool: PoolShares, shares: bigint): bigint {
  return pool.totalShares === 0n ? 0n : (shares * pool.totalStakedAmount) / pool.totalShares;
}

/** The fewest shares that pay at least `tokens`: `ceil(tokens S / T)`; `null` if all shares together pay less. */
export function sharesForTokens(pool: PoolShares, tokens: bigint): bigint | null {
  if (tokens === 0n) return 0n;
  if (tokens > pool.totalStakedAmount) return null;
  return mulDivCeil(tokens, pool.totalShares, pool.totalStakedAmount);
}

/** Whether shares are worth at least a minimum: `ceil(s T / S) >= m`, as the operator's are asked (SPEC 5). */
export function isWorthAtLeast(pool: PoolShares, shares: bigint, minimum: bigint): boolean {
  return minimum === 0n || shares * pool.totalStakedAmount > (minimum - 1n) * pool.totalShares;
}
