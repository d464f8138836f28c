/** Pools as a list shows them. */
import { OPERATOR_POOL_OFFSETS, type PoolOverview, type PoolRow } from '@inference-staking/sdk';

/** Newer claimable records after which one has expired (SPEC 6.7). */
const RECORD_LIFETIME_EPOCHS = 128n;
/** `K`. */
const USDC_PRECISION = 10n ** 18n;
const MILLION = 1_000_000n;

/** Finalized epochs that a pool has to pass; those that expired it passes by itself. */
export function epochsBehind(pool: PoolRow, overview: PoolOverview, now: bigint): bigint {
  const waiting = now < overview.newestClaimableFrom ? 1n : 0n;
  const expired = overview.completedRewardEpoch - waiting - RECORD_LIFETIME_EPOCHS;
  const until = (epoch: bigint) =>
    pool.closedAtEpoch !== null && pool.closedAtEpoch < epoch ? pool.closedAtEpoch : epoch;
  const passed = until(expired) > pool.rewardLastClaimedEpoch ? until(expired) : pool.rewardLastClaimedEpoch;
  const behind = until(overview.completedRewardEpoch) - passed;
  return behind > 0n ? behind : 0n;
}

/** By how much the price of a share is above one token, with which it begins: millionths, rounded down. */
export function growth({ totalShares, totalStakedAmount }: PoolRow): bigint {
  return totalShares === 0n ? 0n : (totalStakedAmount * MILLION) / totalShares - MILLION;
}

/** USDC base units that so many shares ever earned, rounded down; a share is a base unit of the token when a pool begins. */
export function usdcPer(shares: bigint, { data }: PoolRow): bigint {
  const view = new DataView(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const at = OPERATOR_POOL_OFFSETS.cumulativeUsdcPerShare;
  const index = view.getBigUint64(at, true) + (view.getBigUint64(at + 8, true) << 64n);
  return (index * shares) / USDC_PRECISION;
}

/** The higher of what holds and what is announced, bps. */
export function highestCommission(pool: PoolRow, of: 'reward' | 'usdc'): number {
  const [now, from, later] =
    of === 'reward'
      ? [pool.rewardCommissionBps, pool.scheduledRewardCommissionFrom, pool.scheduledRewardCommissionBps]
      : [pool.usdcCommissionBps, pool.scheduledUsdcCommissionFrom, pool.scheduledUsdcCommissionBps];
  return from === null ? now : Math.max(now, later);
}

export type Shown = 'all' | 'open' | 'delegable' | 'halted' | 'behind' | 'closed';
export type Order = 'stake' | 'growth' | 'usdc' | 'rewardCommission' | 'usdcCommission' | 'name' | 'lastYield';

export const SHOWN: Record<Shown, string> = {
  all: 'All pools',
  delegable: 'Take delegations now',
  open: 'Open',
  halted: 'Halted',
  behind: 'Behind',
  closed: 'Closed or closing',
};

export interface Wanted {
  text: string;
  shown: Shown;
  order: Order;
  isReversed: boolean;
}

/** What a pool paid its holders in the last epoch, per million tokens; for sorting by it. */
export type YieldOf = (pool: PoolRow) => bigint | null;

/**
 * Tokens for the holders of a million tokens that are staked today, out of what an epoch paid the pool: an estimate, because the stake
 * of then is not known, nor a commission that has been replaced since. `null` of a pool without stake.
 */
export function yieldOfEpoch(pool: YieldingPool, epoch: bigint, reward: bigint): bigint | null {
  if (pool.totalStakedAmount === 0n) return null;
  const from = pool.scheduledRewardCommissionFrom;
  const bps = from !== null && from <= epoch ? pool.scheduledRewardCommissionBps : pool.rewardCommissionBps;
  const commission = (reward * BigInt(bps)) / 10_000n;
  return ((reward - commission) * MILLION) / pool.totalStakedAmount;
}

type YieldingPool = Pick<
  PoolRow,
  'totalStakedAmount' | 'rewardCommissionBps' | 'scheduledRewardCommissionBps' | 'scheduledRewardCommissionFrom'
>;

/** Pools that are wanted, in their order. */
export function select(
  pools: readonly PoolRow[],
  wanted: Wanted,
  overview: PoolOverview,
  now: bigint,
  yieldOf: YieldOf,
): PoolRow[] {
  const text = wanted.text.trim().toLowerCase();
  const chosen = pools.filter(
    (pool) =>
      isShown(pool, wanted.shown, overview, now) &&
      (text === '' || pool.name.toLowerCase().includes(text) || pool.address.toLowerCase().startsWith(text)),
  );
  const keys = new Map(chosen.map((pool) => [pool, keyOf(pool, wanted.order, yieldOf)]));
  const direction = wanted.isReversed ? -1 : 1;
  return chosen.sort(
    (a, b) => direction * compare(keys.get(a) ?? 0n, keys.get(b) ?? 0n) || compare(a.address, b.address),
  );
}

function isShown(pool: PoolRow, shown: Shown, overview: PoolOverview, now: bigint): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'open':
      return pool.closedAtEpoch === null;
    case 'delegable':
      return pool.closedAtEpoch === null && pool.haltedSince === null && pool.delegationAllowed;
    case 'halted':
      return pool.haltedSince !== null;
    case 'behind':
      return epochsBehind(pool, overview, now) > 0n;
    case 'closed':
      return pool.closedAtEpoch !== null;
  }
}

/** Sorted by it, the smallest first: amounts are negated, so that the most comes first. */
function keyOf(pool: PoolRow, order: Order, yieldOf: YieldOf): bigint | string {
  switch (order) {
    case 'stake':
      return -pool.totalStakedAmount;
    case 'growth':
      return -growth(pool);
    case 'usdc':
      return -usdcPer(USDC_PRECISION, pool);
    case 'rewardCommission':
      return BigInt(highestCommission(pool, 'reward'));
    case 'usdcCommission':
      return BigInt(highestCommission(pool, 'usdc'));
    case 'lastYield':
      return -(yieldOf(pool) ?? -1n);
    case 'name':
      return pool.name.toLowerCase();
  }
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
