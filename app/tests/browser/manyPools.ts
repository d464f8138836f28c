/** Networks of thousands of pools. */
import {
  getOperatorPoolDecoder,
  getOperatorPoolEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  type OperatorPool,
} from '@inference-staking/sdk';
import { type EncodedAccount, getAddressDecoder } from '@solana/kit';

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
  const set = (index: number) => {
    const stake = 1_000n * ONE + BigInt(index) * ONE;
    return writePool(world, index, {
      name: `pool ${String(index).padStart(5, '0')}`,
      totalShares: index === MOST_DELEGATED ? stake - ONE : 1_000n * ONE + (BigInt(index) * ONE) / 2n,
      totalStakedAmount: stake,
      isHalted: index % 100 === 0 ? 1 : 0,
    });
  };
  for (let at = from; at < to; at += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, offset) => set(at + offset)));
  }
}

/** Writes a copy of the real pool that is another in this. */
export async function writePool(world: World, number: number, given: Partial<OperatorPool>): Promise<void> {
  const account = await realPool(world);
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, 0x5eed0000 + number);
  key[31] = 1;
  const at = getAddressDecoder().decode(key);
  const pool = { ...getOperatorPoolDecoder().decode(account.data), firstAdmin: at, ...given };
  const data = Buffer.from(getOperatorPoolEncoder().encode(pool) as Uint8Array).toString('hex');
  await ask(world.network, 'surfnet_setAccount', [
    at,
    { lamports: Number(account.lamports), owner: INFERENCE_STAKING_PROGRAM_ADDRESS, data },
  ]);
}

/** The real pool of each network that has one. */
const real = new WeakMap<World, Promise<EncodedAccount>>();

function realPool(world: World): Promise<EncodedAccount> {
  const read = async () => {
    const address = await openPool(world, await world.signer('wallet-1'), 'pool 00000', 1_000n * ONE);
    const [account] = await world.reader.accounts([address]);
    if (!account) throw new Error('the pool is not there');
    return account;
  };
  const account = real.get(world) ?? read();
  real.set(world, account);
  return account;
}
