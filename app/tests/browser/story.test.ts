/** The life of a delegation, clicked through: by a delegator on a desktop, and by the operator on a phone. */
import type { Address, KeyPairSigner } from '@solana/kit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { DESKTOP, expectAccessible, fact, PHONE, screenshot } from './site';
import { stageWith } from './stage';
import { addTestWallet, connectTestWallet } from './testWallet';
import { accrueAll, DAY, EPOCH_REWARDS, finishEpoch, inTokens, ONE, openPool, type World } from './world';

let world: World;
let operator: KeyPairSigner;
let delegator: KeyPairSigner;
let pool: Address;

const stage = stageWith(async (prepared) => {
  world = prepared;
  [operator, delegator] = await Promise.all([world.signer('wallet-1'), world.signer('wallet-2')]);
  pool = await openPool(world, operator, 'my pool', 2_000n * ONE);
});

/** Agrees to what the dialog shows, and closes it once it is done. */
async function agree(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'hidden' });
}

test('a delegator stakes, earns, activates, locks, leaves and is paid, to the base unit', async () => {
  const { page, leave } = await stage.visit({ viewport: DESKTOP });
  await addTestWallet(page, delegator);
  await stage.open(page, '#/pools');
  await connectTestWallet(page);
  await page.getByRole('link', { name: 'my pool' }).click();
  await page.getByRole('button', { name: 'Stake', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const amount = dialog.getByLabel('Amount');
  // What cannot be meant is said at once, and cannot be confirmed.
  await amount.waitFor();
  // Whoever opens it can type at once.
  await page.keyboard.type('1,5');
  await dialog.getByText('Write a point before the decimals').waitFor();
  await amount.fill('1.0000001');
  await dialog.getByText('has 7 decimals, the mint only 6').waitFor();
  await amount.fill('2000000');
  await dialog.getByText('That is more than there is').waitFor();
  expect(await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).isDisabled()).toBe(true);
  await amount.fill('500');
  expect(await fact(page, 'Leaves your wallet').textContent()).toBe('500 tokens');
  await dialog.getByText('once epoch 1 is over and the pool has passed it').waitFor();
  await dialog.getByText('from epoch 2 on, at the earliest').waitFor();
  // One signature.
  await dialog.getByText('0.000005 SOL').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'stake-preview-desktop', false);
  await agree(page);

  await page.getByRole('link', { name: 'Wallet', exact: true }).click();
  await page.getByRole('heading', { name: 'my pool' }).waitFor();
  await fact(page, 'Activating').getByText('becomes shares once epoch 1 is over').waitFor();

  // Epoch 1 pays the pool 10,000 tokens and 100 USDC: a price of 5.5.
  const { tree } = await finishEpoch(world, 1n, [{ pool, reward: EPOCH_REWARDS, usdc: 100n * ONE }]);
  // Without a proof service the page cannot bring the leaf: it says what holds the activation up.
  await page.getByRole('button', { name: 'Activate' }).click();
  await dialog.getByText('PoolBehind').waitFor();
  await dialog.getByText('epoch 1 is not accrued').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await accrueAll(world, tree);
  await page.getByText('can become shares now').waitFor();
  await page.getByRole('button', { name: 'Activate' }).click();
  // 500 tokens at 5.5 are 90.90909 shares, which cost 499.999995.
  await dialog.getByText('499.999995 tokens become 90.90909 shares').waitFor();
  expect(await fact(page, 'Pool', dialog).textContent()).toContain(`my pool ${pool.slice(0, 4)}…${pool.slice(-4)}`);
  await agree(page);
  await page.getByText('90.90909 shares').first().waitFor();

  // Epoch 2 pays 110 USDC, of which 88 go to 2,090.90909 shares, and 9,000 tokens for the holders.
  const second = await finishEpoch(world, 2n, [{ pool, reward: EPOCH_REWARDS, usdc: 110n * ONE }]);
  await accrueAll(world, second.tree);
  const earned = (90_909_090n * ((88n * ONE * 10n ** 18n) / 2_090_909_090n)) / 10n ** 18n;
  expect(earned).toBe(3_826_086n);
  await fact(page, 'USDC to claim').getByText('3.826086').waitFor();
  await page.getByRole('button', { name: 'Claim all' }).click();
  await dialog.getByText('0 tokens and 3.826086 USDC').waitFor();
  await agree(page);
  await fact(page, 'USDC to claim').getByText('0 USDC').waitFor();

  // A lock of 30 days: rank = value (10,512,000 + 2,592,000) / 10,512,000.
  const worth = (90_909_090n * 20_499_999_995n) / 2_090_909_090n;
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await dialog.getByLabel('Days that the release will take').waitFor();
  await page.keyboard.type('13');
  await dialog.getByText('Write whole days, from 14 to 365.').waitFor();
  await dialog.getByLabel('Days that the release will take').fill('30');
  const rank = (worth * 13_104_000n) / 10_512_000n;
  await dialog.getByText(inTokens(rank)).waitFor();
  await agree(page);
  await page.getByText('all shares locked').waitFor();
  await page.getByRole('button', { name: 'Extend' }).click();
  await dialog.getByLabel('Days longer').fill('335');
  await dialog.getByText('release then takes 365d').waitFor();
  await agree(page);
  await page.getByText('released over 365d').waitFor();
  await page.getByText('as long as a lock can be: 365 days').waitFor();
  expect(await page.getByRole('button', { name: 'Extend' }).count()).toBe(0);

  // What is locked stays; the rest may leave, which is 5 base units of the deposit.
  await page.getByRole('button', { name: 'Unstake' }).click();
  await dialog.getByText(`You have 0.000005 tokens that can leave, and ${inTokens(worth)} that are locked.`).waitFor();
  await dialog.getByRole('button', { name: 'Max' }).click();
  expect(await dialog.getByLabel('Amount').inputValue()).toBe('0.000005');
  await dialog.getByLabel('Amount').fill('0.00001');
  await dialog.getByText('The shares are locked: unstake fewer, or begin the unlock and wait').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await dialog.getByText('The rank is gone at once').waitFor();
  await agree(page);
  await page.getByText('shares still locked').waitFor();
  await page.getByRole('button', { name: 'Lock again' }).click();
  await agree(page);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await agree(page);
  await world.network.travel(365n * DAY);
  await page.getByText('not locked, rank 0').waitFor();

  // Max leaves nothing behind, and the page is never loaded again.
  await page.evaluate(() => {
    (window as unknown as { isTheSame: boolean }).isTheSame = true;
  });
  await page.getByRole('button', { name: 'Unstake' }).click();
  await dialog.getByRole('button', { name: 'Max' }).click();
  await dialog.getByText('Waits in a ticket').waitFor();
  await agree(page);
  expect(await page.evaluate(() => 'isTheSame' in window)).toBe(true);
  await page.getByText('Ticket 0', { exact: true }).waitFor();
  await page.getByText(/6d 23h left|7d left/).waitFor();
  expect(await fact(page, 'Shares').textContent()).toContain('0 shares');
  await page.getByRole('button', { name: 'Cancel ticket 0' }).click();
  await dialog.getByText('Becomes a deposit again').waitFor();
  await agree(page);
  await page.getByText('becomes shares once epoch 3 is over').waitFor();
  await page.getByRole('button', { name: 'Unstake' }).click();
  await dialog.getByRole('button', { name: 'Max' }).click();
  await agree(page);
  await world.network.travel(7n * DAY);
  await page.getByText('can be claimed', { exact: true }).waitFor();
  await screenshot(page, 'wallet-ticket-desktop');
  await page.getByRole('button', { name: 'Claim tokens' }).click();
  await agree(page);
  // 1,000,000 - 500 + what the shares were worth and the 5 base units that never were any.
  const held = 1_000_000n * ONE - 500n * ONE + worth + 5n;
  await page
    .getByText(`${inTokens(held)} tokens`)
    .first()
    .waitFor();
  await leave();
});

test('an operator stakes in its own pool, and is told what it has to keep', async () => {
  const { page, leave } = await stage.visit({ viewport: PHONE });
  await addTestWallet(page, operator);
  await stage.open(page, `#/pools/${pool}`);
  await connectTestWallet(page);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Stake', exact: true }).click();
  await dialog.getByLabel('Amount').fill('10');
  await expectAccessible(page);
  await screenshot(page, 'stake-preview-phone', false);
  await agree(page);
  await page.getByRole('link', { name: 'Wallet', exact: true }).click();
  await page.getByRole('button', { name: 'Unstake' }).click();
  await dialog.getByRole('button', { name: 'Max' }).click();
  await dialog.getByText('OperatorStakeBelowMinimum').waitFor();
  await screenshot(page, 'refused-phone', false);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await leave();
});
