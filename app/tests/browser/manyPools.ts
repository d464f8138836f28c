/** Networks of thousands of pools. */
import {
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
} from '@inference-staking/sdk';
import { getAddressDecoder } from '@solana/kit';

import { ask, ONE, openPool, type World } from './world';

export const COUNT = 10_000;
/** Written at once. */
const AT_ONCE = 6;
/** Of so few of its stake the operator has less than of any other, at a price of almost 1. */
const MOST_DELEGATED = 9_000;

/**
 * Copies of a real pool under other addresses and names, numbered from `from` on and below `to`; number 0 is the real one. Their stakes are
 * 1,000 tokens and one for each number before, their prices grow with it, and their operator has 1,000 shares.
 */
export async function makePools(world: World, from: number, to: number): Promise<void> {
  const address =
    first.get(world) ?? (await openPool(world, await world.signer('wallet-1'), 'pool 00000', 1_000n * ONE));
  first.set(world, address);
  const [account] = await world.reader.accounts([address]);
  if (!account) throw new Error('the pool is not there');
  const pool = getOperatorPoolDecoder().decode(account.data);
  const set = async (index: number) => {
    const key = new Uint8Array(32);
    new DataView(key.buffer).setUint32(0, 0x5eed0000 + index);
    key[31] = 1;
    const at = getAddressDecoder().decode(key);
    const stake = 1_000n * ONE + BigInt(index) * ONE;
    const data = getOperatorPoolEncoder().encode({
      ...pool,
      firstAdmin: at,
      name: `pool ${String(index).padStart(5, '0')}`,
      totalShares: index === MOST_DELEGATED ? stake - ONE : 1_000n * ONE + (BigInt(index) * ONE) / 2n,
      totalStakedAmount: stake,
      isHalted: index % 100 === 0 ? 1 : 0,
    });
    const lamports = Number(account.lamports);
    await ask(world.network, 'surfnet_setAccount', [
      at,
      { lamports, owner: INFERENCE_STAKING_PROGRAM_ADDRESS, data: Buffer.from(data as Uint8Array).toString('hex') },
    ]);
  };
  for (let at = from; at < to; at += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, offset) => set(at + offset)));
  }
}

/** The real pool of a network that has one. */
const first = new WeakMap<World, Awaited<ReturnType<typeof openPool>>>();
