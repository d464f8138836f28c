/** All pools: searched, sorted and filtered in the browser; only the rows in sight are in the page. */
import type { PoolRow } from '@inference-staking/sdk';
import { useDeferredValue, useId, useMemo, useState } from 'react';

import { useChain } from '../chain/connection';
import { useNetwork } from '../chain/network';
import type { PoolList } from '../chain/poolList';
import { epochsBehind, type Order, SHOWN, type Shown, select, type Wanted, type YieldOf } from '../chain/pools';
import { useLastTree, usePools } from '../chain/queries';
import { type EpochRewards, readTreeFiles } from '../chain/trees';
import { CommandLine } from '../components/CommandLine';
import { Empty, Failed, Loading } from '../components/States';
import { groups } from '../format';
import { routeQuery } from '../route';
import { PoolTable } from './PoolTable';

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
