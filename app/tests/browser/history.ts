/** A network with a history: pools that are open, halted and closed, deposits, an exit, and two epochs that paid. */
import { closePool, lockStake, setPoolHalt, stake, unstake, updatePool } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';

import { accrueAll, DAY, EPOCH_REWARDS, finishEpoch, ONE, openPool, type World } from './world';

export interface History {
  pools: { first: Address; halted: Address; closed: Address };
  /** Who delegates to the first pool, and was the operator of the closed one. */
  owner: Address;
  /** The texts of the tree files, the older first. */
  trees: [string, string];
}

export async function makeHistory(world: World): Promise<History> {
  const { carryOut, reader, signer } = world;
  const [operator, delegator, other] = await Promise.all([signer('wallet-1'), signer('wallet-2'), signer('wallet-3')]);
  const first = await openPool(world, operator, 'Aurora compute', 2_000n * ONE);
  const halted = await openPool(world, other, 'Northern GPUs', 3_000n * ONE);
  const closed = await openPool(world, delegator, 'Retired rack', 1_500n * ONE);
  await carryOut(delegator, await stake(reader, { operatorPool: first, owner: delegator, amount: 500n * ONE }));
  const epoch1 = await finishEpoch(world, 1n, [
    { pool: first, reward: 6_000n * ONE, usdc: 100n * ONE },
    { pool: halted, reward: 3_000n * ONE, usdc: 50n * ONE },
    { pool: closed, reward: 1_000n * ONE, usdc: 0n },
  ]);
  await accrueAll(world, epoch1.tree);
  await carryOut(
    delegator,
    await unstake(reader, {
      operatorPool: first,
      owner: delegator,
      amount: { kind: 'Activating', tokens: 100n * ONE },
    }),
  );
  await carryOut(
    operator,
    await updatePool(reader, {
      admin: operator,
      operatorPool: first,
      changes: {
        rewardCommissionBps: 1_500,
        name: null,
        metadataUri: null,
        usdcCommissionBps: null,
        autoStake: null,
        delegationAllowed: null,
      },
    }),
  );
  // What its operator has locked is held as long as the pool is open.
  const lock = { operatorPool: closed, owner: delegator, duration: 30n * DAY };
  await carryOut(delegator, await lockStake(reader, lock));
  await carryOut(delegator, await closePool(reader, { authority: delegator, operatorPool: closed }));
  const halt = await signer('halt-authority');
  await carryOut(halt, await setPoolHalt(reader, { authority: halt, operatorPool: halted, halted: true }));
  // Nobody has accrued epoch 2: all pools are behind.
  const epoch2 = await finishEpoch(world, 2n, [
    { pool: first, reward: EPOCH_REWARDS, usdc: 10n * ONE },
    { pool: halted, reward: 0n, usdc: 0n },
    { pool: closed, reward: 0n, usdc: 0n },
  ]);
  // A deposit that comes while epoch 3 runs.
  await carryOut(other, await stake(reader, { operatorPool: first, owner: other, amount: 50n * ONE }));
  return { pools: { first, halted, closed }, owner: delegator.address, trees: [epoch1.text, epoch2.text] };
}
