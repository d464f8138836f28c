/** What a wallet has: any address to look at, the connected one to act with. */
import { currentEpoch, type Position, ruleInWords } from '@inference-staking/sdk';
import { type Address, isAddress } from '@solana/kit';
import { type FormEvent, useState } from 'react';

import { ActionDialog } from '../actions/ActionDialog';
import type { Intent } from '../actions/intents';
import { areWithdrawalsHalted, useNetwork, useNow } from '../chain/network';
import { useHoldings, usePositions } from '../chain/queries';
import { CommandLine } from '../components/CommandLine';
import { AddressText, Badge, Fact, Facts, Headline, Moment, Tokens, Usdc } from '../components/Figures';
import { Empty, Failed, Loading } from '../components/States';
import { amountText, groups, shortAddress, solText, spanText, utc } from '../format';
import { linkTo } from '../route';
import { TRY_OUT_WALLET } from '../wallet/tryOutWallet';
import { type Connected, useWallets } from '../wallet/WalletProvider';

/** Acts, or does not: an address that is only looked at has no buttons. */
type Act = ((intent: Intent) => void) | null;

export function WalletPage({ address }: { address: string | null }) {
  const { connected } = useWallets();
  const shown = address ?? connected?.account.address ?? null;
  return (
    <>
      <h1>Wallet</h1>
      <Lookup address={shown} />
      {shown === null ? (
        <Empty title="Connect a wallet, or write any address.">
          <p>Looking needs no wallet and no permission: everything is on chain.</p>
        </Empty>
      ) : isAddress(shown) ? (
        <Holdings owner={shown} connected={connected?.account.address === shown ? connected : null} />
      ) : (
        <Empty title={`“${shown}” is no address.`}>
          <p>An address is 32 bytes in base58, such as the one that your wallet shows.</p>
        </Empty>
      )}
      <CommandLine commands={[`portfolio${shown ? ` ${shown}` : ''}`]} title="See the same in the command line" />
    </>
  );
}

function Lookup({ address }: { address: string | null }) {
  const [text, setText] = useState(address ?? '');
  const [shown, setShown] = useState(address);
  if (shown !== address) {
    setShown(address);
    setText(address ?? '');
  }
  const fault = text !== '' && !isAddress(text) ? 'This is no address yet: it has 32 bytes in base58.' : null;
  const look = (event: FormEvent) => {
    event.preventDefault();
    if (text !== '' && fault === null) window.location.hash = linkTo.wallet(text);
  };
  return (
    <form onSubmit={look} className="lookup">
      <div className="field grow">
        <label htmlFor="address">Any address</label>
        <input
          id="address"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-invalid={fault !== null}
          aria-describedby="address-said"
          onChange={(event) => setText(event.target.value.trim())}
        />
        <p id="address-said" className={fault ? 'field-fault' : 'field-said'} aria-live="polite">
          {fault ?? ''}
        </p>
      </div>
      <button type="submit" className="button" disabled={text === '' || fault !== null}>
        Look
      </button>
    </form>
  );
}

function Holdings({ owner, connected }: { owner: Address; connected: Connected | null }) {
  const positions = usePositions(owner);
  const holdings = useHoldings(owner);
  const [intent, setIntent] = useState<Intent | null>(null);
  const act: Act = connected ? setIntent : null;
  if (!positions.data) {
    return positions.error ? (
      <Failed error={positions.error} retry={positions.refetch} />
    ) : (
      <Loading what="its positions" />
    );
  }
  const all = positions.data;
  return (
    <>
      <Sums positions={all} act={act} />
      {holdings.data && (
        <p className="muted">
          Outside of pools: {solText(holdings.data.lamports)}, <Tokens amount={holdings.data.tokens} />,{' '}
          <Usdc amount={holdings.data.usdc} />
          {connected === null && '. You only look: connect this wallet to act with it'}.
        </p>
      )}
      {connected?.wallet.name === TRY_OUT_WALLET && holdings.data?.lamports === 0n && (
        <p className="note">
          This wallet is made up, and empty. On the local network of this repository,{' '}
          <code>cargo xtask localnet faucet {owner}</code> fills it with SOL, tokens and USDC.
        </p>
      )}
      {all.length === 0 ? (
        <Empty title={`${shortAddress(owner)} has no position in any pool.`}>
          <p>
            <a href={linkTo.pools}>Look at the pools</a>
          </p>
        </Empty>
      ) : (
        all.map((position) => <PositionCard key={position.address} position={position} act={act} />)
      )}
      {intent && connected && <ActionDialog intent={intent} connected={connected} onClose={() => setIntent(null)} />}
    </>
  );
}

function Sums({ positions, act }: { positions: readonly Position[]; act: Act }) {
  const { overview } = useNetwork();
  const now = useNow();
  const sum = (of: (position: Position) => bigint) => positions.reduce((total, position) => total + of(position), 0n);
  const [usdc, matured] = [sum(({ claimableUsdc }) => claimableUsdc), sum((position) => position.matured)];
  const isHalted = areWithdrawalsHalted(overview, now);
  return (
    <section className="card" aria-labelledby="sums">
      <div className="card-head">
        <h2 id="sums">All positions</h2>
        {act && (
          <button
            type="button"
            className="button primary"
            disabled={usdc === 0n && matured === 0n}
            onClick={() => act({ kind: 'claim all' })}
          >
            Claim all
          </button>
        )}
      </div>
      {isHalted && (
        <p className="note">
          Withdrawals are halted. The halt ends by itself <Moment at={overview.withdrawalHaltedUntil} />; cooldowns go
          on meanwhile.
        </p>
      )}
      <dl className="headlines inner">
        <Headline name="Value of all shares">
          <Tokens amount={sum(({ tokenValue }) => tokenValue)} />
        </Headline>
        <Headline name="Activating">
          <Tokens amount={sum(({ record }) => record.activating)} />
        </Headline>
        <Headline name="USDC to claim">
          <Usdc amount={usdc} />
        </Headline>
        <Headline name="Unstaked, to claim">
          <Tokens amount={matured} />
        </Headline>
        <Headline name="Rank" detail="of all locks together">
          {amountText(
            sum(({ rank }) => rank),
            overview.stakeDecimals,
          )}
        </Headline>
      </dl>
    </section>
  );
}

function PositionCard({ position, act }: { position: Position; act: Act }) {
  const { operatorPool, pool, record } = position;
  const poolName = pool.name || shortAddress(operatorPool);
  const hasSomething = record.shares > 0n || record.activating > 0n;
  const id = `position-${position.address}`;
  return (
    <section className="card position" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>
          <a href={linkTo.pool(operatorPool)}>{poolName}</a>
        </h2>
        <span className="row">
          {pool.closedAtEpoch !== 0n && <Badge tone="bad">pool closed</Badge>}
          {pool.isHalted !== 0 && <Badge tone="bad">pool halted</Badge>}
          {act && (
            <>
              <button type="button" className="button" onClick={() => act({ kind: 'stake', operatorPool, poolName })}>
                Stake more
              </button>
              <button
                type="button"
                className="button"
                disabled={!hasSomething}
                onClick={() => act({ kind: 'unstake', position })}
              >
                Unstake
              </button>
            </>
          )}
        </span>
      </div>
      <Facts>
        <Fact name="Shares" hint="What they would pay now, rounded down.">
          <Tokens amount={position.tokenValue} /> <span className="muted">{groups(record.shares)} shares</span>
        </Fact>
        {record.activating > 0n && <Activating position={position} act={act} />}
        <Fact name="USDC to claim">
          <Usdc amount={position.claimableUsdc} />{' '}
          {act && position.claimableUsdc > 0n && (
            <button type="button" className="button small" onClick={() => act({ kind: 'claim USDC', position })}>
              Claim USDC
            </button>
          )}
        </Fact>
        <Tickets position={position} act={act} />
        <Lock position={position} act={act} />
        <Fact name="Record">
          <AddressText address={position.address} />
        </Fact>
      </Facts>
    </section>
  );
}

function Activating({ position, act }: { position: Position; act: Act }) {
  const { overview } = useNetwork();
  const { activationRefusal, record, ripe } = position;
  const isRipe = ripe > 0n;
  return (
    <Fact name="Activating" hint="Not shares yet, so not earning. It can leave at any time.">
      <Tokens amount={record.activating} />{' '}
      <span className="muted">
        {isRipe ? (
          <>
            of which <Tokens amount={ripe} /> {activationRefusal === null ? 'can become shares now' : 'are ripe'}
          </>
        ) : (
          `becomes shares once epoch ${currentEpoch(overview)} is over and the pool has passed it`
        )}
      </span>{' '}
      {act && isRipe && (
        <button type="button" className="button small" onClick={() => act({ kind: 'activate', position })}>
          Activate
        </button>
      )}
      {isRipe && activationRefusal !== null && <p className="note">{ruleInWords(activationRefusal)}.</p>}
    </Fact>
  );
}

function Tickets({ position, act }: { position: Position; act: Act }) {
  const now = useNow();
  const tickets = position.record.tickets
    .map((ticket, place) => ({ ...ticket, place }))
    .filter(({ amount }) => amount > 0n);
  if (tickets.length === 0) return null;
  const hasMatured = tickets.some(({ claimableFrom }) => claimableFrom <= now);
  return (
    <Fact name="Tickets" hint="What was unstaked and waits. It earns nothing.">
      <ul className="tickets">
        {tickets.map(({ amount, claimableFrom, place }) => (
          <li key={place}>
            <span className="ticket-place">Ticket {place}</span>
            <Tokens amount={amount} />
            {claimableFrom <= now ? (
              <Badge tone="good">can be claimed</Badge>
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
                onClick={() => act({ kind: 'cancel ticket', position, place })}
              >
                Cancel<span className="hidden"> ticket {place}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {act && hasMatured && (
        <button type="button" className="button small" onClick={() => act({ kind: 'claim tokens', position })}>
          Claim tokens
        </button>
      )}
    </Fact>
  );
}

const LOCKED = 1;
const UNLOCKING = 2;

function Lock({ position, act }: { position: Position; act: Act }) {
  const { overview } = useNetwork();
  const { lockedShares, pool, rank, record } = position;
  const isReleased = record.lockState === UNLOCKING && lockedShares === 0n;
  const isFree = record.lockState === 0 || isReleased;
  if (record.shares === 0n && isFree) return null;
  return (
    <Fact name="Lock and rank" hint="For votes and giveaways; it earns nothing more.">
      {isFree && 'not locked, rank 0 '}
      {record.lockState === LOCKED && (
        <>
          all shares locked, released over {spanText(record.lockDuration)} once you unlock; rank{' '}
          <strong className="number">{amountText(rank, overview.stakeDecimals)}</strong>{' '}
        </>
      )}
      {record.lockState === UNLOCKING && !isReleased && (
        <>
          {groups(lockedShares)} of {groups(record.shares)} shares still locked, all free{' '}
          <Moment at={record.unlockStartedAt + record.lockDuration} />; rank 0{' '}
        </>
      )}
      {act && (
        <span className="row">
          {isFree && pool.closedAtEpoch === 0n && (
            <button type="button" className="button small" onClick={() => act({ kind: 'lock', position })}>
              Lock
            </button>
          )}
          {record.lockState === LOCKED && (
            <>
              <button type="button" className="button small" onClick={() => act({ kind: 'extend', position })}>
                Extend
              </button>
              <button type="button" className="button small" onClick={() => act({ kind: 'unlock', position })}>
                Unlock
              </button>
            </>
          )}
          {record.lockState === UNLOCKING && !isReleased && (
            <button type="button" className="button small" onClick={() => act({ kind: 'cancel unlock', position })}>
              Lock again
            </button>
          )}
        </span>
      )}
    </Fact>
  );
}
