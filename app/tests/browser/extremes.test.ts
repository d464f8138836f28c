/** What one operator or one amount can drive to the ends of what accounts hold takes nothing away from anybody else. */
import { expect, test } from 'vitest';

import { makePools, writePool } from './manyPools';
import { fact } from './site';
import { stageWith } from './stage';

const stage = stageWith(async (world) => {
  await makePools(world, 1, 3);
  // All shares but one were burnt after rewards of 30,000 tokens.
  await writePool(world, 3, { name: 'one share', totalShares: 1n, totalStakedAmount: 30_000_000_000n });
});

test('a pool whose price is beyond all amounts is in the list like any other, and has its page', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/pools?sort=growth');
  const rows = page.locator('.pool-body .pool-row');
  await rows.first().getByRole('link', { name: 'one share' }).waitFor();
  await page.getByRole('link', { name: 'pool 00000' }).waitFor();
  expect(await rows.count()).toBe(4);
  expect(await rows.first().locator('[data-name="Price"]').textContent()).toBe('30,000,000,000');
  // 29,999,999,999 times what it was more.
  expect(await rows.first().locator('[data-name="Growth"]').textContent()).toBe('2,999,999,999,900 %');
  await page.getByRole('link', { name: 'one share' }).click();
  await page.getByRole('heading', { name: 'one share' }).waitFor();
  await page.getByText('2,999,999,999,900 % since the pool began').waitFor();
  await fact(page, "Operator's own stake").waitFor();
  await leave();
});

test('what nobody can have is refused where it is typed, and the page stays', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/pools');
  await page.getByRole('link', { name: 'pool 00002' }).click();
  await page.getByLabel('If you staked').fill('18446744073709');
  const question = page.getByRole('region', { name: 'What would a stake do?' });
  await question.getByText('PoolTotalTooLarge').waitFor();
  expect(await page.getByRole('heading', { name: 'pool 00002' }).isVisible()).toBe(true);
  await leave();
});
