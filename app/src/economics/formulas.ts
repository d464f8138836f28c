/** What issuance means for those who stake and those who do not, for plots: fractions, 0.08 for 8 % (SPEC 11). */

/** Seconds. */
export const DAY = 86_400;
/** Seconds of a year: 365 days. */
export const YEAR = 365 * DAY;

/** `I f / P`. */
export function stakingYield(inflation: number, staked: number, toStakers: number): number {
  return (inflation * toStakers) / staked;
}

/** `-I / (1 + I)`. */
export function unstakedDilution(inflation: number): number {
  return -inflation / (1 + inflation);
}

/** `(1 + yield) / (1 + I) - 1`. */
export function adjustedYield(inflation: number, yieldOfStake: number): number {
  return (yieldOfStake - inflation) / (1 + inflation);
}

/** `P' = (P + f I) / (1 + I)`. */
export function stakedAfter(inflation: number, staked: number, toStakers: number): number {
  return (staked + toStakers * inflation) / (1 + inflation);
}

/** `P / (f - P)`; `null` for `P >= f`, where it is undefined. */
export function dilutionRatio(staked: number, toStakers: number): number | null {
  return staked < toStakers ? staked / (toStakers - staked) : null;
}

/** `(1 + I)^(year / interval) - 1`. */
export function annualCompounded(growth: number, seconds: number): number {
  return Math.expm1((Math.log1p(growth) * YEAR) / seconds);
}
