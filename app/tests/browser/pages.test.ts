/** Every page on a network with a history: its figures are those of the command line, and it is accessible in every look. */

import { findRewardRecordPda } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { type Amount, asked, commandLine } from './commandLine';
import { type History, makeHistory } from './history';
import { DESKTOP, expectAccessible, expectNoSidewaysScroll, fact, PHONE, refuse, screenshot, type Visit } from './site';
import { stageWith } from './stage';
import { ask, EPOCH_REWARDS, inTokens, type World } from './world';

let world: World;
let pools: History['pools'];
let owner: Address;
let trees: History['trees'];

const stage = stageWith(async (prepared) => {
  world = prepared;
  ({ owner, pools, trees } = await makeHistory(world));
});

/** What stands beside a name in a section. */
function factOf(page: Page, section: string, name: string) {
  return fact(page, name, page.getByRole('region', { name: section }));
}

/** An amount as the site writes it. */
function shown({ ui }: Amount): string {
  const [whole = '', fraction] = ui.split('.');
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '');
}

interface Status {
  solvent: boolean;
  current_epoch: number;
  pools: {
    pools_there: number;
    behind: number;
    halted: number;
    closed: number;
    staked: Amount;
    activating: Amount;
    unstaking: Amount;
  };
  vaults: { holds: Amount; owes: Amount }[];
}

test('the network page says what `status` says', async () => {
  const status = asked<Status>(world.network.rpcUrl, 'status');
  expect(status.solvent).toBe(true);
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/network');
  await page.getByRole('heading', { name: `Epoch ${status.current_epoch}`, exact: true }).waitFor();
  const headline = (name: string) =>
    page.locator('.headline', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
  const { activating, behind, closed, halted, pools_there, staked, unstaking } = status.pools;
  await headline('Staked')
    .getByText(`${shown(staked)} tokens`)
    .waitFor();
  await headline('Activating')
    .getByText(`${shown(activating)} tokens`)
    .waitFor();
  await headline('In cooldown')
    .getByText(`${shown(unstaking)} tokens`)
    .waitFor();
  await headline('Pools')
    .getByRole('link', { name: String(pools_there) })
    .waitFor();
  expect(await factOf(page, 'Halts and pools behind', 'Pools halted').textContent()).toBe(String(halted));
  expect(await factOf(page, 'Halts and pools behind', 'Pools behind').textContent()).toBe(String(behind));
  expect(await factOf(page, 'Halts and pools behind', 'Pools closed or closing').textContent()).toBe(String(closed));
  await page.getByText('global vaults hold what they owe').waitFor();
  await page.getByRole('button', { name: 'Check the vaults of all 3 pools too' }).click();
  await page.getByText('None of 3 pool vaults is short.').waitFor();
  await page.getByText('every vault holds what it owes').waitFor();
  const cells = await page.getByRole('region', { name: 'Vaults' }).locator('tbody tr').allTextContents();
  expect(cells.length).toBe(3);
  for (const [index, vault] of status.vaults.entries()) {
    expect(cells[index]).toContain(shown(vault.holds));
    expect(cells[index]).toContain(shown(vault.owes));
  }
  await page.getByText('Test network.').waitFor();
  await leave();
});

test('the network page says of what an epoch pays that it could not be read', async () => {
  const { page, leave } = await stage.visit();
  const [record] = await findRewardRecordPda({ epoch: 2n });
  await refuse(page, world.network.rpcUrl, record, 'no records here');
  await stage.open(page, '#/network');
  const said = page.getByRole('region', { name: 'Epoch 3' }).getByRole('alert');
  await said.getByText('The node refuses: “no records here”.').waitFor();
  await page.unroute(`${world.network.rpcUrl}/**`);
  await said.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('10,000 tokens', { exact: true }).first().waitFor();
  expect(await said.count()).toBe(0);
  await leave();
});

interface PoolRow {
  pool: string;
  name: string;
  state: string;
  staked: Amount;
  share_price: string;
  yield_since_start: string;
}

test('the list of pools says what `pool list` says, and what the last epoch paid by its tree file', async () => {
  const { pools: rows } = asked<{ pools: PoolRow[] }>(world.network.rpcUrl, 'pool list');
  expect(rows.length).toBe(3);
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/pools');
  await page.getByRole('link', { name: 'Aurora compute' }).waitFor();
  const cells = (name: string) =>
    page
      .locator('.pool-row', { has: page.getByRole('link', { name }) })
      .getByRole('cell')
      .allTextContents();
  for (const row of rows) {
    const [name, staked, price, , growth] = await cells(row.name);
    if (row.state !== 'open') expect(name).toContain(row.state);
    expect(/clos/.test(name ?? '')).toBe(/clos/.test(row.state));
    expect(staked).toContain(shown(row.staked));
    expect(price).toBe(row.share_price);
    // Of 10^15, in steps of 0.0001 %.
    expect(growth).toBe(`${Number(BigInt(row.yield_since_start) / 10n ** 9n) / 10_000} %`);
  }
  const aurora = await cells('Aurora compute');
  // 100 USDC less 20 %, over 2,000 tokens of shares.
  expect(aurora[5]).toBe('0.04');
  expect(aurora[7]).toMatch(/^10%15% from epoch \d+$/);
  expect(aurora[0]).toContain('1 behind');
  expect((await cells('Northern GPUs'))[0]).toContain('halted');
  // 10,000 tokens less 10 %, over 7,400 that are staked: 121.6216 %.
  expect(aurora[6]).toBe('–');
  await page
    .getByLabel('Open a tree file')
    .setInputFiles({ name: '2.json', mimeType: 'application/json', buffer: Buffer.from(trees[1]) });
  await page.getByText('What epoch 2 paid is checked against its root on chain. An estimate:').waitFor();
  expect((await cells('Aurora compute'))[6]).toBe('121.6216 %');
  // A file that says something else than what was committed is refused.
  const forged = trees[1].replace('"root":"', '"root":"00').replace(/("root":"[0-9a-f]{64})[0-9a-f]{2}/, '$1');
  await page
    .getByLabel('Open a tree file')
    .setInputFiles({ name: '2.json', mimeType: 'application/json', buffer: Buffer.from(forged) });
  await page.getByRole('alert').getByText('root').waitFor();
  await page.getByLabel('Show').selectOption('Take delegations now');
  await page.getByText('1 of 3 pools').waitFor();
  await leave();
});

test('what of the deposits of a pool is ripe, and when the rest can be, is said as `status` says it', async () => {
  interface Activations {
    activating: { ripe: Amount; can_activate: Amount; waiting: { ripe: Amount }[] };
    next_mark_from: number;
  }
  const { activating, next_mark_from: mark } = asked<Activations>(world.network.rpcUrl, 'status');
  expect(shown(activating.ripe)).toBe('400');
  expect(activating.can_activate.amount).toBe('0');
  const { page, leave } = await stage.visit();
  await stage.open(page, `#/pools/${pools.first}`);
  const deposits = factOf(page, 'In the pool', 'Activating');
  await deposits.getByText('450 tokens').waitFor();
  const parts = deposits.getByRole('listitem');
  await parts.nth(1).waitFor();
  // Epoch 2 is claimable: the pool only has to pass it.
  expect(await parts.nth(0).textContent()).toMatch(/^400 tokens ripe, not shares yet.*epoch.*[^,]\.$/);
  // There is no challenge period: epoch 3 can be passed from when it can be marked.
  const words = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
  expect(await parts.nth(1).textContent()).toContain(
    '50 tokens becomes shares once epoch 3 is over and the pool has passed it, at the earliest in',
  );
  expect(await parts.nth(1).textContent()).toContain(words.format(new Date(mark * 1_000)));
  // The network page has the same mark.
  await stage.open(page, '#/network');
  const ends = factOf(page, 'Epoch 3', 'Epoch 3 may end');
  expect(await ends.textContent()).toContain(words.format(new Date(mark * 1_000)));
  // Who has both sees each by itself.
  await stage.open(page, `#/wallet/${owner}`);
  await factOf(page, 'Aurora compute', 'Activating').getByText('ripe, not shares yet').waitFor();
  await leave();
});

interface Portfolio {
  positions: { name: string; value: Amount; activating: Amount; claimable_usdc: Amount; shares: string | number }[];
}

test('a wallet is what `portfolio` says, for anybody who looks', async () => {
  const { positions } = asked<Portfolio>(world.network.rpcUrl, `portfolio ${owner}`);
  expect(positions.length).toBe(2);
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/wallet');
  await page.getByLabel('Any address').fill(owner);
  await page.getByRole('button', { name: 'Look' }).click();
  for (const { activating, claimable_usdc, name, value } of positions) {
    await page.getByRole('region', { name }).waitFor();
    expect(await factOf(page, name, 'Shares').textContent()).toContain(`${shown(value)} tokens`);
    expect(await factOf(page, name, 'USDC to claim').textContent()).toContain(`${shown(claimable_usdc)} USDC`);
    if (BigInt(activating.amount) > 0n)
      expect(await factOf(page, name, 'Activating').textContent()).toContain(`${shown(activating)} tokens`);
  }
  await page.getByRole('region', { name: 'Retired rack' }).getByText('pool closed', { exact: true }).waitFor();
  await factOf(page, 'Retired rack', 'Lock and rank').getByText('pool closed: nothing is held').waitFor();
  // Who only looks has no buttons to act with.
  expect(await page.getByRole('button', { name: 'Unstake' }).count()).toBe(0);
  await leave();
});

test('a pool says what a stake would do, without a wallet', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, `#/pools/${pools.first}`);
  await page.getByLabel('If you staked').fill('100');
  // At 7,400 tokens for 2,000 shares: floor(100,000,000 * 2000 / 7400) base units.
  const question = page.getByRole('region', { name: 'What would a stake do?' });
  await question.getByText('27.027027 shares for').waitFor();
  await question.getByText('once epoch 3 is over').waitFor();
  await question.getByText('the pool has 1 older epoch to pass first').waitFor();
  await question.getByText('takes 7d in a ticket').waitFor();
  await page.locator('.events').getByText('Rewards of epoch 1').first().waitFor();
  // What was executed is asked for once.
  const again: string[] = [];
  page.on('request', (request) => again.push(request.postData() ?? ''));
  await expect
    .poll(() => again.filter((body) => body.includes('getSignaturesForAddress')).length, { timeout: 12_000 })
    .toBe(1);
  expect(again.filter((body) => body.includes('"getTransaction"'))).toEqual([]);
  await page.goto(`${page.url().split('#')[0]}#/pools/${pools.halted}`);
  await page.getByRole('heading', { name: 'Northern GPUs' }).waitFor();
  await page.getByLabel('If you staked').fill('100');
  await question.getByText('PoolHalted').waitFor();
  // It stays while the same is asked again, however long that takes.
  let asked = 0;
  await page.route(`${world.network.rpcUrl}/**`, () => {
    asked += 1;
  });
  await page.waitForTimeout(6_000);
  expect(asked).toBeGreaterThan(0);
  expect(await question.getByText('PoolHalted').isVisible()).toBe(true);
  await leave();
});

test('the rank calculator is the program to the unit, and sliders move the plots', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/economics');
  await page.getByText("This network's own schedule").waitFor();
  const calculator = page.getByRole('region', { name: 'Rank calculator' });
  await calculator.getByText("A pool's admin can let a friend out of its lock").waitFor();
  await calculator.getByLabel('Value of the shares').fill('0.00125');
  // 1,250 base units: the vectors of SPEC 16.
  for (const [days, rank] of [
    ['14', '0.001393'],
    ['180', '0.003099'],
    ['365', '0.005'],
  ]) {
    expect(
      await calculator
        .locator('tr', { has: page.getByRole('rowheader', { name: days as string, exact: true }) })
        .locator('td')
        .textContent(),
    ).toBe(rank);
  }
  const own = page
    .locator('figure', { has: page.getByRole('heading', { name: 'Total supply' }) })
    .locator('.line-own')
    .first();
  const before = await own.getAttribute('d');
  await page.getByLabel('Budget of period 0').focus();
  for (let steps = 0; steps < 5; steps += 1) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(
    (old) => !Array.from(document.querySelectorAll('.line-own')).some((line) => line.getAttribute('d') === old),
    before,
  );
  // The command that draws the same is one.
  await page.getByRole('button', { name: 'Try a disinflation' }).click();
  await page.getByText('Draw the same in the command line, with tables').click();
  const command = await page.locator('.command code', { hasText: 'simulate' }).textContent();
  const words = (command ?? '').split(' ').slice(1).join(' ').replace(' --out folder', '');
  expect(commandLine([...words.split(' '), '--output', 'json'])).toContain('"kind": "disinflation"');
  await page.getByRole('button', { name: "The network's schedule" }).click();
  await page.getByText("This network's own schedule").waitFor();
  await leave();
});

test('the economics begin with what is staked of the supply, and look ahead from a month on', async () => {
  const { pools: of } = asked<Status>(world.network.rpcUrl, 'status');
  const mint = await ask(world.network, 'getTokenSupply', [world.network.stakeMint]);
  const supply = BigInt((mint as { value: { amount: string } }).value.amount);
  // In steps of 0.01 %, to the nearest.
  const steps = (BigInt(of.staked.amount) * 10_000n + supply / 2n) / supply;
  expect(steps).toBeGreaterThan(0n);
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/economics');
  await page.getByText("This network's own schedule").waitFor();
  const staked = page.getByRole('slider', { name: /^Staked/ });
  expect(await staked.inputValue()).toBe(String(Number(steps) / 100));
  await page.getByText("Staked at the start: this network's part of the supply now.").waitFor();
  // Both epochs issued 10,000 tokens.
  await page.getByText(`Starting supply: ${inTokens(supply - 2n * EPOCH_REWARDS)} tokens`).waitFor();
  await page.getByText('What has passed is drawn as it was issued: 2 epochs by their records.').waitFor();
  await page.getByText('2 epochs have passed').first().waitFor();
  // So little is staked that the words of its dot stand behind it, inside the plot.
  const plot = page.locator('figure', { has: page.getByRole('heading', { name: /^Relative dilution of un-staked/ }) });
  const [inside, dot] = [plot.locator('svg').first(), plot.locator('svg text', { hasText: ' %: ' })];
  expect((await dot.boundingBox())?.x).toBeGreaterThan((await inside.boundingBox())?.x ?? Number.NaN);
  const horizon = page.getByRole('slider', { name: /^Horizon/ });
  expect(await horizon.getAttribute('aria-valuetext')).toBe('15 years');
  await horizon.focus();
  await page.keyboard.press('Home');
  expect(await horizon.getAttribute('aria-valuetext')).toBe('1 month (30 days)');
  await page.getByText('Inflation, first 30 days, annualised').waitFor();
  await page.getByText('Supply after 1 month (30 days)').waitFor();
  await expectAccessible(page);
  // The command is still that of the network's own schedule, and is one.
  await page.getByText('Draw the same in the command line, with tables').click();
  const command = await page.locator('.command code', { hasText: 'simulate' }).textContent();
  const words = (command ?? '').split(' ').slice(1).join(' ').replace(' --out folder', '');
  expect(words).toContain('--epochs 30');
  expect(commandLine([...words.split(' '), '--output', 'json'])).toContain('"kind": "table"');
  await leave();
});

/** What a list tells at any width: all figures, which way they are sorted, and what the yield is not. */
async function expectSameFigures(page: Page): Promise<void> {
  const row = page.locator('.pool-row', { has: page.getByRole('link', { name: 'Aurora compute' }) });
  // Only what is seen has a role: each of the columns.
  expect(await row.getByRole('cell').count()).toBe(9);
  expect(await row.getByText('activating').isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'The other way round' }).isVisible()).toBe(true);
  const file = { name: '2.json', mimeType: 'application/json', buffer: Buffer.from(trees[1]) };
  await page.getByLabel('Open a tree file').setInputFiles(file);
  const caveat =
    "An estimate: tokens for the holders, of today's stake, less the commission that held in the epoch as far as the pool still says it.";
  await page.getByText(`What epoch 2 paid is checked against its root on chain. ${caveat}`).waitFor();
}

const LOOKS: [string, Visit][] = [
  ['desktop-light', { viewport: DESKTOP, colorScheme: 'light' }],
  ['desktop-dark', { viewport: DESKTOP, colorScheme: 'dark' }],
  ['phone-light', { viewport: PHONE, colorScheme: 'light' }],
  ['phone-dark', { viewport: PHONE, colorScheme: 'dark' }],
];

test.each(LOOKS)('every page is accessible and fits: %s', async (look, how) => {
  const { page, leave } = await stage.visit(how);
  const shownPages: [name: string, hash: string, ready: string][] = [
    ['network', '#/network', 'global vaults hold what they owe'],
    ['pools', '#/pools', 'Aurora compute'],
    ['pool', `#/pools/${pools.first}`, 'Rewards of epoch 1'],
    ['wallet', `#/wallet/${owner}`, 'Retired rack'],
    ['wallet-nobody', '#/wallet', 'Connect a wallet, or write any address.'],
    ['economics', '#/economics', 'Relative dilution over time'],
    ['settings', '#/settings', 'Proof service (optional)'],
  ];
  for (const [name, hash, ready] of shownPages) {
    await stage.open(page, hash);
    await page
      .getByText(ready, { exact: name !== 'economics' })
      .first()
      .waitFor();
    await page.getByText('Test network.').waitFor();
    if (name === 'pools') await expectSameFigures(page);
    // In the dark only the colours are others.
    await expectAccessible(page, how.colorScheme === 'dark' ? ['color-contrast'] : undefined);
    await expectNoSidewaysScroll(page);
    await screenshot(page, `${name}-${look}`);
  }
  await leave();
});
