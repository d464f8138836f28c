/** Who may deposit, and what can become shares now (SPEC 5, SPEC 6.9, SPEC 8). */
import type { Address } from '@solana/kit';

import type { OperatorPool, PoolOverview, StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { currentEpoch, hasPassed, hasRecentOpenSkip, isClosed } from './epochs';
import { larger } from './order';
import { type Deposit, isWorthAtLeast, sharesForDeposit } from './shares';

/** The rule by which a pool takes no stake now; `null` if it does. */
export function depositsRefusal(overview: PoolOverview, pool: OperatorPool): StakingErrorName | null {
  if (overview.stakingHalted) return 'StakingHalted';
  if (isClosed(pool)) return 'PoolClosed';
  if (pool.isHalted) return 'PoolHalted';
  return null;
}

/** The rule by which a pool takes no stake of this record now; `null` if it does. */
export function stakeRefusal(
  overview: PoolOverview,
  pool: OperatorPool,
  stakingRecord: Address,
): StakingErrorName | null {
  const refusal = depositsRefusal(overview, pool);
  if (refusal) return refusal;
  const mayDelegate = pool.delegationAllowed || stakingRecord === pool.operatorStakingRecord;
  return mayDelegate ? null : 'DelegationNotAllowed';
}

/** The rule by which nothing becomes shares of a pool now, before any record is looked at; `null` if the gate is open. */
export function gateRefusal(overview: PoolOverview, pool: OperatorPool): StakingErrorName | null {
  const refusal = depositsRefusal(overview, pool);
  if (refusal) return refusal;
  if (!hasPassed(pool, currentEpoch(overview) - 1n)) return 'PoolBehind';
  return hasRecentOpenSkip(pool, overview) ? 'SkippedLately' : null;
}

/** The part of a record's activating tokens that came before an epoch. */
export function ripe(record: StakingRecord, epoch: bigint): bigint {
  const unripe = record.latestDepositEpoch < epoch ? 0n : record.latestDeposit;
  return larger(record.activating - unripe, 0n);
}

/** Pool and record after an activation, and what was bought. */
export interface Activated {
  pool: OperatorPool;
  record: StakingRecord;
  deposit: Deposit;
}

/** What `activate_stake` would do; the rule that refuses it otherwise. `operatorRecord` is `null` for the operator's own record. */
export function activated(
  overview: PoolOverview,
  pool: OperatorPool,
  record: StakingRecord,
  operatorRecord: StakingRecord | null,
): Activated | StakingErrorName {
  const refusal = gateRefusal(overview, pool);
  if (refusal) return refusal;
  const tokens = ripe(record, currentEpoch(overview));
  if (tokens === 0n) return 'NothingRipe';
  const after = withShares(pool, record, tokens);
  if (!after) return 'DepositBuysNoShare';
  const operatorShares = (operatorRecord ?? after.record).shares;
  const isEnough = isWorthAtLeast(after.pool, operatorShares, overview.minOperatorTokenStake);
  return isEnough ? after : 'OperatorStakeBelowMinimum';
}

function withShares(pool: OperatorPool, record: StakingRecord, tokens: bigint): Activated | null {
  const deposit = sharesForDeposit(pool, tokens);
  if (!deposit) return null;
  const { cost, shares } = deposit;
  return {
    deposit,
    pool: {
      ...pool,
      totalStakedAmount: pool.totalStakedAmount + cost,
      totalShares: pool.totalShares + shares,
      totalActivating: pool.totalActivating - cost,
    },
    record: { ...record, shares: record.shares + shares, activating: record.activating - cost },
  };
}

/** Whether a deposit of so much would be shares at once: an operator's own into its new pool (SPEC 5). */
export function isSharesAtOnce(
  overview: PoolOverview,
  pool: OperatorPool,
  deposit: { stakingRecord: Address; activating: bigint; amount: bigint },
): boolean {
  const { activating, amount, stakingRecord } = deposit;
  const isNew = pool.totalShares === 0n && !hasPassed(pool, pool.joinedEpoch);
  const isOperators = stakingRecord === pool.operatorStakingRecord;
  const isEnough = amount > 0n && activating + amount >= overview.minOperatorTokenStake;
  return isNew && isOperators && isEnough && gateRefusal(overview, pool) === null;
}
