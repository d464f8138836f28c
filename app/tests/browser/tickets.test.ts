/** What was unstaked and has waited: it can be claimed as far as that is known and nothing stands against it. */
import {
  findPoolOverviewPda,
  getPoolOverviewEncoder,
  INFERENCE_STAKING_PROGRAM_ADDRESS,
  type PoolOverview,
  readNetwork,
  readPool,
  setPoolHalt,
  stake,
  unstake,
} from '@inference-staking/sdk';
import type { Address, KeyPairSigner } from '@solana/kit';
import { expect, test } from 'vitest';

import { expectAccessible, refuseLists } from './site';
import { stageWith } from './stage';
import { accrueAll, ask, DAY, EPOCH_REWARDS, finishEpoch, ONE, openPool, type World } from './world';

let world: World;
let delegator: KeyPairSigner;
let pool: Address;

/** wallet-2 has in one pool a ticket that has matured and a deposit that is ripe. */
const stage = stageWith(async (prepared) => {
  world = prepared;
  const { carryOut, network, reader, signer } = world;
  delegator = await signer('wallet-2');
  pool = await openPool(world, await signer('wallet-1'), 'my pool', 2_000n * ONE);
  await carryOut(delegator, await stake(reader, { operatorPool: pool, owner: delegator, amount: 20n * ONE }));
  const amount = { kind: 'Activating', tokens: 5n * ONE } as const;
  await carryOut(delegator, await unstake(reader, { operatorPool: pool, owner: delegator, amount }));
  const leaf = { pool, reward: EPOCH_REWARDS, usdc: 0n };
  await accrueAll(world, (await finishEpoch(world, 1n, [leaf])).tree);
  await network.travel(7n * DAY);
});

test('what can be claimed and become shares is green only as long as it is known', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, `#/wallet/${delegator.address}`);
  await page.locator('.badge-good', { hasText: 'can be claimed' }).waitFor();
  await page.locator('.badge-good', { hasText: 'can become shares now' }).waitFor();
  await refuseLists(page, world.network.rpcUrl);
  await page.getByText(/^Positions as they were before:/).waitFor();
  await page.getByText('can be claimed', { exact: true }).waitFor();
  expect(await page.locator('.badge-good').count()).toBe(0);
  // On the page of the pool too, where only the deposits are listed.
  await page.unroute(`${world.network.rpcUrl}/**`);
  await stage.open(page, `#/pools/${pool}`);
  await page.locator('.badge-good', { hasText: 'can become shares now' }).waitFor();
  await page.route(`${world.network.rpcUrl}/**`, (route) => route.abort());
  await page.getByText(/^The pool as it was before:/).waitFor();
  await page.getByText('can become shares now').waitFor();
  await expect.poll(() => page.locator('.badge-good').count()).toBe(0);
  await leave();
});

/** Writes the network as it is but for this. */
async function setOverview(given: Partial<PoolOverview>): Promise<void> {
  const [at] = await findPoolOverviewPda({});
  const [account] = await world.reader.accounts([at]);
  const { overview } = await readNetwork(world.reader);
  const data = Buffer.from(getPoolOverviewEncoder().encode({ ...overview, ...given }) as Uint8Array).toString('hex');
  const owner = INFERENCE_STAKING_PROGRAM_ADDRESS;
  await ask(world.network, 'surfnet_setAccount', [at, { lamports: Number(account?.lamports), owner, data }]);
}

test('while nothing is paid, what has waited is not said to be claimable', async () => {
  const { now } = await readNetwork(world.reader);
  await setOverview({ hasWithdrawalHalt: 1, withdrawalHaltedUntil: now + DAY });
  const { page, leave } = await stage.visit();
  await stage.open(page, `#/wallet/${delegator.address}`);
  const card = page.getByRole('region', { name: 'my pool' });
  await card.getByText('cooldown over', { exact: true }).waitFor();
  await card.getByText(/withdrawals are halted/i).waitFor();
  expect(await card.getByText('can be claimed').count()).toBe(0);
  await expectAccessible(page);
  await setOverview({ hasWithdrawalHalt: 0, withdrawalHaltedUntil: 0n });
  await card.getByText('can be claimed', { exact: true }).waitFor();
  await leave();
});

test("nor is that of a halted pool's operator, while delegators are paid", async () => {
  const { carryOut, network, reader, signer } = world;
  const operator = await signer('wallet-1');
  await carryOut(operator, await stake(reader, { operatorPool: pool, owner: operator, amount: 10n * ONE }));
  const amount = { kind: 'Activating', tokens: 10n * ONE } as const;
  await carryOut(operator, await unstake(reader, { operatorPool: pool, owner: operator, amount }));
  await network.travel(60n * DAY);
  const authority = await signer('halt-authority');
  await carryOut(authority, await setPoolHalt(reader, { authority, operatorPool: pool, halted: true }));
  expect((await readPool(reader, pool)).pool.isHalted).toBe(1);
  const { page, leave } = await stage.visit();
  await stage.open(page, `#/wallet/${operator.address}`);
  const card = page.getByRole('region', { name: 'my pool' });
  await card.getByText('cooldown over', { exact: true }).waitFor();
  await card.getByText('pool halted', { exact: true }).waitFor();
  await stage.open(page, `#/wallet/${delegator.address}`);
  await card.getByText('can be claimed', { exact: true }).waitFor();
  await leave();
});
