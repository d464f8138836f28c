/** The vectors of SPEC 16. */
import { getOperatorPoolDecoder, getStakingRecordDecoder } from '@inference-staking/sdk';
import { expect, test } from 'vitest';

import {
  priceOf,
  rankOf,
  SECONDS_PER_DAY,
  sharesForDeposit,
  tokensForShares,
  unlocksAtOnce,
} from '../../src/economics/rank';

test.each([
  [14n, 1_393n],
  [180n, 3_099n],
  [365n, 5_000n],
])('1,250 tokens locked for %s days have rank %s', (days, expected) => {
  expect(rankOf(1_250n, days * SECONDS_PER_DAY)).toBe(expected);
});

test('100 tokens buy 66 shares of a pool with T 1,500 and S 1,000, and one stays', () => {
  const pool = { totalStakedAmount: 1_500n, totalShares: 1_000n };
  expect(sharesForDeposit(pool, 100n)).toEqual({ shares: 66n, cost: 99n });
  expect(sharesForDeposit(pool, 1n)).toBeNull();
  expect(tokensForShares({ totalStakedAmount: 1_599n, totalShares: 1_066n }, 66n)).toBe(99n);
});

test('a pool without shares begins at a price of one token', () => {
  const empty = { totalStakedAmount: 0n, totalShares: 0n };
  expect(sharesForDeposit(empty, 7n)).toEqual({ shares: 7n, cost: 7n });
  expect(tokensForShares(empty, 0n)).toBe(0n);
  expect(priceOf(empty, 1_000n)).toBe(1_000n);
});

test.each([
  ['locked, as it was agreed', { lockState: 1 }, {}, false],
  ['locked, and a commission is higher', { lockState: 1 }, { rewardCommissionBps: 1_001 }, true],
  ['unlocking, as it was agreed', { lockState: 2 }, {}, false],
  [
    'unlocking, and a commission is announced that is higher',
    { lockState: 2 },
    { scheduledUsdcCommissionBps: 1_001, scheduledUsdcCommissionFrom: 9n },
    true,
  ],
  ['not locked', { lockState: 0 }, { rewardCommissionBps: 1_001 }, false],
])('what to unlock releases at once: %s', (_, lock, commission, expected) => {
  const zeros = new Uint8Array(4_096);
  const rates = { rewardCommissionBps: 1_000, usdcCommissionBps: 1_000 };
  const pool = { ...getOperatorPoolDecoder().decode(zeros), ...rates, ...commission };
  const agreed = { shares: 5n, lockRewardCommissionBps: 1_000, lockUsdcCommissionBps: 1_000 };
  const record = { ...getStakingRecordDecoder().decode(zeros), ...agreed, lockDuration: 1_209_600n, ...lock };
  expect(unlocksAtOnce({ pool, record }, 0n)).toBe(expected);
});
