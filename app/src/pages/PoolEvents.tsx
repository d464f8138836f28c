/** What happened to a pool lately, with gaps where something is not known. */
import { formatDuration } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

import { accrualsOf, type PoolEvent, withGaps } from '../chain/events';
import { useNetwork } from '../chain/network';
import { usePoolEvents } from '../chain/queries';
import { CopyButton, Moment, Tokens, Usdc } from '../components/Figures';
import { Failed, Loading, Stale } from '../components/States';
import { groups } from '../format';

/** What happened, by what the event says of it, and the known ones before it: the newest first. */
export function eventText(event: PoolEvent, events: readonly PoolEvent[]): string {
  switch (event.name) {
    case 'EpochBypassed':
      return `Epoch ${event.data.rewardEpoch} ${event.data.canBeAccrued ? 'skipped: it could still be accrued' : 'passed without rewards'}`;
    case 'HaltStatusSet':
      return event.data.isHalted ? 'Pool halted' : 'Pool resumed';
    case 'LockChanged':
      return lockText(event, lockBefore(event, events));
    case 'OperatorPoolAdminProposed':
      return event.data.pendingAdmin === NOBODY ? 'Proposal of an admin withdrawn' : 'New admin proposed';
    case 'RewardAccrued':
    case 'RewardsAccrued':
      return `Rewards of epoch ${event.data.rewardEpoch}`;
    default:
      return EVENTS[event.name];
  }
}

type LockEvent = Extract<PoolEvent, { name: 'LockChanged' }>;

/** By the lock afterwards and the one before it; without that, a lock that holds may be new, longer or taken up again. */
function lockText({ at, data: { lockDuration, lockState } }: LockEvent, before: LockEvent['data'] | null): string {
  const takes = `release takes ${formatDuration(lockDuration)}`;
  if (lockState === NO_LOCK) return 'Lock ended at once';
  if (lockState === UNLOCKING) return `Unlock began: ${takes}`;
  if (before?.lockState === LOCKED) return `Lock extended: ${takes}`;
  // Once the release is over it may as well be a new lock.
  const isReleasing =
    before?.lockState === UNLOCKING && at !== null && at < before.unlockStartedAt + before.lockDuration;
  return isReleasing ? `Unlock cancelled: ${takes}` : `Stake locked: ${takes}`;
}

/** The record's lock before an event; `null` if there was none, or an event between is not known. */
function lockBefore({ data, sequence }: LockEvent, events: readonly PoolEvent[]): LockEvent['data'] | null {
  const older = events.filter((each) => each.sequence < sequence);
  const place = older.findIndex(
    (each) => recordIn(each) === data.stakingRecord && (each.name === 'LockChanged' || isEmptied(each)),
  );
  const found = older[place];
  return found?.name === 'LockChanged' && sequence - found.sequence === BigInt(place + 1) ? found.data : null;
}

function recordIn({ data }: PoolEvent): Address | null {
  if ('stakingRecord' in data) return data.stakingRecord;
  return 'operatorStakingRecord' in data ? data.operatorStakingRecord : null;
}

/** Whether a record has no shares any more, and so no lock: no event of its own says that this went. */
function isEmptied({ data }: PoolEvent): boolean {
  return 'recordShares' in data && data.recordShares === 0n;
}

/** `lock_state` of a record. */
const [NO_LOCK, LOCKED, UNLOCKING] = [0, 1, 2];
const NOBODY = '11111111111111111111111111111111';

/** Those whose name says what happened. */
const EVENTS = {
  OperatorPoolCreated: 'Pool created',
  OperatorPoolUpdated: 'Terms changed',
  OperatorPoolClosed: 'Pool closed',
  OperatorPoolAdminAccepted: 'New admin took over',
  OperatorStakingRecordChanged: "The operator's record is another one",
  Staked: 'Stake came',
  StakeActivated: 'Stake became shares',
  StakeSlashed: 'Operator slashed',
  Unstaked: 'Unstake began',
  UnstakeCancelled: 'Unstake cancelled',
  UnstakeClaimed: 'Unstake paid',
  UsdcEarningsClaimed: 'USDC paid',
  CommissionWithdrawn: 'Commission paid',
  PoolRewardsCollected: "Rewards moved into the pool's vault",
  PoolVaultSurplusSwept: "Surplus taken out of the pool's vault",
  ClosedPoolUsdcDustSwept: 'Last USDC of the closed pool taken',
  StakingRecordCreated: 'A record was created',
  StakingRecordClosed: 'A record was closed',
};

export function PoolEvents({ address, newest }: { address: Address; newest: bigint }) {
  const events = usePoolEvents(address);
  return (
    <section className="card" aria-labelledby="events">
      <h2 id="events">Latest events</h2>
      <Stale what="Events as they were" of={events} />
      {events.data ? (
        <ol className="events">
          {withGaps(events.data, newest).map((row) =>
            row.kind === 'gap' ? (
              <li key={`gap ${row.to}`} className="gap">
                {row.from === row.to
                  ? `Number ${groups(row.from)} is`
                  : `Numbers ${groups(row.from)} to ${groups(row.to)} are`}{' '}
                not among the transactions that were read
              </li>
            ) : (
              <li key={String(row.event.sequence)}>
                <span className="sequence">{groups(row.event.sequence)}</span>
                <span className="event-name">{eventText(row.event, events.data)}</span>
                <EventAmount event={row.event} address={address} />
                <span className="muted">
                  {row.event.at !== null && <Moment at={row.event.at} />}{' '}
                  <CopyButton text={row.event.signature} what="signature" />
                </span>
              </li>
            ),
          )}
        </ol>
      ) : events.error ? (
        <Failed error={events.error} retry={events.refetch} />
      ) : (
        <Loading what="its transactions" />
      )}
    </section>
  );
}

/** What an event is about, as far as it has an amount. */
function EventAmount({ event: { data, name }, address }: { event: PoolEvent; address: Address }) {
  const { overview } = useNetwork();
  const accruals = accrualsOf(data);
  const own = accruals ? accruals.find(({ operatorPool }) => operatorPool === address) : data;
  if (!own) return <span />;
  if ('holderReward' in own) {
    return (
      <span>
        <Tokens amount={own.holderReward} /> and <Usdc amount={own.holderUsdc} /> to the holders
      </span>
    );
  }
  const amount = bigintIn(own, 'cost') ?? bigintIn(own, 'amount');
  if (amount === null) return <span />;
  const isUsdc = USDC_EVENTS.has(name) || ('mint' in own && own.mint === overview.usdcMint);
  return isUsdc ? <Usdc amount={amount} /> : <Tokens amount={amount} />;
}

function bigintIn(data: object, field: string): bigint | null {
  const value: unknown = Object.entries(data).find(([name]) => name === field)?.[1];
  return typeof value === 'bigint' ? value : null;
}

const USDC_EVENTS = new Set<string>(['UsdcEarningsClaimed', 'ClosedPoolUsdcDustSwept']);
