/** The network at one look: the epoch, what is staked, whether the vaults hold what they owe, what is halted. */
import { currentEpoch, earliestMark, emissionOf, type PoolRow } from '@inference-staking/sdk';

import { epochState, NEVER } from '../chain/epochs';
import { areWithdrawalsHalted, useNetwork, useNow } from '../chain/network';
import { useBehind, useNewestRecord, usePools, useSupply } from '../chain/queries';
import { CommandLine } from '../components/CommandLine';
import { Badge, Fact, Facts, Headline, Moment, Tokens, Usdc } from '../components/Figures';
import { Failed, Loading, Stale } from '../components/States';
import { leftToIssue, scheduleOf } from '../economics/network';
import { groups, percentText, spanText } from '../format';
import { linkTo } from '../route';
import { Solvency } from './Solvency';

export function NetworkPage() {
  const list = usePools();
  const pools = list.data?.isWhole ? list.data.pools : undefined;
  return (
    <>
      <h1>Network</h1>
      <EpochClock />
      {pools && <Stale what="Stake and pools as they were" of={list} />}
      {pools ? (
        <Stake pools={pools} />
      ) : list.error ? (
        <Failed error={list.error} retry={list.refetch} />
      ) : (
        <Loading what="all pools" />
      )}
      <div className="columns">
        <Emission />
        <Halts pools={pools} />
      </div>
      <Solvency />
      <CommandLine commands={['status', 'admin show', 'epoch show']} title="See the same in the command line" />
    </>
  );
}

const STEPS = ['Running', 'Finalizing', 'In challenge', 'Claimable'] as const;

function EpochClock() {
  const { isStale, overview } = useNetwork();
  const now = useNow();
  const { completedRewardEpoch: completed } = overview;
  const state = epochState(overview, now);
  const newest = useNewestRecord(completed);
  const mark = earliestMark(overview);
  // What happens to the epoch that is over comes first; else the running one is what is to be said.
  const subject =
    state === 'finalizing' ? completed + 1n : state === 'in challenge' ? completed : currentEpoch(overview);
  const step = state === 'finalizing' ? 1 : state === 'in challenge' ? 2 : 0;
  return (
    <section className="card" aria-labelledby="epoch">
      <div className="card-head">
        <h2 id="epoch">Epoch {groups(currentEpoch(overview))}</h2>
        <Badge tone={isStale ? 'plain' : state === 'running' || state === 'can be marked' ? 'good' : 'warn'}>
          {state === 'can be marked'
            ? 'running, may end now'
            : state === 'running'
              ? 'running'
              : `epoch ${subject} ${state}`}
        </Badge>
      </div>
      <ol className="steps" aria-label={`What becomes of epoch ${subject}`}>
        {STEPS.map((name, index) => (
          <li
            key={name}
            className={index < step ? 'done' : index === step ? 'now' : ''}
            aria-current={index === step ? 'step' : undefined}
          >
            {name}
          </li>
        ))}
      </ol>
      <Stale what={`What epoch ${completed} pays as it was`} of={newest} />
      {newest.data === undefined && newest.error && <Failed error={newest.error} retry={newest.refetch} />}
      <Facts>
        {state === 'finalizing' && (
          <Fact name={`Epoch ${completed + 1n}`}>
            is over, and its result is being worked out. Nothing becomes shares of a pool until that is published; exits
            go on.
          </Fact>
        )}
        {state === 'in challenge' && (
          <Fact name={`Result of epoch ${completed}`} hint="It can still be revoked; from then on pools are paid.">
            claimable <Moment at={overview.newestClaimableFrom} />
          </Fact>
        )}
        {!overview.isEpochFinalizing && (
          <Fact
            name={`Epoch ${completed + 1n} may end`}
            hint={`An epoch takes at least ${spanText(overview.minEpochLength)}.`}
          >
            {overview.accrualHalted ? (
              'not while accrual is halted'
            ) : mark === null ? (
              'at any time'
            ) : (
              <Moment at={mark} />
            )}
          </Fact>
        )}
        {completed > 0n && state !== 'in challenge' && overview.newestClaimableFrom !== NEVER && (
          <Fact name={`Epoch ${completed} is claimable`} hint="Pools are paid what it earned them.">
            since <Moment at={overview.newestClaimableFrom} />
          </Fact>
        )}
        {completed > 0n && (
          <Fact name={`Epoch ${completed} was finalized`}>
            <Moment at={overview.lastFinalizedAt} />
          </Fact>
        )}
        {newest.data && (
          <Fact name={`Epoch ${completed} pays`} hint="What of it no pool has taken yet stands behind it.">
            <Tokens amount={newest.data.totalRewards} /> (<Tokens amount={newest.data.remainingRewards} /> open) and{' '}
            <Usdc amount={newest.data.totalUsdc} /> (<Usdc amount={newest.data.remainingUsdc} /> open)
          </Fact>
        )}
      </Facts>
    </section>
  );
}

function Stake({ pools }: { pools: readonly PoolRow[] }) {
  const { overview } = useNetwork();
  const supply = useSupply(overview.stakeMint);
  const sum = (of: (pool: PoolRow) => bigint) => pools.reduce((total, pool) => total + of(pool), 0n);
  const staked = sum((pool) => pool.totalStakedAmount);
  return (
    <>
      <Stale what="The supply as it was" of={supply} />
      {!supply.data && supply.error && <Failed error={supply.error} retry={supply.refetch} />}
      <dl className="headlines">
        <Headline name="Staked" detail={supply.data ? `${percentText(staked, supply.data)} of all tokens` : null}>
          <Tokens amount={staked} />
        </Headline>
        <Headline name="Activating" detail="not earning yet">
          <Tokens amount={sum((pool) => pool.totalActivating)} />
        </Headline>
        <Headline name="In cooldown" detail="leaving, not earning">
          <Tokens amount={sum((pool) => pool.totalUnstaking)} />
        </Headline>
        <Headline name="Pools" detail={`${groups(pools.filter((pool) => pool.closedAtEpoch === null).length)} open`}>
          <a href={linkTo.pools}>{groups(pools.length)}</a>
        </Headline>
      </dl>
    </>
  );
}

function Emission() {
  const { overview } = useNetwork();
  const schedule = scheduleOf(overview);
  const { completedRewardEpoch: completed } = overview;
  const left = leftToIssue(overview);
  const next = emissionOf({ overview }, completed + 1n);
  return (
    <section className="card" aria-labelledby="emission">
      <h2 id="emission">Emission</h2>
      <Facts>
        <Fact name={`Epoch ${completed + 1n} issues`}>
          <Tokens amount={next} />
        </Fact>
        <Fact
          name="Left in this period"
          hint={`Period ${left.period} of the schedule, ${groups(schedule.epochsPerPeriod)} epochs each.`}
        >
          <Tokens amount={left.inPeriod} />
        </Fact>
        <Fact name="Left in all">
          {left.inAll === null ? 'no end: the long-term rate goes on' : <Tokens amount={left.inAll} />}
        </Fact>
        <Fact name="Kind">{schedule.__kind === 'Table' ? 'a table of budgets' : 'disinflation'}</Fact>
      </Facts>
      <p>
        <a href={linkTo.economics}>What the schedule means for you</a>
      </p>
    </section>
  );
}

const NO_POOLS: readonly PoolRow[] = [];

function Halts({ pools }: { pools: readonly PoolRow[] | undefined }) {
  const { overview } = useNetwork();
  const now = useNow();
  const behind = useBehind(pools ?? NO_POOLS);
  const count = (of: (pool: PoolRow) => boolean) => (pools ? groups(pools.filter(of).length) : '…');
  return (
    <section className="card" aria-labelledby="halts">
      <h2 id="halts">Halts and pools behind</h2>
      <Facts>
        <Fact name="Staking">
          <OnOff isHalted={overview.stakingHalted !== 0} halted="halted: nothing can enter, exits go on" />
        </Fact>
        <Fact name="Withdrawals">
          <OnOff isHalted={areWithdrawalsHalted(overview, now)} halted="halted" />
          {areWithdrawalsHalted(overview, now) && (
            <>
              {' '}
              ends by itself <Moment at={overview.withdrawalHaltedUntil} />
            </>
          )}
        </Fact>
        <Fact name="Rewards">
          <OnOff isHalted={overview.accrualHalted !== 0} halted="halted: no pool is paid" />
        </Fact>
        <Fact name="Pools halted">
          <a href={`${linkTo.pools}?show=halted`}>{count((pool) => pool.haltedSince !== null)}</a>
        </Fact>
        <Fact name="Pools behind" hint="They have epochs to pass that are over.">
          <a href={`${linkTo.pools}?show=behind`}>{pools ? groups(behind.size) : '…'}</a>
        </Fact>
        <Fact name="Pools closed or closing">
          <a href={`${linkTo.pools}?show=closed`}>{count((pool) => pool.closedAtEpoch !== null)}</a>
        </Fact>
      </Facts>
    </section>
  );
}

function OnOff({ isHalted, halted }: { isHalted: boolean; halted: string }) {
  const { isStale } = useNetwork();
  // Nobody knows whether what was open still is.
  return <Badge tone={isHalted ? 'bad' : isStale ? 'plain' : 'good'}>{isHalted ? halted : 'open'}</Badge>;
}
