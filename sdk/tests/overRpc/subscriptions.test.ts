/** Changes of accounts over the WebSocket port. */
import type { Address, KeyPairSigner } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Change, stake, subscribeToPool, subscribeToRecords } from '../../src/index';
import { ONE } from '../network/network';
import { carryOut, openPool, type Player, signer, startPlayer } from './player';

let player: Player;
let delegator: KeyPairSigner;
let operatorPool: Address;

beforeAll(async () => {
  player = await startPlayer();
  delegator = await signer(player, 'wallet-2');
  operatorPool = await openPool(player, await signer(player, 'wallet-1'), 2_000n * ONE);
});
afterAll(() => player?.network.stop());

async function next<T extends object>(changes: AsyncIterable<Change<T>>): Promise<Change<T>> {
  for await (const change of changes) return change;
  throw new Error('the subscription ended without a change');
}

test('a pool and the records of an owner are told when they change, until the signal ends it', async () => {
  const { chain, reader } = player;
  const end = new AbortController();
  const options = { abortSignal: end.signal, commitment: 'confirmed' } as const;
  const pools = await subscribeToPool(chain.rpcSubscriptions, operatorPool, options);
  const records = await subscribeToRecords(chain.rpcSubscriptions, delegator.address, options);
  const [pool, record] = [next(pools), next(records)];
  await carryOut(player, delegator, await stake(reader, { operatorPool, owner: delegator, amount: 5n * ONE }));
  expect((await pool).account).toMatchObject({ address: operatorPool, data: { totalActivating: 5n * ONE } });
  expect((await record).account.data).toMatchObject({ operatorPool, owner: delegator.address, activating: 5n * ONE });
  end.abort();
  const more = [];
  for await (const change of await subscribeToPool(chain.rpcSubscriptions, operatorPool, {
    abortSignal: AbortSignal.timeout(200),
  })) {
    more.push(change);
  }
  expect(more).toEqual([]);
});
