/** What the economics page varies, and the commands that it shows. */
import { expect, test } from 'vitest';

import {
  assumptionsOf,
  commandOf,
  type Draft,
  EXAMPLE,
  HORIZONS,
  horizonText,
  ownCommandOf,
  scheduleText,
  stakedPercent,
  USUAL_DAYS,
} from '../../src/economics/draft';

const DRAFT: Draft = {
  schedule: EXAMPLE,
  startingSupply: 1_234_500_000n,
  epochHours: 24,
  staked: 0.06,
  toStakers: 90,
  burnt: 0,
  commission: 5,
  days: USUAL_DAYS,
};
const TABLE = { __kind: 'Table', epochsPerPeriod: 10n, budgets: [5n] } as const;

test('horizons begin with a month and are in words', () => {
  expect(HORIZONS.slice(0, 2).map(horizonText)).toEqual(['1 month (30 days)', '2 months (60 days)']);
  expect([330, 365, USUAL_DAYS].map(horizonText)).toEqual(['11 months (330 days)', '1 year', '15 years']);
  expect(HORIZONS).toContain(USUAL_DAYS);
  expect([...HORIZONS]).toEqual([...HORIZONS].sort((a, b) => a - b));
});

test('a horizon ends with the epoch that begins last in it', () => {
  expect(assumptionsOf({ ...DRAFT, days: 30 }).epochs).toBe(30);
  expect(assumptionsOf({ ...DRAFT, days: 30, epochHours: 168 }).epochs).toBe(5);
  expect(assumptionsOf(DRAFT).epochs).toBe(5_475);
});

test("a network's staked part is as fine as the slider", () => {
  expect(stakedPercent(3_512_345n, 10_000_000n)).toBe(35.12);
  expect(stakedPercent(3_512_500n, 10_000_000n)).toBe(35.13);
  expect(stakedPercent(1n, 10_000_000n)).toBe(0.01);
  expect(stakedPercent(5n, 5n)).toBe(100);
  expect([stakedPercent(0n, 5n), stakedPercent(6n, 5n), stakedPercent(null, 5n), stakedPercent(5n, null)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('budgets are counted up to the last that issues something', () => {
  const budgets = [5n, 0n, 7n, 0n, 0n];
  expect(scheduleText({ ...TABLE, budgets }, 6)).toBe('Table of 3 budgets, periods of 10 epochs');
});

test("the command for a network's own schedule says the assumptions, and of a table the starting supply", () => {
  const assumed = '--epoch-length 24h --staked 0.06% --to-stakers 90% --commission 5% --years 15 --out folder';
  expect(ownCommandOf({ ...DRAFT, schedule: { ...TABLE, budgets: [5n] } }, 6)).toBe(
    `simulate --starting-supply 1234.5 ${assumed}`,
  );
  expect(ownCommandOf(DRAFT, 6)).toBe(`simulate ${assumed}`);
  expect(ownCommandOf({ ...DRAFT, days: 90, epochHours: 48, burnt: 1 }, 6)).toBe(
    'simulate --epoch-length 48h --staked 0.06% --to-stakers 90% --commission 5% --epochs 45 --burnt-per-year 12.345 --out folder',
  );
});

test('the command for another schedule says it', () => {
  expect(commandOf({ ...DRAFT, days: 60 }, 9)).toBe(
    'simulate --emission disinflation --base-supply 1000000000 --initial-rate 8% --decay 15% --long-term-rate 1.5% --compounding true --cap ALL --epochs-per-period 365 --epoch-length 24h --staked 0.06% --to-stakers 90% --commission 5% --epochs 60 --decimals 9 --out folder',
  );
});
