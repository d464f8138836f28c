/** A node that is gone, a clock far ahead of the browser's, and the keyboard alone. */
import { readPool } from '@inference-staking/sdk';
import type { Address } from '@solana/kit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { expectAccessible, OPEN_TO_ALL, open, refuse, refuseLists, screenshot } from './site';
import { stageWith } from './stage';
import { DAY, ONE, openPool, type World } from './world';

let world: World;
let pool: Address;

const stage = stageWith(async (prepared) => {
  world = prepared;
  pool = await openPool(world, await world.signer('wallet-1'), 'my pool', 2_000n * ONE);
});

/** What is read aloud by itself is the same while the age beside it goes on: otherwise it would be read out every second. */
async function expectLiveWordsStay(page: Page): Promise<void> {
  const words = () => page.locator('[role=alert], [role=status]').allTextContents();
  const ages = () => page.getByText(/^Read .* ago\.$/).allTextContents();
  // Not every part has noticed at once that its reading fails.
  const stays = async () => {
    const [spoken, aged] = [await words(), await ages()];
    await page.waitForTimeout(1_500);
    return aged.length > 0 && String(await ages()) !== String(aged) && String(await words()) === String(spoken);
  };
  await expect.poll(stays, { timeout: 30_000 }).toBe(true);
}

/** That the whole node is gone, said above the page. */
function gone(page: Page) {
  return page.getByRole('alert').getByText(/^The node at .* does not answer/);
}

test('a node that goes while the page is open is named, what was read stays, and it is read again once it is back', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/network');
  await page.getByRole('heading', { name: 'Epoch 1' }).waitFor();
  await page.route(`${world.network.rpcUrl}/**`, (route) => route.abort());
  await gone(page).waitFor();
  expect(await page.getByRole('heading', { name: 'Epoch 1' }).isVisible()).toBe(true);
  await expectLiveWordsStay(page);
  // Nobody knows whether what was good still is.
  await expect.poll(() => page.locator('.badge-good').count()).toBe(0);
  await expectAccessible(page);
  await screenshot(page, 'node-gone-desktop');
  await page.getByRole('link', { name: 'Economics' }).click();
  await page.getByRole('heading', { name: 'Rank calculator' }).waitFor();
  await page.unroute(`${world.network.rpcUrl}/**`);
  await gone(page).waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Pools', exact: true }).click();
  await page.getByRole('link', { name: 'my pool' }).click();
  await page.locator('.badge-good', { hasText: 'open' }).waitFor();
  await page.route(`${world.network.rpcUrl}/**`, (route) => route.abort());
  await page.locator('.badge-plain', { hasText: 'open' }).waitFor();
  expect(await page.locator('.badge-good').count()).toBe(0);
  await leave();
});

test('a node that keeps its sockets open and never answers is named too', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/network');
  await page.getByRole('heading', { name: 'Epoch 1' }).waitFor();
  await page.route(`${world.network.rpcUrl}/**`, () => {});
  await gone(page).waitFor({ timeout: 30_000 });
  expect(await page.getByRole('heading', { name: 'Epoch 1' }).isVisible()).toBe(true);
  // Whoever comes while it hangs is offered the settings at once, and the command line.
  await page.reload();
  await page.getByText('Reading the network…').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'settings' }).waitFor();
  await page.getByRole('main').getByText('See the same in the command line').waitFor();
  await page.getByText('The node does not answer.').waitFor({ timeout: 30_000 });
  await leave();
});

test('a page without a node says what to do', async () => {
  const { page, leave } = await stage.visit();
  await open(page, stage.site, 'http://127.0.0.1:9', '#/pools');
  await page.getByText('The node does not answer.').waitFor();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  const field = page.getByLabel('Node (JSON-RPC URL)');
  await field.fill('127.0.0.1:8899');
  await page.getByText('Write a URL that begins with').or(page.getByText('This is no URL')).waitFor();
  await field.fill(world.network.rpcUrl);
  await page.getByLabel('Its WebSocket URL').fill(world.network.webSocketUrl);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'As this site was made' }).click();
  expect(await page.getByText('Saved.').count()).toBe(0);
  await page.getByRole('link', { name: 'Pools', exact: true }).click();
  await page.getByRole('link', { name: 'my pool' }).waitFor();
  // Kept for the next visit, without the link's parameters.
  await page.reload();
  await page.getByRole('link', { name: 'my pool' }).waitFor();
  await leave();
});

test('a node that refuses is quoted, and what to do is said', async () => {
  const { page, leave } = await stage.visit();
  await page.route(`${world.network.rpcUrl}/**`, (route) => route.fulfill({ status: 429, headers: OPEN_TO_ALL }));
  await stage.open(page, '#/pools');
  await page.getByText('The node asks for fewer requests.').waitFor();
  await page.unroute(`${world.network.rpcUrl}/**`);
  const error = { code: -32601, message: 'getProgramAccounts is not available here' };
  await page.route(`${world.network.rpcUrl}/**`, (route) =>
    route.fulfill({ status: 200, headers: OPEN_TO_ALL, json: { jsonrpc: '2.0', id: '1', error } }),
  );
  await page.getByText('The node refuses what is asked of it: “getProgramAccounts is not available here”.').waitFor();
  await page.getByText('name another node in the settings').waitFor();
  await leave();
});

test('a node that lists nothing is said of each part, and nothing stays as if it were of now', async () => {
  const { address } = await world.signer('wallet-1');
  const [pools, network, wallet] = ['#/pools', '#/network', `#/wallet/${address}`];
  const { page, leave } = await stage.visit();
  await refuseLists(page, world.network.rpcUrl);
  // Before anything was read.
  for (const hash of [pools, wallet, network]) {
    await stage.open(page, hash);
    await page.getByRole('alert').getByText('no lists here').first().waitFor();
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
  }
  expect(await page.getByText('global vaults hold what they owe').count()).toBe(0);
  // After it was read once.
  await page.unroute(`${world.network.rpcUrl}/**`);
  await page.reload();
  await page.getByText('global vaults hold what they owe').waitFor();
  await page.getByRole('link', { name: 'Pools', exact: true }).click();
  await page.getByRole('link', { name: 'my pool' }).waitFor();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, wallet);
  await page.getByRole('heading', { name: 'my pool' }).waitFor();
  await refuseLists(page, world.network.rpcUrl);
  await page.getByText(/^Positions as they were before:.*no lists here/).waitFor();
  await page.getByRole('link', { name: 'Network', exact: true }).click();
  await page.getByText(/^Vaults as they were before:.*no lists here/).waitFor({ timeout: 40_000 });
  await page.getByText(/^Stake and pools as they were before:.*no lists here/).waitFor({ timeout: 40_000 });
  await page.getByText('not known now', { exact: true }).waitFor();
  await expectLiveWordsStay(page);
  expect(await page.getByText('global vaults hold what they owe').count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Pools', exact: true }).click();
  await page.getByText(/^Pools as they were before:.*no lists here/).waitFor();
  expect(await page.getByRole('link', { name: 'my pool' }).isVisible()).toBe(true);
  await leave();
});

/** What is large is read again after half a minute. The page's clock has to be installed. */
async function readsAgain(page: Page): Promise<void> {
  await page.clock.fastForward(31_000);
}

test('the economics do not wait for the stake of all pools, and say what could not be read', async () => {
  const { page, leave } = await stage.visit();
  await page.clock.install();
  // Lists are never answered.
  await page.route(`${world.network.rpcUrl}/**`, (route) =>
    route.request().postData()?.includes('"getProgramAccounts"') ? undefined : route.continue(),
  );
  await stage.open(page, '#/economics');
  await page.getByText("This network's own schedule").waitFor();
  await page.getByText('Staked at the start: an assumption.').waitFor();
  await page.unroute(`${world.network.rpcUrl}/**`);
  await refuseLists(page, world.network.rpcUrl);
  await page.reload();
  const said = page.getByRole('alert').filter({ hasText: 'no lists here' });
  await said.waitFor();
  await page.getByText("This network's own schedule").waitFor();
  await page.unroute(`${world.network.rpcUrl}/**`);
  await said.getByRole('button', { name: 'Try again' }).click();
  await page.getByText("Staked at the start: this network's part of the supply now.").waitFor();
  expect(await said.count()).toBe(0);
  await refuseLists(page, world.network.rpcUrl);
  await readsAgain(page);
  await page.getByText(/^What is staked as it was before:.*no lists here/).waitFor();
  await page.getByText("Staked at the start: this network's part of the supply by the last reading.").waitFor();
  await expectAccessible(page);
  // Without a node it begins with an example, and says why in the node's words.
  await page.unroute(`${world.network.rpcUrl}/**`);
  await page.route(`${world.network.rpcUrl}/**`, (route) => route.fulfill({ status: 429, headers: OPEN_TO_ALL }));
  await page.reload();
  await page.getByRole('alert').getByText('The node asks for fewer requests.').waitFor();
  await page.getByText('So this begins with an example').waitFor();
  await leave();
});

test('a sort that could not be made is not shown as made', async () => {
  const { pool: account } = await readPool(world.reader, pool);
  const { page, leave } = await stage.visit();
  await page.clock.install();
  await refuse(page, world.network.rpcUrl, account.operatorStakingRecord, 'no records here');
  await stage.open(page, '#/pools?sort=delegators');
  const sortedBy = (name: string) => page.getByRole('columnheader', { name }).getAttribute('aria-sort');
  await page.getByText(/^1 pool, .*, sorted by stake instead$/).waitFor();
  expect([await sortedBy('Staked'), await sortedBy('Delegators')]).toEqual(['descending', null]);
  await page.unroute(`${world.network.rpcUrl}/**`);
  await readsAgain(page);
  await expect.poll(() => sortedBy('Delegators'), { timeout: 10_000 }).toBe('descending');
  expect(await sortedBy('Staked')).toBeNull();
  expect(await page.getByText('sorted by stake instead').count()).toBe(0);
  await leave();
});

test('a link that names what is none is not followed silently', async () => {
  const { page, leave } = await stage.visit();
  await open(page, stage.site, 'javascript:alert(1)', '#/settings', { program: 'garbage' });
  await page.getByText('The link names “javascript:alert(1)” as the node, which it cannot be.').waitFor();
  await page.getByText('The link names “garbage” as the program, which it cannot be.').waitFor();
  expect(await page.locator('footer .host').textContent()).toBe('127.0.0.1:8899');
  await leave();
});

test('times are those of the chain, however far ahead it is', async () => {
  await world.network.travel(400n * DAY);
  const { page, leave } = await stage.visit();
  await stage.open(page, `#/pools/${pool}`);
  // The pool's first events are 400 days old there; for the browser they are minutes old.
  await page.locator('.events').getByText(/^400d/).first().waitFor();
  await leave();
});

test('an address that is none, and a pool that is not there', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/wallet');
  await page.getByLabel('Any address').fill('abc');
  await page.getByText('This is no address yet').waitFor();
  expect(await page.getByRole('button', { name: 'Look' }).isDisabled()).toBe(true);
  await page.goto(`${page.url().split('#')[0]}#/pools/abc`);
  await page.getByText('“abc” is no address.').waitFor();
  await page.goto(`${page.url().split('#')[0]}#/pools/11111111111111111111111111111111`);
  await page.getByRole('alert').getByText('11111111111111111111111111111111 is no pool').waitFor();
  await page.goto(`${page.url().split('#')[0]}#/nowhere`);
  await page.getByText('There is no such page').waitFor();
  await expectAccessible(page);
  await leave();
});

test('what was searched and sorted is there again on the way back from a pool', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/pools');
  const search = page.getByLabel('Search by name or address');
  await search.fill('my');
  await page.getByRole('button', { name: 'Growth' }).click();
  // The operator has all of it.
  await page.locator('[data-name="Delegators"]').getByText('0 %', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'my pool' }).click();
  await page.getByRole('button', { name: 'Connect a wallet to stake' }).waitFor();
  await page.goBack();
  await page.getByRole('columnheader', { name: 'Growth' }).waitFor();
  expect(await search.inputValue()).toBe('my');
  expect(await page.getByLabel('First').inputValue()).toBe('growth');
  // A filter that is written into the address holds at once.
  await page.evaluate(() => {
    window.location.hash = '#/pools?show=halted';
  });
  await page.getByText('No pool is like that.').waitFor();
  await leave();
});

test('everything is reached by the keyboard', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/network');
  await page.getByRole('heading', { name: 'Epoch 1' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  // From the start of the page to the pools, by their link.
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await page.getByRole('link', { name: 'Inference staking' }).focus();
  for (let steps = 0; (await focused()) !== 'Pools' && steps < 5; steps += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'my pool' }).waitFor();
  await page.getByLabel('Search by name or address').focus();
  await page.keyboard.type('MY POOL');
  await page.getByText('1 pool,').waitFor();
  for (let steps = 0; (await focused()) !== 'my pool' && steps < 25; steps += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'my pool' }).waitFor();
  // A window keeps the focus until Escape closes it, and gives it back.
  await page.getByRole('button', { name: 'Connect wallet', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  for (let steps = 0; steps < 6; steps += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focused()).toMatch(/^Connect/);
  await leave();
});
