import type { Consequence } from '@inference-staking/sdk';
import { type Address, address } from '@solana/kit';
import { expect, it } from 'vitest';

import { isSameOffer, type Offer } from '../../src/actions/intents';

const POOL: Address = address('11111111111111111111111111111112');

function offer(consequence: Consequence, moving?: bigint): Offer {
  const line = { name: 'Can be claimed', text: String(moving) };
  const lines = [moving === undefined ? line : { ...line, moving }];
  return { plan: { transactions: [], unaccrued: [], consequences: [consequence] }, lines, isIndependent: false };
}

it('an offer is the same while only the clock moves', () => {
  const relocks = (shares: bigint) => offer({ kind: 'Relocks', operatorPool: POOL, shares, seconds: 15_552_000n });
  expect(isSameOffer(relocks(64n), relocks(6_400n))).toBe(true);
  const waits = (moving: bigint) => offer({ kind: 'BeginsUnlock', operatorPool: POOL } as Consequence, moving);
  expect(isSameOffer(waits(1_000n), waits(1_600n))).toBe(true);
  expect(isSameOffer(waits(1_000n), waits(1_601n))).toBe(false);
});

it('an offer with another consequence is another', () => {
  const joins = (seconds: bigint) =>
    offer({ kind: 'JoinsLock', operatorPool: POOL, owner: POOL, seconds } as Consequence);
  expect(isSameOffer(joins(1n), joins(2n))).toBe(false);
});
