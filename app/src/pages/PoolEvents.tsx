/** What happened to a pool lately, with gaps where something is not known. */
import type { Address } from '@solana/kit';

import { accrualsOf, type PoolEvent, withGaps } from '../chain/events';
import { useNetwork } from '../chain/network';
import { usePoolEvents } from '../chain/queries';
import { CopyButton, Moment, Tokens, Usdc } from '../components/Figures';
import { Failed, Loading, Stale } from '../components/States';
import { groups } from '../format';

/** Words for the names of events; others are shown by their name. */
const EVENTS: Record<string, string> = {
  OperatorPoolCreated: 'Pool created',
  OperatorPoolUpdated: 'Terms changed',
  OperatorPoolClosed: 'Pool closed',
  Staked: 'Stake came',
  StakeActivated: 'Stake became shares',
  Unstaked: 'Unstake began',
  UnstakeCancelled: 'Unstake cancelled',
  UnstakeClaimed: 'Unstake paid',
  UsdcEarningsClaimed: 'USDC paid',
  RewardAccrued: 'Rewards of an epoch',
  RewardsAccrued: 'Rewards of an epoch',
  EpochBypassed: 'Epoch passed without rewards',
  StakeSlashed: 'Operator slashed',
  LockChanged: 'A lock changed',
  CommissionWithdrawn: 'Commission paid',
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
                <span className="event-name">{EVENTS[row.event.name] ?? row.event.name}</span>
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
