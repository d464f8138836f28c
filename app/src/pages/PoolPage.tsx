/** A pool: everything on chain about it, what a stake of so much would do, and what happened lately. */
import { currentEpoch, formatBps, type PoolReading } from '@inference-staking/sdk';
import { type Address, isAddress } from '@solana/kit';

import { useAct } from '../actions/OpenAction';
import { stateOfAccount } from '../chain/pools';
import { useActivating, usePool } from '../chain/queries';
import { CommandLine } from '../components/CommandLine';
import { Deposits } from '../components/Deposits';
import { AddressText, Badge, Fact, Facts, Headline, Moment, Tokens, Usdc } from '../components/Figures';
import { Empty, Failed, Loading, Stale } from '../components/States';
import { delegatorsShare, growthOf, priceOf, usdcPer, worthOf } from '../economics/rank';
import { amountText, groups, seen, shortAddress } from '../format';
import { linkTo, poolCommand } from '../route';
import { useWallets } from '../wallet/WalletProvider';
import { PoolEvents } from './PoolEvents';
import { WhatIf } from './WhatIf';

const NOBODY = '11111111111111111111111111111111' as Address;

export function PoolPage({ address }: { address: string }) {
  const pool = usePool(address);
  if (pool.data)
    return (
      <>
        <Stale what="The pool as it was" of={pool} />
        <Pool reading={pool.data} isStale={pool.error !== null} />
      </>
    );
  return (
    <>
      <h1>Pool</h1>
      {!isAddress(address) ? (
        <Empty title={`“${address}” is no address.`} />
      ) : pool.error ? (
        <Failed error={pool.error} retry={pool.refetch} />
      ) : (
        <Loading what="the pool" />
      )}
      <CommandLine commands={[poolCommand(address)]} title="See the same in the command line" />
      <p>
        <a href={linkTo.pools}>All pools</a>
      </p>
    </>
  );
}

function Pool({ reading, isStale }: { reading: PoolReading; isStale: boolean }) {
  const { address, openEpochs, overview, pool } = reading;
  const deposits = useActivating(reading);
  const activating = deposits.data;
  const { choose, connected } = useWallets();
  const act = useAct(connected);
  const poolName = seen(pool.name) || shortAddress(address);
  const isOpen = pool.closedAtEpoch === 0n;
  const state = stateOfAccount(pool, currentEpoch(overview));
  const operatorShares = reading.operatorRecord?.shares ?? 0n;
  const operatorStake = worthOf(pool, operatorShares);
  const delegated = delegatorsShare(pool, operatorShares);
  const skipped = openEpochs.filter((epoch) => epoch <= pool.rewardLastClaimedEpoch);
  return (
    <>
      <p className="crumb">
        <a href={linkTo.pools}>Pools</a> /
      </p>
      <div className="page-head">
        <div>
          <h1>{seen(pool.name) || 'A pool without a name'}</h1>
          <p className="row">
            <AddressText address={address} />
            <Badge tone={state !== 'open' ? 'bad' : isStale ? 'plain' : 'good'}>{state}</Badge>
            {openEpochs.length > 0 && (
              <Badge tone="warn">{`${openEpochs.length} ${openEpochs.length === 1 ? 'epoch' : 'epochs'} open`}</Badge>
            )}
            {!pool.delegationAllowed && <Badge>no delegation</Badge>}
          </p>
        </div>
        <button
          type="button"
          className={act ? 'button primary' : 'button'}
          onClick={() => (act ? act({ kind: 'stake', operatorPool: address, poolName }) : choose(true))}
        >
          {act ? 'Stake' : 'Connect a wallet to stake'}
        </button>
      </div>
      <dl className="headlines">
        <Headline name="Staked" detail={`${amountText(pool.totalShares, overview.stakeDecimals)} shares`}>
          <Tokens amount={pool.totalStakedAmount} />
        </Headline>
        <Headline
          name="Price of a share"
          detail={`${amountText(growthOf(pool), 4)} % since the pool began, without USDC`}
        >
          {amountText(priceOf(pool, 10n ** 9n), 9)}
        </Headline>
        <Headline
          name="Commission on tokens"
          detail={announced(pool.scheduledRewardCommissionBps, pool.scheduledRewardCommissionFrom)}
        >
          {formatBps(pool.rewardCommissionBps)}
        </Headline>
        <Headline
          name="Commission on USDC"
          detail={announced(pool.scheduledUsdcCommissionBps, pool.scheduledUsdcCommissionFrom)}
        >
          {formatBps(pool.usdcCommissionBps)}
        </Headline>
      </dl>
      <div className="columns">
        <WhatIf reading={reading} />
        <section className="card" aria-labelledby="money">
          <h2 id="money">In the pool</h2>
          <Facts>
            <Fact name="Activating" hint="Deposits that are not shares yet.">
              <Tokens amount={pool.totalActivating} />
              {activating && pool.totalActivating > 0n && (
                <Deposits activating={activating} isStale={isStale || deposits.error !== null} />
              )}
              <Stale what="Deposits as they were" of={deposits} />
              {!activating && deposits.error && <Failed error={deposits.error} retry={deposits.refetch} />}
            </Fact>
            <Fact name="In cooldown">
              <Tokens amount={pool.totalUnstaking} />
            </Fact>
            <Fact name="Operator's own stake" hint="What can be slashed. Below the minimum nothing becomes shares.">
              {!reading.operatorRecord ? (
                'none: its record is closed'
              ) : operatorStake === null ? (
                '–'
              ) : (
                <Tokens amount={operatorStake} />
              )}{' '}
              <span className="muted">
                (minimum <Tokens amount={overview.minOperatorTokenStake} />)
              </span>
            </Fact>
            <Fact name="Delegators' share" hint="The part of the stake that is not the operator's.">
              {delegated === null ? '–' : `${amountText(delegated, 4)} %`}
            </Fact>
            <Fact name="USDC per token ever paid" hint="Of a token that was there since the pool began.">
              <Usdc amount={usdcPer(10n ** BigInt(overview.stakeDecimals), pool.cumulativeUsdcPerShare)} />
            </Fact>
            <Fact name="USDC of the delegators">
              <Usdc amount={pool.delegatorUsdc} />
            </Fact>
            <Fact name="Settled of it" hint="Already written into the delegators' records.">
              <Usdc amount={pool.settledUsdc} />
            </Fact>
            <Fact name="Owed to the operator">
              <Tokens amount={pool.rewardCommission} /> and <Usdc amount={pool.usdcCommission} />
            </Fact>
            <Fact name="Not collected yet" hint="Rewards that are still in the global vault.">
              <Tokens amount={pool.uncollectedRewards} />
            </Fact>
          </Facts>
        </section>
      </div>
      <div className="columns">
        <section className="card" aria-labelledby="epochs">
          <h2 id="epochs">Epochs</h2>
          <Facts>
            <Fact name="Passed until">{groups(pool.rewardLastClaimedEpoch)}</Fact>
            <Fact name="Running">{groups(currentEpoch(overview))}</Fact>
            <Fact name="Open" hint="To be passed, or skipped and still able to pay.">
              {openEpochs.length === 0 ? 'none' : openEpochs.map((epoch) => groups(epoch)).join(', ')}
            </Fact>
            <Fact name="Skipped" hint="Can still pay, at the lowest commissions that held at a skip.">
              {skipped.length === 0
                ? 'none'
                : `${skipped.map((epoch) => groups(epoch)).join(', ')}: at most ${formatBps(pool.lowestSkippedRewardCommissionBps)} on tokens, ${formatBps(pool.lowestSkippedUsdcCommissionBps)} on USDC`}
            </Fact>
            <Fact name="Joined">{groups(pool.joinedEpoch)}</Fact>
            {!isOpen && <Fact name="Closed, last epoch">{groups(pool.closedAtEpoch)}</Fact>}
            {pool.isHalted !== 0 && (
              <>
                <Fact name="Halted">
                  <Moment at={pool.haltedSince} />
                </Fact>
                <Fact name="Its operator can be slashed">
                  <Moment at={pool.haltedSince + longer(pool.slashingDelayAtHalt, overview.slashingDelay)} />
                </Fact>
              </>
            )}
          </Facts>
        </section>
        <section className="card" aria-labelledby="who">
          <h2 id="who">Who and where</h2>
          <Facts>
            <Fact name="Admin">
              <AddressText address={pool.admin} href={linkTo.wallet(pool.admin)} />
            </Fact>
            {pool.pendingAdmin !== NOBODY && (
              <Fact name="Offered to">
                <AddressText address={pool.pendingAdmin} />
              </Fact>
            )}
            <Fact name="First admin">
              <AddressText address={pool.firstAdmin} />
            </Fact>
            <Fact name="Operator's record">
              <AddressText address={pool.operatorStakingRecord} />
            </Fact>
            <Fact name="Vault">
              <AddressText address={pool.vault} />
            </Fact>
            <Fact name="Metadata" hint="Written by the operator; nobody has checked it.">
              {pool.metadataUri ? <span className="wrap">{seen(pool.metadataUri)}</span> : 'none'}
            </Fact>
            <Fact name="Commission on tokens is">
              {pool.autoStake ? 'staked for the operator' : 'owed to the operator'}
            </Fact>
            <Fact name="Events so far">{groups(pool.eventSequence)}</Fact>
          </Facts>
        </section>
      </div>
      <PoolEvents address={address} newest={pool.eventSequence} />
      <CommandLine commands={[`pool show ${address}`, `history ${address}`]} title="See the same in the command line" />
    </>
  );
}

function announced(bps: number, from: bigint): string {
  return from === 0n ? 'no change announced' : `${formatBps(bps)} from epoch ${groups(from)}`;
}

function longer(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
