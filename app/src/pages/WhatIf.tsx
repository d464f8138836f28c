/** What a stake of so much would do, without a wallet. */
import { type PoolReading, stakeFrom } from '@inference-staking/sdk';
import { type Address, createNoopSigner } from '@solana/kit';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { becomes } from '../actions/offers';
import { useChain } from '../chain/connection';
import { faultOf } from '../chain/errors';
import { useNetwork } from '../chain/network';
import { AmountField, readAmount } from '../components/AmountField';
import { CommandLine } from '../components/CommandLine';
import { Fact, Facts, Tokens } from '../components/Figures';
import { Refused } from '../components/States';
import { sharesForDeposit } from '../economics/rank';
import { amountText, spanText } from '../format';

/** Somebody who has nothing anywhere. */
const NOBODY = '11111111111111111111111111111111' as Address;

export function WhatIf({ reading: { address, pool } }: { reading: PoolReading }) {
  const { overview } = useNetwork();
  const { reader } = useChain();
  const [text, setText] = useState('');
  const typed = readAmount(text, overview.stakeDecimals);
  const amount = typed.kind === 'amount' ? typed.amount : null;
  const answer = useQuery({
    queryKey: ['what if', address, String(amount)],
    queryFn: () =>
      stakeFrom(reader, {
        operatorPool: address,
        owner: createNoopSigner(NOBODY),
        source: NOBODY,
        amount: amount ?? 0n,
      }).then(
        (said) => ({ said, fault: null }),
        (error: unknown) => {
          const fault = faultOf(error);
          if (fault.isUnreachable) throw error;
          // An answer like any other: it stays while the same is asked again.
          return { said: null, fault };
        },
      ),
    enabled: amount !== null,
    retry: false,
  });
  const { said = null, fault = null } = answer.data ?? {};
  // What the plan refuses may be more than a pool can hold.
  const bought = amount !== null && said && sharesForDeposit(pool, amount);
  return (
    <section className="card" aria-labelledby="what-if">
      <h2 id="what-if">What would a stake do?</h2>
      <AmountField
        label="If you staked"
        unit="tokens"
        decimals={overview.stakeDecimals}
        text={text}
        onChange={setText}
      />
      <div aria-live="polite">
        {amount === null && <p className="muted">Write an amount: no wallet is needed to look.</p>}
        {amount !== null && answer.isPending && <p className="muted">Asking the node what it would do…</p>}
        {amount !== null && answer.error && <Refused fault={faultOf(answer.error)} />}
        {amount !== null && !answer.error && fault && <Refused fault={fault} />}
        {amount !== null && !answer.error && said && (
          <Facts>
            {bought && (
              <Fact name="At today's price">
                {amountText(bought.shares, overview.stakeDecimals)} shares for <Tokens amount={bought.cost} />
              </Fact>
            )}
            {becomes(said.becomesShares, said.heldUpBy).map(({ name, text }) => (
              <Fact key={name + text} name={name}>
                {text}
              </Fact>
            ))}
            <Fact name="Leaving">
              takes {spanText(overview.delegatorUnstakeDelay)} in a ticket, without earning; nobody's permission is
              needed
            </Fact>
          </Facts>
        )}
      </div>
      <CommandLine commands={[`stake ${address} ${amount === null ? 'AMOUNT' : text.trim()}`]} />
    </section>
  );
}
