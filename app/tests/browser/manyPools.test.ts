/** 10,000 pools in the list. How long the first rows take is measured by `npm run bench`. */
import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';

import { COUNT, makePools } from './manyPools';
import { DESKTOP, expectAccessible, expectNoSidewaysScroll, PHONE, screenshot } from './site';
import { stageWith } from './stage';

/** Most rows in the page, whatever is scrolled to. */
const MOST_ROWS = 60;

const stage = stageWith((world) => makePools(world, 1, COUNT), 300_000);

test('the first rows are there before all pools are read, and stay when they are', async () => {
  const { page, leave } = await stage.visit({ viewport: DESKTOP });
  // The node keeps the whole accounts of all pools to itself; it gives a column of them.
  const held: Route[] = [];
  let isHeld = true;
  await page.route(`${stage.world.network.rpcUrl}/**`, async (route) => {
    const asked = route.request().postDataJSON() as { method: string; params: { dataSlice?: object }[] } | null;
    if (isHeld && asked?.method === 'getProgramAccounts' && !asked.params[1]?.dataSlice) held.push(route);
    else await route.continue();
  });
  await stage.open(page, '#/pools');
  const rows = page.locator('.pool-body .pool-row');
  await page.getByText('10,000 pools; reading all of them, these have the most stake').waitFor();
  await rows.first().getByRole('link', { name: 'pool 09999' }).waitFor();
  const count = await rows.count();
  expect(count).toBeGreaterThan(5);
  expect(count).toBeLessThanOrEqual(MOST_ROWS);
  await expect.poll(() => held.length).toBe(1);
  isHeld = false;
  await Promise.all(held.map((route) => route.continue()));
  await page.getByText('10,000 pools, ').waitFor({ timeout: 30_000 });
  await rows.first().getByRole('link', { name: 'pool 09999' }).waitFor();
  await leave();
});

test('10,000 pools are listed, scrolled, sorted, searched and filtered with few rows in the page', async () => {
  const { page, leave } = await stage.visit({ viewport: DESKTOP });
  await stage.open(page, '#/pools');
  const rows = page.locator('.pool-body .pool-row');
  await page.getByText('10,000 pools, ').waitFor({ timeout: 30_000 });
  expect(await page.getByRole('table', { name: 'Pools' }).getAttribute('aria-rowcount')).toBe('10001');
  // The most staked comes first.
  await rows.first().getByRole('link', { name: 'pool 09999' }).waitFor();
  expect(await rows.first().textContent()).toContain('10,999');
  for (const part of [0.1, 0.5, 0.9, 1]) {
    await page.evaluate((to) => window.scrollTo(0, document.documentElement.scrollHeight * to), part);
    await page.waitForTimeout(150);
    const count = await rows.count();
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThanOrEqual(MOST_ROWS);
  }
  await page.getByRole('link', { name: 'pool 00000' }).waitFor();
  // On the way back the list is where it was left.
  await page.evaluate(() => window.scrollTo(0, 100_000));
  await page.waitForTimeout(500);
  await page.locator('.pool-body .pool-row a').nth(8).click();
  await page.getByText('In the pool').waitFor();
  await page.goBack();
  await rows.first().waitFor();
  expect(await page.evaluate(() => window.scrollY)).toBe(100_000);
  // A window higher than the most rows has no more of them, and still comes to the last.
  await page.setViewportSize({ width: DESKTOP.width, height: 6_000 });
  await page.waitForTimeout(300);
  expect(await rows.count()).toBe(MOST_ROWS);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByRole('link', { name: 'pool 00000' }).waitFor();
  expect(await rows.count()).toBe(MOST_ROWS);
  await page.setViewportSize(DESKTOP);
  await page.getByLabel('Search by name or address').fill('pool 0777');
  await page.getByText('10 of 10,000 pools').waitFor();
  await page.getByLabel('Search by name or address').fill('');
  await page.getByLabel('Show').selectOption('Halted');
  await page.getByText('99 of 10,000 pools').waitFor();
  await page.getByLabel('Show').selectOption('All pools');
  await page.getByRole('button', { name: 'Growth' }).click();
  await rows.first().getByRole('link', { name: 'pool 09999' }).waitFor();
  await page.getByRole('button', { name: 'Growth' }).click();
  await rows.first().getByRole('link', { name: 'pool 00000' }).waitFor();
  // By the operators' records, which are read for it.
  await page.getByRole('button', { name: 'Delegators' }).click();
  await rows.first().getByRole('link', { name: 'pool 09000' }).waitFor();
  // All but 1,000 of 9,999 shares.
  expect(await rows.first().locator('[data-name="Delegators"]').textContent()).toBe('89.9989 %');
  await page.getByRole('button', { name: 'Delegators' }).click();
  await rows.first().getByRole('link', { name: 'pool 00000' }).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'pools-10000-desktop', false);
  await leave();
});

test('on a phone too', async () => {
  const { page, leave } = await stage.visit({ viewport: PHONE });
  await stage.open(page, '#/pools');
  await page.getByRole('link', { name: 'pool 09999' }).waitFor();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.waitForTimeout(150);
  expect(await page.locator('.pool-body .pool-row').count()).toBeLessThanOrEqual(MOST_ROWS);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await screenshot(page, 'pools-10000-phone', false);
  await leave();
});
