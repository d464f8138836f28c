/** A plan of two transactions that stops after the first: what was executed is shown. */
import { activateStake, readPositions, unstake } from '@inference-staking/sdk';
import type { Address, KeyPairSigner } from '@solana/kit';
import { expect, test } from 'vitest';

import { stageWith } from './stage';
import { addTestWallet, connectTestWallet, gate } from './testWallet';
import { accrueAll, DAY, EPOCH_REWARDS, finishEpoch, ONE, openDelegatedPool, type World } from './world';

let world: World;
let delegator: KeyPairSigner;
let pool: Address;

const stage = stageWith(async (prepared) => {
  world = prepared;
  ({ delegator, pool } = await openDelegatedPool(world));
  const { address: owner } = delegator;
  const leaves = [{ pool: pool, reward: EPOCH_REWARDS, usdc: 100n * ONE }];
  await accrueAll(world, (await finishEpoch(world, 1n, leaves)).tree);
  const request = { operatorPool: pool, owners: [owner], feePayer: owner };
  await world.carryOut(delegator, await activateStake(world.reader, request));
  await accrueAll(world, (await finishEpoch(world, 2n, leaves)).tree);
  await leaveWithSome();
});

/** Lets 100 tokens wait in a ticket until they can be claimed. */
async function leaveWithSome(): Promise<void> {
  const amount = { kind: 'Tokens', tokens: 100n * ONE } as const;
  await world.carryOut(delegator, await unstake(world.reader, { operatorPool: pool, owner: delegator, amount }));
  await world.network.travel(7n * DAY);
}

/** A page on which all was asked to be claimed, in two transactions: the first is signed at once, the second never before it is looked at. */
async function claimingAll(looked: Promise<void>) {
  const { page, leave } = await stage.visit();
  const wallet = await addTestWallet(page, delegator);
  await stage.open(page, '#/wallet');
  await connectTestWallet(page);
  const dialog = page.getByRole('dialog');
  const signature = dialog.locator('.signature code');
  await page.getByRole('button', { name: 'Claim all' }).click();
  await dialog.getByText('for 2 transactions').waitFor();
  await page.route(`${world.network.rpcUrl}/**`, async (route) => {
    if (route.request().postData()?.includes('"sendTransaction"')) wallet.behave('refuses', looked);
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  await dialog.getByText('Nothing more is sent before you do.').waitFor({ timeout: 30_000 });
  return { page, leave, wallet, dialog, signature, first: await signature.textContent() };
}

test('of what was executed before a wallet refused the rest, the signatures are shown', async () => {
  const { open: refuse, opened: looked } = gate();
  const { leave, wallet, dialog, signature, first } = await claimingAll(looked);
  refuse();
  await dialog.getByText('Test wallet did not sign').waitFor();
  await dialog.getByText('Executed before it: 1 of the transactions.').waitFor();
  expect(await signature.allTextContents()).toEqual([first]);
  expect(wallet.asked()).toBe(2);
  // Tokens came, and the USDC is still there to claim.
  const [position] = await readPositions(world.reader, delegator.address);
  expect(position?.matured).toBe(0n);
  expect(position?.claimableUsdc).toBeGreaterThan(0n);
  await leave();
});

test('of what was executed before somebody stopped, the signatures are shown', async () => {
  await leaveWithSome();
  const { page, leave, dialog, signature, first } = await claimingAll(gate().opened);
  await page.keyboard.press('Escape');
  await dialog.getByText('Nothing more is sent, even if you still approve it in Test wallet').waitFor();
  await dialog.getByText('Executed before it: 1 of the transactions.').waitFor();
  expect(await signature.allTextContents()).toEqual([first]);
  await leave();
});
