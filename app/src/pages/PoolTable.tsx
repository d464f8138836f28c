/** Pools in rows, of which only those in sight are in the page. */
import { currentEpoch, formatBps, type PoolOverview, type PoolRow } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useSyncExternalStore } from 'react';

import { useNetwork } from '../chain/network';
import { delegatorsOf, type Order, stateOf, usdcIndex, type Wanted, type YieldOf } from '../chain/pools';
import { useOperatorShares } from '../chain/queries';
import { Badge } from '../components/Figures';
import { Failed, Stale } from '../components/States';
import { growthOf, priceOf, usdcPer } from '../economics/rank';
import { amountText, groups, seen, shortAddress } from '../format';
import { linkTo } from '../route';

/** What the yield of an epoch is, wherever it is shown. */
export const YIELD_CAVEAT =
  "An estimate: tokens for the holders, of today's stake, less the commission that held in the epoch as far as the pool still says it";

const COLUMNS: { order: Order | null; title: string; hint?: string }[] = [
  { order: 'name', title: 'Pool' },
  { order: 'stake', title: 'Staked' },
  { order: null, title: 'Price', hint: 'Tokens of a share' },
  { order: 'delegators', title: 'Delegators', hint: "The part of the stake that is not the operator's" },
  { order: 'growth', title: 'Growth', hint: 'Of the price since the pool began, without USDC' },
  { order: 'usdc', title: 'USDC per token', hint: 'Ever paid, of a token that was there since the pool began' },
  { order: 'lastYield', title: 'Last epoch', hint: YIELD_CAVEAT },
  { order: 'rewardCommission', title: 'Commission on tokens' },
  { order: 'usdcCommission', title: 'on USDC' },
];

interface TableProperties {
  rows: readonly PoolRow[];
  /** How the rows are sorted. */
  wanted: Wanted;
  behind: ReadonlyMap<PoolRow, number>;
  /** What is known of all, as long as they are sorted by it: rows that come into sight are read anew. */
  allOperatorShares: ReadonlyMap<Address, bigint>;
  yieldOf: YieldOf;
  /** Which epoch that is of. */
  epochTitle: string;
  onChange(part: Partial<Wanted>): void;
}

const ROW_HEIGHT = 64;
/** Of a phone, where a row is a card. */
const CARD_HEIGHT = 240;
/** Most rows in the page, however high the window is. */
const MOST_ROWS = 60;

/** The rows in sight. Of more than the most, those that the window has come to: the first at its top, the last at its end. */
function rowsInSight(range: Range): number[] {
  const indexes = defaultRangeExtractor(range);
  const excess = indexes.length - MOST_ROWS;
  if (excess <= 0) return indexes;
  const way = document.documentElement.scrollHeight - window.innerHeight;
  const skipped = way <= 0 ? 0 : Math.round(excess * Math.min(1, Math.max(0, window.scrollY / way)));
  return indexes.slice(skipped, skipped + MOST_ROWS);
}

export function PoolTable({ rows, wanted, behind, allOperatorShares, yieldOf, epochTitle, onChange }: TableProperties) {
  const { overview } = useNetwork();
  const body = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (isPhone ? CARD_HEIGHT : ROW_HEIGHT),
    overscan: 6,
    rangeExtractor: rowsInSight,
    scrollMargin: body.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.address ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height on a phone
  useEffect(() => virtual.measure(), [isPhone]);
  const items = virtual.getVirtualItems();
  const { shares: operatorShares, failed } = useOperatorShares(rows, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  return (
    <>
      {failed && <Stale what="Operators' stake as it was" of={failed} />}
      {failed && !failed.data && <Failed error={failed.error} retry={failed.refetch} />}
      <div className="pool-table" role="table" aria-label="Pools" aria-rowcount={rows.length + 1}>
        <div role="rowgroup" className="pool-head">
          <div role="row" aria-rowindex={1} className="pool-row">
            {COLUMNS.map(({ order, title: name, hint }) => {
              const title = order === 'lastYield' ? epochTitle : name;
              const isSorted = order !== null && order === wanted.order;
              return (
                <div key={name} role="columnheader" aria-sort={isSorted ? directionOf(wanted) : undefined} title={hint}>
                  {order === null ? (
                    title
                  ) : (
                    <button
                      type="button"
                      className="sort"
                      onClick={() => onChange({ order, isReversed: isSorted && !wanted.isReversed })}
                    >
                      {title}
                      <span aria-hidden="true">{isSorted ? (wanted.isReversed ? ' ↑' : ' ↓') : ''}</span>
                    </button>
                  )}
                </div>
              );
            })}
          </div>
        </div>
        <div role="rowgroup" ref={body} className="pool-body" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const pool = rows[item.index];
            if (!pool) return null;
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                className="pool-row"
                style={{ height: item.size, transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
              >
                <Cells
                  pool={pool}
                  overview={overview}
                  behind={behind.get(pool) ?? 0}
                  last={yieldOf(pool)}
                  epochTitle={epochTitle}
                  delegated={delegatorsOf(pool, operatorShares.has(pool.address) ? operatorShares : allOperatorShares)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

/** The most comes first, but of names and commissions the least. */
function directionOf({ isReversed, order }: Wanted): 'ascending' | 'descending' {
  const isAscending = order === 'name' || order === 'rewardCommission' || order === 'usdcCommission';
  return isAscending === isReversed ? 'descending' : 'ascending';
}

const PHONE = window.matchMedia('(max-width: 760px)');

function useIsPhone(): boolean {
  const subscribe = (changed: () => void) => {
    PHONE.addEventListener('change', changed);
    return () => PHONE.removeEventListener('change', changed);
  };
  return useSyncExternalStore(subscribe, () => PHONE.matches);
}

function Cells({
  pool,
  overview,
  behind,
  last,
  epochTitle,
  delegated,
}: {
  pool: PoolRow;
  overview: PoolOverview;
  /** Epochs. */
  behind: number;
  /** Millionths, as the next; `null` if it is not known. */
  last: bigint | null;
  epochTitle: string;
  delegated: bigint | null;
}) {
  const { stakeDecimals, usdcDecimals } = overview;
  return (
    <>
      <div role="cell" className="pool-name">
        <a href={linkTo.pool(pool.address)}>{seen(pool.name) || 'without a name'}</a>
        <span className="muted" title={pool.address}>
          {shortAddress(pool.address)} <PoolBadges pool={pool} behind={behind} />
        </span>
      </div>
      <div role="cell" data-name="Staked">
        {amountText(pool.totalStakedAmount, stakeDecimals)}
        {pool.totalActivating > 0n && (
          <span className="muted">+{amountText(pool.totalActivating, stakeDecimals)} activating</span>
        )}
      </div>
      <div role="cell" data-name="Price">
        {amountText(priceOf(pool, 10n ** 9n), 9)}
      </div>
      <div role="cell" data-name="Delegators">
        {delegated === null ? '–' : `${amountText(delegated, 4)} %`}
      </div>
      <div role="cell" data-name="Growth">
        {amountText(growthOf(pool), 4)} %
      </div>
      <div role="cell" data-name="USDC per token">
        {amountText(usdcPer(10n ** BigInt(stakeDecimals), usdcIndex(pool)), usdcDecimals)}
      </div>
      <div role="cell" data-name={epochTitle}>
        {last === null ? '–' : `${amountText(last, 4)} %`}
      </div>
      <div role="cell" data-name="Cut of tokens">
        <Commission
          now={pool.rewardCommissionBps}
          later={pool.scheduledRewardCommissionBps}
          from={pool.scheduledRewardCommissionFrom}
        />
      </div>
      <div role="cell" data-name="Cut of USDC">
        <Commission
          now={pool.usdcCommissionBps}
          later={pool.scheduledUsdcCommissionBps}
          from={pool.scheduledUsdcCommissionFrom}
        />
      </div>
    </>
  );
}

function PoolBadges({ pool, behind }: { pool: PoolRow; behind: number }) {
  const { overview } = useNetwork();
  const { closedAtEpoch, haltedSince } = pool;
  const state = stateOf({ closedAtEpoch, isHalted: haltedSince !== null }, currentEpoch(overview));
  return (
    <>
      {state !== 'open' && <Badge tone="bad">{state}</Badge>}
      {behind > 0 && <Badge tone="warn">{`${behind} behind`}</Badge>}
      {!pool.delegationAllowed && pool.closedAtEpoch === null && <Badge>no delegation</Badge>}
    </>
  );
}

/** A rate, and the one that is announced. */
function Commission({ now, later, from }: { now: number; later: number; from: bigint | null }) {
  return (
    <>
      {formatBps(now)}
      {from !== null && (
        <span className="announced">
          {formatBps(later)} from epoch {groups(from)}
        </span>
      )}
    </>
  );
}
