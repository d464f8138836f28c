/** Pools as a list shows them. */
import {
  getPoolOverviewEncoder,
  OPERATOR_POOL_OFFSETS,
  type OperatorPool,
  openEpochs,
  type PoolOverview,
  type PoolRow,
} from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

import { delegatorsShare, growthOf } from '../economics/rank';
import { groups } from '../format';
import { u64At } from './bytes';

const MILLION = 1_000_000n;

/** Epochs that each pool has to pass, of those that have any; by the program's own rule, which jumps over expired ones (SPEC 6.7). */
export function behindOf(pools: readonly PoolRow[], overview: PoolOverview, now: bigint): Map<PoolRow, number> {
  // Once for all pools: it is the largest account.
  const encoded = getPoolOverviewEncoder().encode(overview);
  const behind = new Map<PoolRow, number>();
  for (const pool of pools) {
    // What has passed the newest complete epoch, as most pools have, has nothing ahead.
    if (pool.rewardLastClaimedEpoch >= overview.completedRewardEpoch) continue;
    const { ahead } = openEpochs(encoded, pool.data, now);
    if (ahead.length > 0) behind.set(pool, ahead.length);
  }
  return behind;
}

/** The index of the USDC that a share has ever earned. */
export function usdcIndex({ data }: PoolRow): bigint {
  const at = OPERATOR_POOL_OFFSETS.cumulativeUsdcPerShare;
  return u64At(data, at) + (u64At(data, at + 8) << 64n);
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
export type Order =
  | 'stake'
  | 'delegators'
  | 'growth'
  | 'usdc'
  | 'rewardCommission'
  | 'usdcCommission'
  | 'name'
  | 'lastYield';

export const SHOWN: Record<Shown, string> = {
  all: 'All pools',
  delegable: 'Take delegations now',
  open: 'Open',
  halted: 'Halted',
  behind: 'Behind',
  closed: 'Closed or closing',
};

/**
 * What a pool is, in the command line's words. One that is closed takes nothing in from then on, and has part in the epoch in which it was
 * closed as its last: until that is over it is closing.
 */
export function stateOf(pool: { closedAtEpoch: bigint | null; isHalted: boolean }, current: bigint): string {
  const { closedAtEpoch: last, isHalted } = pool;
  const closed = last === null ? [] : last < current ? ['closed'] : [`closing, closed after epoch ${groups(last)}`];
  return [...closed, ...(isHalted ? ['halted'] : [])].join(', ') || 'open';
}

/** The same of a pool as it stands in its account. */
export function stateOfAccount(
  { closedAtEpoch, isHalted }: Pick<OperatorPool, 'closedAtEpoch' | 'isHalted'>,
  current: bigint,
): string {
  return stateOf({ closedAtEpoch: closedAtEpoch === 0n ? null : closedAtEpoch, isHalted: isHalted !== 0 }, current);
}

export interface Wanted {
  text: string;
  shown: Shown;
  order: Order;
  isReversed: boolean;
}

/** What a pool paid its holders in the last epoch, per million tokens; for sorting by it. */
export type YieldOf = (pool: PoolRow) => bigint | null;

/** What of a list is not in the accounts of its pools. */
export interface Beside {
  yieldOf: YieldOf;
  behind: ReadonlyMap<PoolRow, number>;
  /** Whether nothing can enter any pool. */
  isStakingHalted: boolean;
  /** By pool; missing as long as they are not read. */
  operatorShares: ReadonlyMap<Address, bigint>;
}

/** The delegators' part of a pool's stake, millionths; `null` if it is not known. */
export function delegatorsOf(pool: PoolRow, operatorShares: ReadonlyMap<Address, bigint>): bigint | null {
  const own = operatorShares.get(pool.address);
  return own === undefined ? null : delegatorsShare(pool, own);
}

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
export function select(pools: readonly PoolRow[], wanted: Wanted, beside: Beside): PoolRow[] {
  const text = wanted.text.trim().toLowerCase();
  const chosen = pools.filter(
    (pool) =>
      isShown(pool, wanted.shown, beside) &&
      (text === '' || pool.name.toLowerCase().includes(text) || pool.address.toLowerCase().startsWith(text)),
  );
  const keys = new Map(chosen.map((pool) => [pool, keyOf(pool, wanted.order, beside)]));
  const direction = wanted.isReversed ? -1 : 1;
  return chosen.sort(
    (a, b) => direction * compare(keys.get(a) ?? 0n, keys.get(b) ?? 0n) || compare(a.address, b.address),
  );
}

function isShown(pool: PoolRow, shown: Shown, { behind, isStakingHalted }: Beside): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'open':
      return pool.closedAtEpoch === null;
    case 'delegable':
      return !isStakingHalted && pool.closedAtEpoch === null && pool.haltedSince === null && pool.delegationAllowed;
    case 'halted':
      return pool.haltedSince !== null;
    case 'behind':
      return behind.has(pool);
    case 'closed':
      return pool.closedAtEpoch !== null;
  }
}

/** Sorted by it, the smallest first: amounts are negated, so that the most comes first. */
function keyOf(pool: PoolRow, order: Order, { operatorShares, yieldOf }: Beside): bigint | string {
  switch (order) {
    case 'stake':
      return -pool.totalStakedAmount;
    case 'delegators':
      return -(delegatorsOf(pool, operatorShares) ?? -1n);
    case 'growth':
      return -growthOf(pool);
    case 'usdc':
      return -usdcIndex(pool);
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
