/** An epoch is published while somebody decides: nothing is signed but what was shown. */
import { activateStake } from '@inference-staking/sdk';
import type { Address, KeyPairSigner } from '@solana/kit';
import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';

import { stageWith } from './stage';
import { addTestWallet, connectTestWallet, gate } from './testWallet';
import { accrueAll, EPOCH_REWARDS, finishEpoch, ONE, openDelegatedPool, type World } from './world';

let world: World;
let delegator: KeyPairSigner;
let pool: Address;
let epoch = 0n;

const stage = stageWith(async (prepared) => {
  world = prepared;
  ({ delegator, pool } = await openDelegatedPool(world));
  await accrueAll(world, await publish());
  const request = { operatorPool: pool, owners: [delegator.address], feePayer: delegator.address };
  await world.carryOut(delegator, await activateStake(world.reader, request));
});

async function publish() {
  epoch += 1n;
  const { tree } = await finishEpoch(world, epoch, [{ pool, reward: EPOCH_REWARDS, usdc: 100n * ONE }]);
  return tree;
}

const CHANGED = 'What this does has changed since you looked: look again.';
const LOSES = 'shares that leave lose their part of it';

/** Offers to unstake a token, where nothing is lost by it. */
async function offered() {
  const { page, leave } = await stage.visit();
  const wallet = await addTestWallet(page, delegator);
  await stage.open(page, '#/wallet');
  await connectTestWallet(page);
  await page.getByRole('button', { name: 'Unstake' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount').fill('1');
  await dialog.getByText('Waits in a ticket').waitFor();
  expect(await dialog.getByText(LOSES).isVisible()).toBe(false);
  return { page, leave, wallet, dialog, button: dialog.getByRole('button', { name: 'Confirm in Test wallet' }) };
}

/** The page hears nothing of the node until the function that it gives is called. */
async function deaf(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = [];
  let isHeld = true;
  await page.route(`${world.network.rpcUrl}/**`, async (route) => {
    if (isHeld) held.push(route);
    else await route.continue();
  });
  return async () => {
    isHeld = false;
    await Promise.all(held.map((route) => route.continue()));
  };
}

test('what is confirmed after an epoch was published is shown anew, and the wallet is not asked before that', async () => {
  const { page, leave, wallet, dialog, button } = await offered();
  const hear = await deaf(page);
  const tree = await publish();
  await button.click();
  await hear();
  await dialog.getByText(CHANGED).waitFor();
  await dialog.getByText(LOSES).waitFor();
  expect(wallet.asked()).toBe(0);
  await button.click();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  expect(wallet.asked()).toBe(1);
  await accrueAll(world, tree);
  await leave();
});

test('a preview follows the chain while it stands there', async () => {
  const { leave, wallet, dialog } = await offered();
  const tree = await publish();
  await dialog.getByText(CHANGED).waitFor();
  await dialog.getByText(LOSES).waitFor();
  expect(wallet.asked()).toBe(0);
  await accrueAll(world, tree);
  await leave();
});

test('a clock that moves a little before and a little after the wallet is asked changes nothing', async () => {
  const { page, leave, wallet, dialog, button } = await offered();
  const { open: approve, opened: approved } = gate();
  wallet.behave('approves', approved);
  // Each by less than the 600 s that a time may be another one, both by more.
  await world.network.travel(500n);
  await button.click();
  await dialog.getByText('Nothing is sent before you do.').waitFor();
  await world.network.travel(500n);
  approve();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  expect(wallet.asked()).toBe(1);
  expect(await page.getByText(CHANGED).count()).toBe(0);
  await leave();
});

test('what was approved is not sent if an epoch was published while the wallet was open', async () => {
  const { page, leave, wallet, dialog, button } = await offered();
  const { open: approve, opened: approved } = gate();
  wallet.behave('approves', approved);
  await button.click();
  await dialog.getByText('Nothing is sent before you do.').waitFor();
  const tree = await publish();
  const hear = await deaf(page);
  approve();
  await dialog.getByText('Approved in Test wallet. Nothing is sent yet').waitFor();
  await hear();
  await dialog.getByText('What this does has changed while Test wallet was asked. Nothing was sent').waitFor();
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await dialog.getByText(CHANGED).waitFor();
  await dialog.getByText(LOSES).waitFor();
  await accrueAll(world, tree);
  await leave();
});
