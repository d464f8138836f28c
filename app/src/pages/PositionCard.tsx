/** What a wallet has in a pool, and what it can do with it. */
import { currentEpoch, type Position, payoutRefusal, ruleInWords } from '@inference-staking/sdk';

import { daysOf } from '../actions/intents';
import type { Act } from '../actions/OpenAction';
import { activatingOf } from '../chain/activating';
import { useNetwork, useNow } from '../chain/network';
import { stateOfAccount } from '../chain/pools';
import { Deposits } from '../components/Deposits';
import { AddressText, Badge, Fact, Facts, Moment, Tokens, Usdc } from '../components/Figures';
import { MAX_LOCK_DAYS, releasedFrom, unlocksAtOnce } from '../economics/rank';
import { amountText, seen, shortAddress, spanText, utc } from '../format';
import { linkTo } from '../route';

/** Where what is done happens. */
function placeOf({ operatorPool, pool }: Position) {
  return { operatorPool, poolName: seen(pool.name) || shortAddress(operatorPool) };
}

interface Properties {
  position: Position;
  act: Act;
  /** Whether it could not be read again. */
  isStale: boolean;
}

export function PositionCard({ position, act, isStale }: Properties) {
  const { overview } = useNetwork();
  const { operatorPool, pool, record } = position;
  const at = placeOf(position);
  const state = stateOfAccount(pool, currentEpoch(overview));
  const hasSomething = record.shares > 0n || record.activating > 0n;
  const id = `position-${position.address}`;
  return (
    <section className="card position" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>
          <a href={linkTo.pool(operatorPool)}>{at.poolName}</a>
        </h2>
        <span className="row">
          {state !== 'open' && <Badge tone="bad">{`pool ${state}`}</Badge>}
          {act && (
            <>
              <button type="button" className="button" onClick={() => act({ kind: 'stake', ...at })}>
                Stake more
              </button>
              <button
                type="button"
                className="button"
                disabled={!hasSomething}
                onClick={() => act({ kind: 'unstake', ...at })}
              >
                Unstake
              </button>
            </>
          )}
        </span>
      </div>
      <Facts>
        <Fact name="Shares" hint="What they would pay now, rounded down.">
          <Tokens amount={position.tokenValue} />{' '}
          <span className="muted">{amountText(record.shares, overview.stakeDecimals)} shares</span>
        </Fact>
        {record.activating > 0n && <Activating position={position} act={act} isStale={isStale} />}
        <Fact name="USDC to claim">
          <Usdc amount={position.claimableUsdc} />{' '}
          {act && position.claimableUsdc > 0n && (
            <button type="button" className="button small" onClick={() => act({ kind: 'claim USDC', ...at })}>
              Claim USDC
            </button>
          )}
        </Fact>
        <Tickets position={position} act={act} isStale={isStale} />
        <Lock position={position} act={act} />
        <Fact name="Record">
          <AddressText address={position.address} />
        </Fact>
      </Facts>
    </section>
  );
}

function Activating({ position, act, isStale }: Properties) {
  const { activationRefusal: refusal, record, ripe } = position;
  const at = placeOf(position);
  return (
    <Fact name="Activating" hint="Not shares yet, so not earning. It can leave at any time.">
      <Tokens amount={record.activating} />
      <Deposits activating={activatingOf(record.activating, { ripe, refusal })} isStale={isStale}>
        {act && (
          <button type="button" className="button small" onClick={() => act({ kind: 'activate', ...at })}>
            Activate
          </button>
        )}
      </Deposits>
    </Fact>
  );
}

function Tickets({ position, act, isStale }: Properties) {
  const { overview } = useNetwork();
  const now = useNow();
  const at = placeOf(position);
  const tickets = position.record.tickets
    .map((ticket, place) => ({ ...ticket, place }))
    .filter(({ amount }) => amount > 0n);
  if (tickets.length === 0) return null;
  const hasMatured = tickets.some(({ claimableFrom }) => claimableFrom <= now);
  const refusal = hasMatured ? payoutRefusal(overview, position.pool, position.address, now) : null;
  return (
    <Fact name="Tickets" hint="What was unstaked and waits. It earns nothing.">
      <ul className="tickets">
        {tickets.map(({ amount, claimableFrom, place }) => (
          <li key={place}>
            <span className="ticket-place">Ticket {place}</span>
            <Tokens amount={amount} />
            {claimableFrom <= now ? (
              <Matured isHeld={refusal !== null} isStale={isStale} />
            ) : (
              <span>
                <Badge>{`${spanText(claimableFrom - now)} left`}</Badge>{' '}
                <span className="muted">{utc(claimableFrom)}</span>
              </span>
            )}
            {act && (
              <button
                type="button"
                className="button small"
                onClick={() => act({ kind: 'cancel ticket', ...at, place })}
              >
                Cancel<span className="hidden"> ticket {place}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {refusal && <p className="note">{ruleInWords(refusal)}.</p>}
      {act && hasMatured && (
        <button type="button" className="button small" onClick={() => act({ kind: 'claim tokens', ...at })}>
          Claim tokens
        </button>
      )}
    </Fact>
  );
}

function Matured({ isHeld, isStale }: { isHeld: boolean; isStale: boolean }) {
  if (isHeld) return <Badge tone="warn">cooldown over</Badge>;
  return <Badge tone={isStale ? 'plain' : 'good'}>can be claimed</Badge>;
}

const LOCKED = 1;
const UNLOCKING = 2;

function Lock({ position, act }: Omit<Properties, 'isStale'>) {
  const { overview } = useNetwork();
  const now = useNow();
  const { lockedShares, pool, rank, record } = position;
  const at = placeOf(position);
  // A closed pool holds nobody (SPEC 10).
  const isClosed = pool.closedAtEpoch !== 0n && record.lockState !== 0;
  const isReleased = isClosed || (record.lockState === UNLOCKING && lockedShares === 0n);
  const isFree = record.lockState === 0 || isReleased;
  const isLocked = record.lockState === LOCKED && !isClosed;
  const canExtend = daysOf({ kind: 'extend' }, position).most > 0n;
  if (record.shares === 0n && isFree) return null;
  return (
    <Fact name="Lock and rank" hint="For votes and giveaways; it earns nothing more.">
      {isFree &&
        (isClosed ? `pool ${stateOfAccount(pool, currentEpoch(overview))}: nothing is held ` : 'not locked, rank 0 ')}
      {isLocked && (
        <>
          all shares locked, released over {spanText(record.lockDuration)} once you unlock; rank{' '}
          <strong className="number">{amountText(rank, overview.stakeDecimals)}</strong>{' '}
        </>
      )}
      {record.lockState === UNLOCKING && !isReleased && (
        <>
          {amountText(lockedShares, overview.stakeDecimals)} of {amountText(record.shares, overview.stakeDecimals)}{' '}
          shares still locked, all free <Moment at={releasedFrom(record)} />; rank 0{' '}
        </>
      )}
      {act && (
        <span className="row">
          {isFree && pool.closedAtEpoch === 0n && (
            <button type="button" className="button small" onClick={() => act({ kind: 'lock', ...at })}>
              Lock
            </button>
          )}
          {isLocked && (
            <>
              {canExtend ? (
                <button type="button" className="button small" onClick={() => act({ kind: 'extend', ...at })}>
                  Extend
                </button>
              ) : (
                <span className="muted">{`as long as a lock can be: ${MAX_LOCK_DAYS} days`}</span>
              )}
              <button type="button" className="button small" onClick={() => act({ kind: 'unlock', ...at })}>
                Unlock
              </button>
            </>
          )}
          {record.lockState === UNLOCKING && !isReleased && (
            <>
              {unlocksAtOnce(position, now) && (
                <button type="button" className="button small" onClick={() => act({ kind: 'unlock', ...at })}>
                  Release all at once
                </button>
              )}
              <button type="button" className="button small" onClick={() => act({ kind: 'cancel unlock', ...at })}>
                Lock again
              </button>
            </>
          )}
        </span>
      )}
    </Fact>
  );
}
