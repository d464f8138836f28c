/** What an epoch paid, by tree files and a proof service, each checked against the chain. */
import { findRewardRecordPda } from '@inference-staking/sdk';
import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';

import { type History, makeHistory } from './history';
import { OPEN_TO_ALL } from './site';
import { stageWith } from './stage';
import type { World } from './world';

let world: World;
let trees: History['trees'];

const stage = stageWith(async (prepared) => {
  world = prepared;
  ({ trees } = await makeHistory(world));
});

test('a tree file and a proof service are used together, each for its epoch', async () => {
  const { page, leave } = await stage.visit();
  // A service that has the last epoch.
  const service = 'http://127.0.0.1:4998';
  await page.route(
    ({ href }) => href.startsWith(`${service}/epochs/2/tree`),
    (route) => route.fulfill({ status: 200, headers: OPEN_TO_ALL, body: trees[1] }),
  );
  await stage.open(page, '#/pools', { proofs: service });
  await page.getByText('What epoch 2 paid is checked against its root on chain.').waitFor();
  const shownYield = () =>
    page
      .locator('.pool-row', { has: page.getByRole('link', { name: 'Aurora compute' }) })
      .getByRole('cell')
      .nth(6)
      .textContent();
  expect(await shownYield()).toBe('121.6216 %');
  await page
    .getByLabel('Open a tree file')
    .setInputFiles({ name: '1.json', mimeType: 'application/json', buffer: Buffer.from(trees[0]) });
  // The same file can be opened again.
  expect(await page.getByLabel('Open a tree file').inputValue()).toBe('');
  await page.getByText('What epoch 1 paid is checked against its root on chain').waitFor();
  // 6,000 tokens less 10 %, over 7,400.
  expect(await shownYield()).toBe('72.9729 %');
  await page.getByRole('columnheader', { name: 'Epoch 1' }).waitFor();
  await page.getByLabel('Epoch that is shown').selectOption('Epoch 2');
  expect(await shownYield()).toBe('121.6216 %');
  await page.getByRole('columnheader', { name: 'Last epoch' }).waitFor();
  await leave();
});

const fileOf = (epoch: 1 | 2) => ({
  name: `${epoch}.json`,
  mimeType: 'application/json',
  buffer: Buffer.from(trees[epoch - 1] ?? ''),
});

test('tree files that are opened while others are read are all there', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/pools');
  await page.getByRole('link', { name: 'Aurora compute' }).waitFor();
  const held: Route[] = [];
  let isHeld = true;
  await page.route(`${world.network.rpcUrl}/**`, async (route) => {
    if (isHeld) held.push(route);
    else await route.continue();
  });
  await page.getByLabel('Open a tree file').setInputFiles(fileOf(1));
  await page.getByLabel('Open a tree file').setInputFiles(fileOf(2));
  await expect.poll(() => held.length).toBeGreaterThan(1);
  isHeld = false;
  await Promise.all(held.map((route) => route.continue()));
  const epochs = page.getByLabel('Epoch that is shown').locator('option');
  await expect.poll(() => epochs.allTextContents()).toEqual(['Epoch 2', 'Epoch 1']);
  await leave();
});

test('what an epoch paid is not shown before its roots on chain are read', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/pools');
  await page.getByRole('link', { name: 'Aurora compute' }).waitFor();
  const [record] = await findRewardRecordPda({ epoch: 2n });
  // The record is read for the file, and not for what is shown of it.
  let reads = 0;
  const error = { code: -32603, message: 'no roots here' };
  await page.route(`${world.network.rpcUrl}/**`, (route) => {
    if (route.request().postData()?.includes(record)) reads += 1;
    else return route.continue();
    return reads === 1
      ? route.continue()
      : route.fulfill({ status: 200, headers: OPEN_TO_ALL, json: { jsonrpc: '2.0', id: '1', error } });
  });
  await page.getByLabel('Open a tree file').setInputFiles(fileOf(2));
  await page.getByText('What an epoch paid is shown once its roots on chain are read.').waitFor();
  await page.getByRole('alert').getByText('no roots here').waitFor();
  await page.unroute(`${world.network.rpcUrl}/**`);
  await page.getByText('What epoch 2 paid is checked against its root on chain.').waitFor();
  await leave();
});

test('a proof service that does not answer is not taken for the node, and is asked again', async () => {
  const { page, leave } = await stage.visit();
  const service = 'http://127.0.0.1:4998';
  await page.route(`${service}/**`, (route) => route.abort());
  await stage.open(page, '#/pools', { proofs: service });
  const said = page.getByRole('alert');
  await said.getByText('The proof service does not answer.').waitFor();
  await said.getByText('name another proof service in the settings').waitFor();
  expect(await page.getByText('The node does not answer').count()).toBe(0);
  await page.unroute(`${service}/**`);
  await page.route(`${service}/**`, (route) => route.fulfill({ status: 200, headers: OPEN_TO_ALL, body: trees[1] }));
  await said.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('What epoch 2 paid is checked against its root on chain.').waitFor();
  expect(await said.count()).toBe(0);
  await leave();
});
