/** What a wallet has: any address to look at, the connected one to act with. */
import type { Position } from '@inference-staking/sdk';
import { type Address, isAddress } from '@solana/kit';
import { type FormEvent, useState } from 'react';

import { type Act, useAct } from '../actions/OpenAction';
import { areWithdrawalsHalted, useNetwork, useNow } from '../chain/network';
import { useHoldings, usePositions } from '../chain/queries';
import { CommandLine } from '../components/CommandLine';
import { Headline, Moment, Tokens, Usdc } from '../components/Figures';
import { Empty, Failed, Loading, Stale } from '../components/States';
import { amountText, shortAddress, solText } from '../format';
import { linkTo, walletCommand } from '../route';
import { TRY_OUT_WALLET } from '../wallet/tryOutWallet';
import { type Connected, useWallets } from '../wallet/WalletProvider';
import { PositionCard } from './PositionCard';

export function WalletPage({ address }: { address: string | null }) {
  const { choose, connected } = useWallets();
  const shown = address ?? connected?.account.address ?? null;
  const acting = connected?.account.address === shown ? connected : null;
  const act = useAct(acting);
  return (
    <>
      <h1>Wallet</h1>
      <Lookup address={shown} />
      {shown === null ? (
        <Empty title="Connect a wallet, or write any address.">
          <p>Looking needs no wallet and no permission: everything is on chain.</p>
          <p>
            <button type="button" className="button" onClick={() => choose(true)}>
              Connect a wallet to act
            </button>
          </p>
        </Empty>
      ) : isAddress(shown) ? (
        <Holdings owner={shown} connected={acting} act={act} />
      ) : (
        <Empty title={`“${shown}” is no address.`}>
          <p>An address is 32 bytes in base58, such as the one that your wallet shows.</p>
        </Empty>
      )}
      <CommandLine commands={[walletCommand(shown)]} title="See the same in the command line" />
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

function Holdings({ owner, connected, act }: { owner: Address; connected: Connected | null; act: Act }) {
  const positions = usePositions(owner);
  const holdings = useHoldings(owner);
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
      <Stale what="Positions as they were" of={positions} />
      <Stale what="What is outside of pools as it was" of={holdings} />
      {!holdings.data && holdings.error && <Failed error={holdings.error} retry={holdings.refetch} />}
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
        all.map((position) => (
          <PositionCard key={position.address} position={position} act={act} isStale={positions.error !== null} />
        ))
      )}
    </>
  );
}

function Sums({ positions, act }: { positions: readonly Position[]; act: Act }) {
  const { overview } = useNetwork();
  const now = useNow();
  const sum = (of: (position: Position) => bigint) => positions.reduce((total, position) => total + of(position), 0n);
  const [usdc, matured] = [sum(({ claimableUsdc }) => claimableUsdc), sum((position) => position.matured)];
  const ready = sum(({ activationRefusal, ripe }) => (activationRefusal === null ? ripe : 0n));
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
        <Headline
          name="Activating"
          detail={
            ready > 0n && (
              <>
                <Tokens amount={ready} /> can be activated now
              </>
            )
          }
        >
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
