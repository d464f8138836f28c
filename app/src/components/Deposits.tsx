/** Deposits that are not shares yet: what of them can become shares now, what that waits for, and from when the rest can. */
import { currentEpoch, ruleInWords } from '@inference-staking/sdk';
import type { ReactNode } from 'react';

import type { Activating } from '../chain/activating';
import { earliestPassing } from '../chain/epochs';
import { useNetwork, useNow } from '../chain/network';
import { groups } from '../format';
import { Badge, Moment, Tokens } from './Figures';

interface Properties {
  activating: Activating;
  /** Whether it could not be read again. */
  isStale: boolean;
  /** Stands beside what is ripe. */
  children?: ReactNode;
}

export function Deposits({ activating, isStale, children }: Properties) {
  const { overview } = useNetwork();
  const current = currentEpoch(overview);
  const { ready, unripe, waiting } = activating;
  if (ready === 0n && unripe === 0n && waiting.length === 0) return null;
  return (
    <ul className="tickets">
      {ready > 0n && (
        <li>
          <Tokens amount={ready} /> <Badge tone={isStale ? 'plain' : 'good'}>can become shares now</Badge> {children}
        </li>
      )}
      {waiting.map(({ amount, rule }) => (
        <li key={rule}>
          <Tokens amount={amount} /> <Badge tone="warn">ripe, not shares yet</Badge> {ready === 0n && children}
          <span className="note">
            {ruleInWords(rule)}
            {rule === 'PoolBehind' && <Passing epoch={current - 1n} />}.
          </span>
        </li>
      ))}
      {unripe > 0n && (
        <li>
          <Tokens amount={unripe} />{' '}
          <span className="muted">
            becomes shares once epoch {groups(current)} is over and the pool has passed it
            <Passing epoch={current} />
          </span>
        </li>
      )}
    </ul>
  );
}

/** From when an epoch can be passed, as far as the chain's clock says it. */
function Passing({ epoch }: { epoch: bigint }) {
  const { overview } = useNetwork();
  const now = useNow();
  const from = earliestPassing(overview, epoch, now);
  if (from === null) return ', and accrual is halted';
  return from <= now ? null : (
    <>
      , at the earliest <Moment at={from} />
    </>
  );
}
