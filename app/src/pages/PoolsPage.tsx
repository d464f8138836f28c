/** All pools: searched, sorted and filtered in the browser; only the rows in sight are in the page. */
import { formatAmount, formatBps, type PoolOverview, type PoolRow } from '@inference-staking/sdk';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useId, useMemo, useRef, useState } from 'react';

import { useChain } from '../chain/connection';
import { useNetwork } from '../chain/network';
import type { PoolList } from '../chain/poolList';
import {
  epochsBehind,
  growth,
  type Order,
  SHOWN,
  type Shown,
  select,
  usdcPer,
  type Wanted,
  type YieldOf,
} from '../chain/pools';
import { useLastTree, usePools } from '../chain/queries';
import { type EpochRewards, readTreeFiles } from '../chain/trees';
import { CommandLine } from '../components/CommandLine';
import { Badge } from '../components/Figures';
import { Empty, Failed, Loading } from '../components/States';
import { priceOf } from '../economics/rank';
import { amountText, groups, shortAddress } from '../format';
import { linkTo, routeQuery } from '../route';

const COLUMNS: { order: Order | null; title: string; hint?: string }[] = [
  { order: 'name', title: 'Pool' },
  { order: 'stake', title: 'Staked' },
  { order: null, title: 'Price', hint: 'Tokens of a share' },
  { order: 'growth', title: 'Growth', hint: 'Of the price since the pool began, without USDC' },
  { order: 'usdc', title: 'USDC per token', hint: 'Ever paid, of a token that was there since the pool began' },
  { order: 'lastYield', title: 'Last epoch', hint: "Tokens for the holders, of today's stake" },
  { order: 'rewardCommission', title: 'Commission on tokens' },
  { order: 'usdcCommission', title: 'on USDC' },
];

const ORDERS: Record<Order, string> = {
  stake: 'Most staked',
  growth: 'Highest growth',
  usdc: 'Most USDC ever paid',
  lastYield: 'Best last epoch',
  rewardCommission: 'Lowest commission on tokens',
  usdcCommission: 'Lowest commission on USDC',
  name: 'Name',
};

export function PoolsPage() {
  const pools = usePools();
  return (
    <>
      <h1>Pools</h1>
      {pools.data ? (
        <Pools list={pools.data} />
      ) : pools.error ? (
        <Failed error={pools.error} retry={pools.refetch} />
      ) : (
        <Loading what="all pools" />
      )}
    </>
  );
}

function Pools({ list: { count, isWhole, pools } }: { list: PoolList }) {
  const { overview, now } = useNetwork();
  const [wanted, setWanted] = useState<Wanted>(() => ({
    text: '',
    shown: shownInAddress(),
    order: 'stake',
    isReversed: false,
  }));
  const change = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part });
  const [file, setFile] = useState<EpochRewards | null>(null);
  const service = useLastTree(overview.lastRewardedEpoch);
  const rewards = file ?? service.data ?? null;
  const yieldOf = useMemo<YieldOf>(() => (pool) => lastYield(pool, rewards), [rewards]);
  const chosen = useDeferredValue(wanted);
  // The time only moves expired records, which can wait for the next reading of the pools.
  // biome-ignore lint/correctness/useExhaustiveDependencies: sorted anew when pools were read, not every second
  const rows = useMemo(
    () => select(pools, chosen, overview, now, yieldOf),
    [pools, chosen, overview.completedRewardEpoch, yieldOf],
  );
  if (pools.length === 0) {
    return (
      <>
        <Empty title="There is no pool yet.">
          <p>An operator opens one in the command line.</p>
        </Empty>
        <CommandLine
          commands={['pool create --name "my pool" --reward-commission 10% --usdc-commission 20% --stake 2000']}
          title="Open a pool"
        />
      </>
    );
  }
  return (
    <>
      <Toolbar wanted={wanted} onChange={change} />
      <LastEpoch rewards={rewards} error={service.error} onFile={setFile} />
      <p className="muted" role="status">
        {!isWhole
          ? `${groups(count)} pools; reading all of them, these have the most stake`
          : rows.length === count
            ? `${groups(count)} ${count === 1 ? 'pool' : 'pools'}`
            : `${groups(rows.length)} of ${groups(count)} pools`}
        {isWhole && `, ${groups(pools.filter((pool) => epochsBehind(pool, overview, now) > 0n).length)} behind`}
      </p>
      {rows.length === 0 && !isWhole ? (
        <Loading what="the rest of the pools" />
      ) : rows.length === 0 ? (
        <Empty title="No pool is like that.">
          <p>
            <button type="button" className="button" onClick={() => change({ text: '', shown: 'all' })}>
              Show all pools
            </button>
          </p>
        </Empty>
      ) : (
        <PoolTable rows={rows} wanted={wanted} onChange={change} yieldOf={yieldOf} />
      )}
      <CommandLine commands={['pool list --open --sort stake']} title="See the same in the command line" />
    </>
  );
}

function shownInAddress(): Shown {
  const named = routeQuery().get('show') ?? 'all';
  return Object.hasOwn(SHOWN, named) ? (named as Shown) : 'all';
}

function Toolbar({ wanted, onChange }: { wanted: Wanted; onChange(part: Partial<Wanted>): void }) {
  const id = useId();
  return (
    <search className="toolbar">
      <div className="field grow">
        <label htmlFor={`${id}-text`}>Search by name or address</label>
        <input
          id={`${id}-text`}
          type="search"
          autoComplete="off"
          value={wanted.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-shown`}>Show</label>
        <select
          id={`${id}-shown`}
          value={wanted.shown}
          onChange={(event) => onChange({ shown: event.target.value as Shown })}
        >
          {Object.entries(SHOWN).map(([shown, title]) => (
            <option key={shown} value={shown}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-order`}>First</label>
        <select
          id={`${id}-order`}
          value={wanted.order}
          onChange={(event) => onChange({ order: event.target.value as Order, isReversed: false })}
        >
          {Object.entries(ORDERS).map(([order, title]) => (
            <option key={order} value={order}>
              {title}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}

/** Where the last epoch's yield comes from: the chain has only its root. */
function LastEpoch({
  rewards,
  error,
  onFile,
}: {
  rewards: EpochRewards | null;
  error: unknown;
  onFile(rewards: EpochRewards): void;
}) {
  const chain = useChain();
  const [fault, setFault] = useState<unknown>(null);
  const open = async (files: FileList | null) => {
    if (!files || files.length === 0) return;
    setFault(null);
    try {
      onFile(await readTreeFiles(chain, await Promise.all(Array.from(files, (file) => file.text()))));
    } catch (reason) {
      setFault(reason);
    }
  };
  return (
    <div className="last-epoch">
      {rewards ? (
        <span className="muted">What epoch {groups(rewards.epoch)} paid is checked against its root on chain.</span>
      ) : (
        <span className="muted">
          The last epoch's yield needs a proof service in the settings, or the tree file of the epoch:
        </span>
      )}{' '}
      <label className="button file">
        Open a tree file
        <input
          type="file"
          accept=".json,application/json"
          multiple
          onChange={(event) => void open(event.target.files)}
        />
      </label>
      {fault !== null && <Failed error={fault} />}
      {error !== null && !rewards && <Failed error={error} />}
    </div>
  );
}

const MILLION = 1_000_000n;

/** Tokens for the holders of a million tokens that are staked today, out of the last leaf; `null` without one. */
function lastYield(pool: PoolRow, rewards: EpochRewards | null): bigint | null {
  const leaf = rewards?.leaves.get(pool.address);
  if (!leaf || pool.totalStakedAmount === 0n) return null;
  const commission = (leaf.reward * BigInt(pool.rewardCommissionBps)) / 10_000n;
  return ((leaf.reward - commission) * MILLION) / pool.totalStakedAmount;
}

interface TableProperties {
  rows: readonly PoolRow[];
  wanted: Wanted;
  yieldOf: YieldOf;
  onChange(part: Partial<Wanted>): void;
}

const ROW_HEIGHT = 64;
/** Of a phone, where a row is a card. */
const CARD_HEIGHT = 178;

function PoolTable({ rows, wanted, yieldOf, onChange }: TableProperties) {
  const { overview, now } = useNetwork();
  const body = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (isPhone ? CARD_HEIGHT : ROW_HEIGHT),
    overscan: 6,
    scrollMargin: body.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.address ?? index,
  });
  const isMeasured = useRef(isPhone);
  if (isMeasured.current !== isPhone) {
    isMeasured.current = isPhone;
    virtual.measure();
  }
  return (
    <div className="pool-table" role="table" aria-label="Pools" aria-rowcount={rows.length + 1}>
      <div role="rowgroup" className="pool-head">
        <div role="row" aria-rowindex={1} className="pool-row">
          {COLUMNS.map(({ order, title, hint }) => {
            const isSorted = order !== null && order === wanted.order;
            const direction =
              isSorted === !wanted.isReversed && (order === 'name' || order?.endsWith('Commission'))
                ? 'ascending'
                : 'descending';
            return (
              <div
                key={title}
                role="columnheader"
                aria-sort={isSorted ? (wanted.isReversed ? opposite(direction) : direction) : undefined}
                title={hint}
              >
                {order === null ? (
                  title
                ) : (
                  <button
                    type="button"
                    className="sort"
                    onClick={() =>
                      onChange(isSorted ? { isReversed: !wanted.isReversed } : { order, isReversed: false })
                    }
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
        {virtual.getVirtualItems().map((item) => {
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
              <Cells pool={pool} overview={overview} now={now} yieldOf={yieldOf} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function opposite(direction: 'ascending' | 'descending'): 'ascending' | 'descending' {
  return direction === 'ascending' ? 'descending' : 'ascending';
}

function useIsPhone(): boolean {
  const query = useMemo(() => window.matchMedia('(max-width: 760px)'), []);
  const [matches, setMatches] = useState(query.matches);
  useMemo(() => query.addEventListener('change', () => setMatches(query.matches)), [query]);
  return matches;
}

function Cells({
  pool,
  overview,
  now,
  yieldOf,
}: {
  pool: PoolRow;
  overview: PoolOverview;
  now: bigint;
  yieldOf: YieldOf;
}) {
  const { stakeDecimals, usdcDecimals } = overview;
  const last = yieldOf(pool);
  return (
    <>
      <div role="cell" className="pool-name">
        <a href={linkTo.pool(pool.address)}>{pool.name || 'without a name'}</a>
        <span className="muted" title={pool.address}>
          {shortAddress(pool.address)} <PoolBadges pool={pool} overview={overview} now={now} />
        </span>
      </div>
      <div role="cell" data-name="Staked">
        {amountText(pool.totalStakedAmount, stakeDecimals)}
        {pool.totalActivating > 0n && (
          <span className="muted">+{amountText(pool.totalActivating, stakeDecimals)} activating</span>
        )}
      </div>
      <div role="cell" data-name="Price">
        {formatAmount(priceOf(pool, 10n ** 9n), 9)}
      </div>
      <div role="cell" data-name="Growth">
        {formatAmount(growth(pool), 4)} %
      </div>
      <div role="cell" data-name="USDC per token">
        {amountText(usdcPer(10n ** BigInt(stakeDecimals), pool), usdcDecimals)}
      </div>
      <div role="cell" data-name="Last epoch">
        {last === null ? '–' : `${formatAmount(last, 4)} %`}
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

export function PoolBadges({ pool, overview, now }: { pool: PoolRow; overview: PoolOverview; now: bigint }) {
  const behind = epochsBehind(pool, overview, now);
  return (
    <>
      {pool.closedAtEpoch !== null && (
        <Badge tone="bad">{pool.closedAtEpoch >= overview.completedRewardEpoch ? 'closing' : 'closed'}</Badge>
      )}
      {pool.haltedSince !== null && <Badge tone="bad">halted</Badge>}
      {behind > 0n && <Badge tone="warn">{`${behind} behind`}</Badge>}
      {!pool.delegationAllowed && pool.closedAtEpoch === null && <Badge>no delegation</Badge>}
    </>
  );
}

/** A rate, and the one that is announced. */
export function Commission({ now, later, from }: { now: number; later: number; from: bigint | null }) {
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
