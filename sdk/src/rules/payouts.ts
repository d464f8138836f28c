/** What a record can be paid, and when (SPEC 4, SPEC 5, SPEC 9). Base units. */
import type { Address } from '@solana/kit';

import type { OperatorPool, PoolOverview, StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';

const USDC_PRECISION = 10n ** 18n;

/** Whether a pool's rewards have to be collected before so many tokens leave its vault: `uncollected_rewards <= T + U` has to hold. */
export function mustCollectBefore(pool: OperatorPool, amount: bigint): boolean {
  return pool.totalStakedAmount + pool.totalUnstaking < pool.uncollectedRewards + amount;
}

/** Tokens of all tickets that can be claimed. */
export function matured(record: StakingRecord, now: bigint): bigint {
  const due = record.tickets.filter((ticket) => ticket.claimableFrom <= now);
  return due.reduce((sum, ticket) => sum + ticket.amount, 0n);
}

/** Tokens of all tickets, matured or not. */
export function unstaking(record: StakingRecord): bigint {
  return record.tickets.reduce((sum, ticket) => sum + ticket.amount, 0n);
}

/** USDC that a record can claim: what is settled, and what its shares earned since, rounded down. */
export function claimableUsdc(pool: OperatorPool, record: StakingRecord): bigint {
  const growth = pool.cumulativeUsdcPerShare - record.usdcCheckpoint;
  return record.settledUsdc + (record.shares * growth) / USDC_PRECISION;
}

/** The rule by which a record is paid nothing now; `null` if it may be paid (SPEC 8). */
export function payoutRefusal(
  overview: PoolOverview,
  pool: OperatorPool,
  stakingRecord: Address,
  now: bigint,
): StakingErrorName | null {
  if (overview.hasWithdrawalHalt && now < overview.withdrawalHaltedUntil) return 'WithdrawalsHalted';
  return pool.isHalted && stakingRecord === pool.operatorStakingRecord ? 'OperatorHalted' : null;
}
