/** A schedule and assumptions that several tests work with: 8 % that fall by 15 % a year to 1.5 %, over 15 years of days. */
import { RATE_ONE, type Schedule } from '../../src/economics/schedule';
import type { Assumptions } from '../../src/economics/simulation';

export const SUPPLY = 10n ** 18n;
export const EIGHT_PERCENT: Extract<Schedule, { __kind: 'Disinflation' }> = {
  __kind: 'Disinflation',
  baseSupply: SUPPLY,
  initialRate: (8n * RATE_ONE) / 100n,
  decay: (15n * RATE_ONE) / 100n,
  longTermRate: (15n * RATE_ONE) / 1_000n,
  epochsPerPeriod: 365n,
  compounding: true,
  cap: 2n ** 64n - 1n,
};
export const ASSUMED: Assumptions = {
  startingSupply: SUPPLY,
  epochSeconds: 86_400,
  staked: 0.6,
  toStakers: 1,
  burntPerYear: 0n,
  commission: 0,
  epochs: 15 * 365,
};
