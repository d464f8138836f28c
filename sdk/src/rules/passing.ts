/** What a pool becomes when it passes an epoch: by what its leaf pays, or without (SPEC 5, SPEC 6). Base units. */
import type { OperatorPool, PoolOverview, RewardRecord, StakingRecord } from '../generated/accounts';
import type { StakingErrorName } from '../generated/errorTable';
import { canStillPay, hasPassed, isClosed, lastExpiredEpoch, untilClose } from './epochs';
import { claimableUsdc } from './payouts';

const BPS = 10_000n;
const USDC_PRECISION = 10n ** 18n;
const BITMAP = (1n << 128n) - 1n;

/** A pool and its operator's record, which an accrual writes if the pool stakes its commission. */
export interface Passed {
  pool: OperatorPool;
  operatorRecord: StakingRecord | null;
}

/** Whether a pool stakes its commission, so that an accrual writes the operator's record. */
export function autoStakes(pool: OperatorPool): boolean {
  return pool.autoStake !== 0 && pool.totalShares > 0n;
}

/** The rule by which nothing of a record is accrued or bypassed now; `null` if it is open. */
export function accrualRefusal(overview: PoolOverview, record: RewardRecord, now: bigint): StakingErrorName | null {
  if (overview.accrualHalted) return 'AccrualHalted';
  if (now < record.claimableFrom) return 'RecordNotClaimable';
  return record.epoch <= lastExpiredEpoch(overview, now) ? 'RecordExpired' : null;
}

/** The pool after it passed an epoch without a leaf, or the rule that refuses it. */
export function bypassed(
  overview: PoolOverview,
  pool: OperatorPool,
  record: RewardRecord,
  now: bigint,
): OperatorPool | StakingErrorName {
  const before = withoutExpired(pool, lastExpiredEpoch(overview, now));
  if (hasPassed(before, record.epoch)) return 'EpochAlreadyAccrued';
  const after = withEpochPassed(before, record.epoch);
  if (typeof after === 'string' || !canStillPay(record)) return after;
  return {
    ...after,
    ...lowestRates(after),
    skippedEpochs: after.skippedEpochs | 1n,
    lastSkipAt: overview.completedRewardEpoch,
  };
}

function lowestRates(pool: OperatorPool) {
  const rates = pool.skippedEpochs === 0n ? activeRates(pool) : skippedRates(pool);
  return { lowestSkippedRewardCommissionBps: rates.reward, lowestSkippedUsdcCommissionBps: rates.usdc };
}

/** Pool and operator's record after an accrual of a leaf, or the rule that refuses it. */
export function accrued(
  lastExpired: bigint,
  before: Passed,
  record: RewardRecord,
  leaf: { reward: bigint; usdc: bigint },
): Passed | StakingErrorName {
  const unexpired = withoutExpired(before.pool, lastExpired);
  const isCaughtUp = hasPassed(unexpired, record.epoch);
  const pool = withEpochPassed(unexpired, record.epoch);
  if (typeof pool === 'string') return pool;
  if (leaf.reward > record.remainingRewards || leaf.usdc > record.remainingUsdc) return 'LeafExceedsRecord';
  const rates = isCaughtUp ? skippedRates(pool) : activeRates(pool);
  const rewardCommission = (leaf.reward * BigInt(rates.reward)) / BPS;
  const usdcCommission = (leaf.usdc * BigInt(rates.usdc)) / BPS;
  if (pool.totalShares === 0n) {
    return { ...before, pool: owing(pool, rewardCommission, usdcCommission) };
  }
  const credited = crediting(pool, leaf.reward - rewardCommission, leaf.usdc - usdcCommission);
  const shares = (rewardCommission * credited.totalShares) / credited.totalStakedAmount;
  if (!autoStakes(pool) || shares === 0n) {
    return { ...before, pool: owing(credited, rewardCommission, usdcCommission) };
  }
  if (!before.operatorRecord) return 'OperatorRecordMissing';
  return stakingCommission({ ...before, pool: owing(credited, 0n, usdcCommission) }, before.operatorRecord, {
    tokens: rewardCommission,
    shares,
  });
}

function stakingCommission(
  { pool }: Passed,
  record: StakingRecord,
  { shares, tokens }: { shares: bigint; tokens: bigint },
): Passed {
  const settledUsdc = claimableUsdc(pool, record);
  return {
    pool: {
      ...pool,
      settledUsdc: pool.settledUsdc + settledUsdc - record.settledUsdc,
      totalStakedAmount: pool.totalStakedAmount + tokens,
      totalShares: pool.totalShares + shares,
      uncollectedRewards: pool.uncollectedRewards + tokens,
    },
    operatorRecord: {
      ...record,
      settledUsdc,
      usdcCheckpoint: pool.cumulativeUsdcPerShare,
      shares: record.shares + shares,
    },
  };
}

function crediting(pool: OperatorPool, reward: bigint, usdc: bigint): OperatorPool {
  const numerator = usdc * USDC_PRECISION + pool.usdcIndexRemainder;
  return {
    ...pool,
    cumulativeUsdcPerShare: pool.cumulativeUsdcPerShare + numerator / pool.totalShares,
    usdcIndexRemainder: numerator % pool.totalShares,
    delegatorUsdc: pool.delegatorUsdc + usdc,
    totalStakedAmount: pool.totalStakedAmount + reward,
    uncollectedRewards: pool.uncollectedRewards + reward,
  };
}

function owing(pool: OperatorPool, reward: bigint, usdc: bigint): OperatorPool {
  return {
    ...pool,
    rewardCommission: pool.rewardCommission + reward,
    usdcCommission: pool.usdcCommission + usdc,
  };
}

function activeRates(pool: OperatorPool) {
  return { reward: pool.rewardCommissionBps, usdc: pool.usdcCommissionBps };
}

function skippedRates(pool: OperatorPool) {
  return {
    reward: Math.min(pool.rewardCommissionBps, pool.lowestSkippedRewardCommissionBps),
    usdc: Math.min(pool.usdcCommissionBps, pool.lowestSkippedUsdcCommissionBps),
  };
}

function withEpochPassed(pool: OperatorPool, epoch: bigint): OperatorPool | StakingErrorName {
  if (isClosed(pool) && epoch > pool.closedAtEpoch) return 'EpochAfterClose';
  const last = pool.rewardLastClaimedEpoch;
  if (epoch <= last) {
    const bit = 1n << (last - epoch);
    if ((pool.skippedEpochs & bit) === 0n) return 'EpochAlreadyAccrued';
    return { ...pool, skippedEpochs: pool.skippedEpochs & ~bit };
  }
  if (epoch !== last + 1n) return 'EpochOutOfOrder';
  const passed = { ...pool, rewardLastClaimedEpoch: epoch, skippedEpochs: (pool.skippedEpochs << 1n) & BITMAP };
  return withScheduledRates(passed, epoch);
}

function withoutExpired(pool: OperatorPool, lastExpired: bigint): OperatorPool {
  const expired = untilClose(pool, lastExpired);
  const jumps = expired > pool.rewardLastClaimedEpoch;
  const after = jumps ? withScheduledRates({ ...pool, rewardLastClaimedEpoch: expired }, expired) : pool;
  const age = after.rewardLastClaimedEpoch - lastExpired;
  const younger = age >= 128n ? BITMAP : (1n << (age > 0n ? age : 0n)) - 1n;
  return { ...after, skippedEpochs: after.skippedEpochs & younger };
}

function withScheduledRates(pool: OperatorPool, epoch: bigint): OperatorPool {
  const { scheduledRewardCommissionFrom: reward, scheduledUsdcCommissionFrom: usdc } = pool;
  return {
    ...pool,
    ...(reward !== 0n &&
      epoch >= reward && {
        rewardCommissionBps: pool.scheduledRewardCommissionBps,
        scheduledRewardCommissionFrom: 0n,
      }),
    ...(usdc !== 0n &&
      epoch >= usdc && { usdcCommissionBps: pool.scheduledUsdcCommissionBps, scheduledUsdcCommissionFrom: 0n }),
  };
}
