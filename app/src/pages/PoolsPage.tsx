/** All pools: searched, sorted and filtered in the browser; only the rows in sight are in the page. */
import type { Address } from '@solana/kit';
import { useDeferredValue, useEffect, useId, useMemo, useState } from 'react';

import { useChain } from '../chain/connection';
import { useNetwork } from '../chain/network';
import type { PoolList } from '../chain/poolList';
import { type Order, SHOWN, type Shown, select, type Wanted, type YieldOf, yieldOfEpoch } from '../chain/pools';
import { useAllOperatorShares, useBehind, useLastTree, usePools, useRoots } from '../chain/queries';
import { type EpochRewards, mergedByEpoch, type Roots, readTreeFiles, stillCommitted } from '../chain/trees';
import { CommandLine } from '../components/CommandLine';
import { Empty, Failed, Loading, Stale } from '../components/States';
import { groups } from '../format';
import { keepScroll, keptScroll, linkTo, parseRoute, routeQuery } from '../route';
import { PoolTable, YIELD_CAVEAT } from './PoolTable';

const ORDERS: Record<Order, string> = {
  stake: 'Most staked',
  delegators: "Largest delegators' share",
  growth: 'Highest growth',
  usdc: 'Most USDC ever paid',
  lastYield: 'Best last epoch',
  rewardCommission: 'Lowest commission on tokens',
  usdcCommission: 'Lowest commission on USDC',
  name: 'Name',
};

const NO_ROOTS: Roots = {};

export function PoolsPage() {
  const pools = usePools();
  return (
    <>
      <h1>Pools</h1>
      <Stale what="Pools as they were" of={pools} />
      {pools.data ? (
        <Pools list={pools.data} isFailed={pools.error !== null} />
      ) : pools.error ? (
        <Failed error={pools.error} retry={pools.refetch} />
      ) : (
        <Loading what="all pools" />
      )}
    </>
  );
}

function Pools({ list: { count, isWhole, pools }, isFailed }: { list: PoolList; isFailed: boolean }) {
  const { overview } = useNetwork();
  const [wanted, setWanted] = useState<Wanted>(wantedInAddress);
  const change = (part: Partial<Wanted>) => {
    const changed = { ...wanted, ...part };
    setWanted(changed);
    keepInAddress(changed);
  };
  useEffect(() => {
    const follow = () => isPoolList() && setWanted(wantedInAddress());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  useKeptScroll();
  const [files, setFiles] = useState<readonly EpochRewards[]>([]);
  const [epoch, setEpoch] = useState<bigint | null>(null);
  const service = useLastTree(overview);
  // Files come after the service: each of them has a root of the chain, and may be one of several trees of its epoch.
  const given = useMemo(() => [...(service.data ? [service.data] : []), ...files], [service.data, files]);
  const onChain = useRoots([...new Set(given.map((each) => each.epoch))]);
  const roots = onChain.data ?? NO_ROOTS;
  const isUnread = given.some((each) => roots[String(each.epoch)] === undefined);
  const known = useMemo(() => mergedByEpoch(stillCommitted(given, roots)), [given, roots]);
  const rewards = known.find((each) => each.epoch === epoch) ?? known[0] ?? null;
  const addFile = (opened: EpochRewards) => {
    setFiles((before) => [...before, opened]);
    setEpoch(opened.epoch);
  };
  const yieldOf = useMemo<YieldOf>(
    () => (pool) => {
      const leaf = rewards?.leaves.get(pool.address);
      return rewards && leaf ? yieldOfEpoch(pool, rewards.epoch, leaf.reward) : null;
    },
    [rewards],
  );
  // Only the newest record that pays is the last epoch; a file may be of another.
  const isLast = rewards === null || rewards.epoch === overview.lastRewardedEpoch;
  const epochTitle = isLast ? 'Last epoch' : `Epoch ${groups(rewards.epoch)}`;
  const chosen = useDeferredValue(wanted);
  const behind = useBehind(pools);
  const byDelegators = chosen.order === 'delegators';
  const operators = useAllOperatorShares(pools, byDelegators);
  const operatorShares = operators.data;
  const isWaiting = byDelegators && operatorShares === undefined;
  const isStakingHalted = overview.stakingHalted !== 0;
  const rows = useMemo(() => {
    const order = isWaiting ? 'stake' : chosen.order;
    const beside = { behind, yieldOf, isStakingHalted, operatorShares: operatorShares ?? new Map() };
    return select(pools, { ...chosen, order }, beside);
  }, [pools, chosen, isWaiting, behind, yieldOf, isStakingHalted, operatorShares]);
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
      <LastEpoch
        rewards={rewards}
        epochs={known.map((each) => each.epoch)}
        isLast={isLast}
        isUnread={isUnread}
        error={service.error}
        onRetry={service.refetch}
        onFile={addFile}
        onEpoch={setEpoch}
      />
      <Stale what="Roots as they were" of={onChain} />
      {!onChain.data && onChain.error && <Failed error={onChain.error} retry={onChain.refetch} />}
      <p className="muted" role="status">
        {!isWhole
          ? `${groups(count)} pools; ${isFailed ? 'not all of them could be read' : 'reading all of them'}, these have the most stake`
          : rows.length === count
            ? `${groups(count)} ${count === 1 ? 'pool' : 'pools'}`
            : `${groups(rows.length)} of ${groups(count)} pools`}
        {isWhole && `, ${groups(behind.size)} behind`}
        {isWaiting && (operators.error ? ', sorted by stake instead' : ", reading the operators' stake to sort by it")}
      </p>
      {byDelegators && <Stale what="The order is by operators' stake as it was" of={operators} />}
      {isWaiting && operators.error && <Failed error={operators.error} retry={operators.refetch} />}
      {rows.length === 0 && !isWhole ? (
        !isFailed && <Loading what="the rest of the pools" />
      ) : rows.length === 0 ? (
        <Empty title="No pool is like that.">
          <p>
            <button type="button" className="button" onClick={() => change({ text: '', shown: 'all' })}>
              Show all pools
            </button>
          </p>
        </Empty>
      ) : (
        <PoolTable
          rows={rows}
          wanted={isWaiting ? { ...wanted, order: 'stake' } : wanted}
          onChange={change}
          behind={behind}
          allOperatorShares={(byDelegators && operatorShares) || NONE}
          yieldOf={yieldOf}
          epochTitle={epochTitle}
        />
      )}
      <CommandLine commands={['pool list --open --sort stake']} title="See the same in the command line" />
    </>
  );
}

const NONE: ReadonlyMap<Address, bigint> = new Map();

/** What the address asks for: `?show=halted&sort=growth&reversed=1&text=mine`. */
function wantedInAddress(): Wanted {
  const query = routeQuery();
  const shown = query.get('show') ?? '';
  const order = query.get('sort') ?? '';
  return {
    text: query.get('text') ?? '',
    shown: Object.hasOwn(SHOWN, shown) ? (shown as Shown) : 'all',
    order: Object.hasOwn(ORDERS, order) ? (order as Order) : 'stake',
    isReversed: query.has('reversed'),
  };
}

/** Writes it into the address, so that it is there again on the way back. */
function keepInAddress({ isReversed, order, shown, text }: Wanted): void {
  const query = new URLSearchParams();
  if (shown !== 'all') query.set('show', shown);
  if (order !== 'stake') query.set('sort', order);
  if (isReversed) query.set('reversed', '1');
  if (text !== '') query.set('text', text);
  const asked = query.toString();
  window.history.replaceState(window.history.state, '', linkTo.pools + (asked && `?${asked}`));
}

function isPoolList(): boolean {
  return parseRoute(window.location.hash).page === 'pools';
}

/** Keeps how far the list was scrolled in its entry of the browser's history, and goes there on the way back. */
function useKeptScroll(): void {
  useEffect(() => {
    window.scrollTo(0, keptScroll());
    let timer = 0;
    const keep = () => {
      clearTimeout(timer);
      // Browsers take only so many changes a minute.
      timer = window.setTimeout(() => isPoolList() && keepScroll(window.scrollY), 200);
    };
    window.addEventListener('scroll', keep, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', keep);
    };
  }, []);
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
      <button
        type="button"
        className="button"
        aria-pressed={wanted.isReversed}
        onClick={() => onChange({ isReversed: !wanted.isReversed })}
      >
        The other way round
      </button>
    </search>
  );
}

/** Where the last epoch's yield comes from: the chain has only its root. */
function LastEpoch({
  rewards,
  epochs,
  isLast,
  isUnread,
  error,
  onRetry,
  onFile,
  onEpoch,
}: {
  rewards: EpochRewards | null;
  /** Those of which something is known. */
  epochs: readonly bigint[];
  isLast: boolean;
  /** Whether something is not shown because its roots on chain are not read. */
  isUnread: boolean;
  error: unknown;
  /** Asks the proof service again. */
  onRetry(): unknown;
  onFile(rewards: EpochRewards): void;
  onEpoch(epoch: bigint): void;
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
        <span className="muted">
          What epoch {groups(rewards.epoch)} paid is checked against its root on chain
          {isLast ? '' : '. It is not the last epoch that paid'}. {YIELD_CAVEAT}.
        </span>
      ) : isUnread ? (
        <span className="muted">What an epoch paid is shown once its roots on chain are read.</span>
      ) : (
        <span className="muted">
          The last epoch's yield needs a proof service in the settings, or the tree file of the epoch:
        </span>
      )}{' '}
      {rewards && epochs.length > 1 && (
        <select
          className="button small"
          aria-label="Epoch that is shown"
          value={String(rewards.epoch)}
          onChange={(event) => onEpoch(BigInt(event.target.value))}
        >
          {epochs.map((epoch) => (
            <option key={String(epoch)} value={String(epoch)}>
              Epoch {groups(epoch)}
            </option>
          ))}
        </select>
      )}{' '}
      <label className="button file">
        Open a tree file
        <input
          type="file"
          accept=".json,application/json"
          multiple
          onChange={(event) => {
            void open(event.target.files);
            // The same file can be opened again.
            event.target.value = '';
          }}
        />
      </label>
      {fault !== null && <Failed error={fault} />}
      {error !== null && <Failed error={error} retry={onRetry} />}
    </div>
  );
}
