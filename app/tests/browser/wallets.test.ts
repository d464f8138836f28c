/** Wallets that refuse, take their time, change what they sign, or are on another network. */

import { findOwnerTokenAccount, readNetwork, readPositions } from '@inference-staking/sdk';
import {
  type Address,
  getBase64Encoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  getU32Decoder,
  type KeyPairSigner,
  type Signature,
} from '@solana/kit';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { expectAccessible, fact, refuse, screenshot } from './site';
import { stageWith } from './stage';
import { addTestWallet, connectTestWallet, gate } from './testWallet';
import { ONE, openPool, type World } from './world';

let world: World;
let owner: KeyPairSigner;
let pool: Address;

const stage = stageWith(async (prepared) => {
  world = prepared;
  owner = await world.signer('wallet-2');
  pool = await openPool(world, await world.signer('wallet-1'), 'my pool', 2_000n * ONE);
});

async function offerStake(page: Page, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Stake', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Amount').fill(amount);
  await page.getByRole('button', { name: 'Confirm in Test wallet' }).click();
}

async function connected(chains?: string[]) {
  const visited = await stage.visit();
  const wallet = await addTestWallet(visited.page, owner, chains);
  await stage.open(visited.page, `#/pools/${pool}`);
  await connectTestWallet(visited.page);
  return { ...visited, wallet };
}

/** Base units that the owner has activating: what was staked. */
async function staked(): Promise<bigint> {
  const positions = await readPositions(world.reader, owner.address);
  return positions.reduce((sum, { record }) => sum + record.activating, 0n);
}

test('a wallet that refuses, changes, or signs for another network: nothing is sent, and it is said', async () => {
  const { page, leave, wallet } = await connected();
  const dialog = page.getByRole('dialog');
  wallet.behave('refuses');
  await offerStake(page, '5');
  await dialog.getByText('Test wallet did not sign: User rejected the request. It was not sent').waitFor();
  await screenshot(page, 'wallet-refused-desktop', false);
  // The same can be tried again without filling it in anew.
  wallet.behave('changes');
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  await dialog.getByText('Test wallet changed the transaction').waitFor();
  wallet.behave('lies about the network');
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  await dialog.getByText('Test wallet changed the transaction').waitFor();
  expect(wallet.asked()).toBe(3);
  expect(await staked()).toBe(0n);
  // A fee that a wallet adds changes nothing of what was agreed to.
  wallet.behave('adds a fee');
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await fact(page, 'Fee', dialog).getByText('0.000005 SOL; your wallet may add up to 0.01 SOL').waitFor();
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  expect(await staked()).toBe(5n * ONE);
  await leave();
});

test('a wallet that adds more than fits is named, and not the node', async () => {
  const { page, leave, wallet } = await connected();
  const before = await staked();
  wallet.behave('adds too much');
  await offerStake(page, '2');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Not executed.').waitFor();
  await dialog.getByText(/The signed transaction has \d+ bytes, but at most 1232 fit/).waitFor();
  expect(await dialog.getByText('node').count()).toBe(0);
  expect(await staked()).toBe(before);
  await leave();
});

test('a wallet has 60,000 compute units for what it adds', async () => {
  const { page, leave } = await connected();
  await offerStake(page, '2');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  const signature = (await dialog.locator('.signature code').textContent()) as Signature;
  const config = { commitment: 'confirmed', encoding: 'base64', maxSupportedTransactionVersion: 0 } as const;
  const found = await world.chain.rpc.getTransaction(signature, config).send();
  const bytes = getBase64Encoder().encode(found?.transaction[0] ?? '');
  const message = getCompiledTransactionMessageDecoder().decode(getTransactionDecoder().decode(bytes).messageBytes);
  if (!('instructions' in message)) throw new Error('the transaction is of another version');
  // `SetComputeUnitLimit`.
  const limits = message.instructions.filter(
    ({ programAddressIndex, data }) =>
      String(message.staticAccounts[programAddressIndex]).startsWith('ComputeBudget') && data?.[0] === 2,
  );
  expect(limits.length).toBe(1);
  const limit = getU32Decoder().decode(limits[0]?.data ?? new Uint8Array(5), 1);
  const used = Number(found?.meta?.computeUnitsConsumed);
  expect(used).toBeGreaterThan(0);
  expect(limit - used).toBeGreaterThan(60_000);
  await leave();
});

test('a wallet that asks for a fee without measure is not followed', async () => {
  const { page, leave, wallet } = await connected();
  const before = await staked();
  wallet.behave('adds a huge fee');
  await offerStake(page, '3');
  await page
    .getByRole('dialog')
    .getByText(/Test wallet asks for a fee of [0-9,.]+ SOL, and at most 0.01 SOL is paid here/)
    .waitFor();
  expect(wallet.asked()).toBe(1);
  expect(await staked()).toBe(before);
  await leave();
});

test('what is approved after the window was left is not sent, and that is said', async () => {
  const { page, leave, wallet } = await connected();
  const before = await staked();
  const { open: approve, opened: approved } = gate();
  wallet.behave('approves', approved);
  await offerStake(page, '4');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nothing is sent before you do.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.getByText('Nothing is sent any more, even if you still approve it in Test wallet').waitFor();
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  approve();
  // As long as the network is read twice: what was approved had the time to be sent.
  await page.waitForTimeout(6_000);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((body) => body.includes('sendTransaction'))).toEqual([]);
  expect(await staked()).toBe(before);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'hidden' });
  await leave();
});

test('a wallet that takes its time is waited for', async () => {
  const { page, leave, wallet } = await connected();
  const before = await staked();
  wallet.behave('approves', 2_500);
  await offerStake(page, '7');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Confirm in Test wallet. Nothing is sent before you do.').waitFor();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  expect((await staked()) - before).toBe(7n * ONE);
  await leave();
});

test('a wallet of another network is not asked', async () => {
  const { page, leave, wallet } = await connected(['solana:mainnet']);
  await offerStake(page, '5');
  await page
    .getByRole('dialog')
    .getByText('Test wallet is on another network (mainnet) than this page (localnet)')
    .waitFor();
  expect(wallet.asked()).toBe(0);
  await leave();
});

test('an account that is changed in the wallet is the one that acts from then on', async () => {
  const { page, leave, wallet } = await connected();
  const other = (await world.signer('wallet-3')).address;
  await page.getByRole('link', { name: 'Wallet', exact: true }).click();
  await page.getByRole('heading', { name: 'my pool' }).waitFor();
  // What is open is the action of the account that it was opened for: it says so, and goes with it for good.
  await page.getByRole('button', { name: 'Unstake' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount').fill('1');
  await fact(page, 'Signed by', dialog)
    .getByText(`${owner.address.slice(0, 4)}…${owner.address.slice(-4)}`)
    .waitFor();
  await wallet.switchTo(other);
  await dialog.waitFor({ state: 'hidden' });
  await wallet.switchTo(owner.address);
  await page.getByRole('heading', { name: 'my pool' }).waitFor();
  expect(await dialog.count()).toBe(0);
  await wallet.switchTo(other);
  await page.getByText(`${other.slice(0, 4)}…${other.slice(-4)} has no position in any pool.`).waitFor();
  expect(await page.getByLabel('Any address').inputValue()).toBe(other);
  await page.getByRole('button', { name: 'Disconnect the wallet' }).click();
  await page.getByText('Connect a wallet, or write any address.').waitFor();
  await leave();
});

/** Whether the keyboard is in a part of the page. */
function hasFocus(part: Locator): Promise<boolean> {
  return part.evaluate((element) => element.contains(document.activeElement));
}

/** The node keeps what it is handed until it is let go. */
async function holding(page: Page): Promise<{ letGo(): void }> {
  const { open: letGo, opened: held } = gate();
  await page.route(`${world.network.rpcUrl}/**`, async (route) => {
    if (route.request().postData()?.includes('"sendTransaction"')) await held;
    await route.continue();
  });
  return { letGo };
}

test('what is sent stays with its signature when the wallet changes the account or locks', async () => {
  const { page, leave, wallet } = await connected();
  const other = (await world.signer('wallet-3')).address;
  const dialog = page.getByRole('dialog');
  const signature = dialog.locator('.signature code');
  const before = await staked();
  const ends = async (node: { letGo(): void }, sent: string | null) => {
    node.letGo();
    await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
    expect(await signature.textContent()).toBe(sent);
    await page.unroute(`${world.network.rpcUrl}/**`);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await dialog.waitFor({ state: 'hidden' });
  };
  const node = await holding(page);
  await offerStake(page, '8');
  const staking = await signature.textContent();
  await wallet.switchTo(other);
  await page.getByRole('link', { name: `${other.slice(0, 4)}…${other.slice(-4)}`, includeHidden: true }).waitFor();
  expect(await signature.textContent()).toBe(staking);
  await ends(node, staking);
  expect((await staked()) - before).toBe(8n * ONE);
  // On the page of a wallet what is shown goes with the account, and the window does not.
  await wallet.switchTo(owner.address);
  await page.getByRole('link', { name: 'Wallet', exact: true }).click();
  await page.getByRole('button', { name: 'Unstake' }).click();
  await dialog.getByLabel('Amount').fill('8');
  const again = await holding(page);
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  const leaving = await signature.textContent();
  await wallet.switchTo(other);
  await page.getByText('has no position in any pool.').waitFor();
  expect(await signature.textContent()).toBe(leaving);
  await wallet.switchTo();
  await page.getByText('Connect a wallet, or write any address.').waitFor();
  expect(await signature.textContent()).toBe(leaving);
  await ends(again, leaving);
  expect(await staked()).toBe(before);
  await leave();
});

test('what is sent stays with its signature on another page, and what was not confirmed goes with its own', async () => {
  const { page, leave } = await connected();
  const dialog = page.getByRole('dialog');
  const signature = dialog.locator('.signature code');
  const before = await staked();
  const node = await holding(page);
  await offerStake(page, '9');
  const sent = await signature.textContent();
  await dialog.getByText('Handed to the node, waiting for what becomes of it…').waitFor();
  expect(await hasFocus(dialog)).toBe(true);
  await page.evaluate(() => {
    window.location.hash = '#/network';
  });
  await page.getByRole('heading', { name: 'Epoch 1', includeHidden: true }).waitFor();
  expect(await signature.textContent()).toBe(sent);
  node.letGo();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  expect(await signature.textContent()).toBe(sent);
  expect((await staked()) - before).toBe(9n * ONE);
  expect(await hasFocus(dialog)).toBe(true);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'hidden' });
  // The button that opened it is on another page.
  expect(await hasFocus(page.getByRole('main'))).toBe(true);
  await page.goBack();
  await page.getByRole('button', { name: 'Stake', exact: true }).click();
  await dialog.getByLabel('Amount').fill('1');
  await page.goBack();
  await dialog.waitFor({ state: 'hidden' });
  await page.goForward();
  await page.getByRole('heading', { name: 'my pool' }).waitFor();
  expect(await dialog.count()).toBe(0);
  await leave();
});

test('what the wallet holds is said to be unread where that is why nothing is said of the most', async () => {
  const { page, leave } = await connected();
  const { overview } = await readNetwork(world.reader);
  const account = await findOwnerTokenAccount(owner.address, overview.stakeMint);
  await refuse(page, world.network.rpcUrl, account, 'no such accounts here');
  await page.getByRole('button', { name: 'Stake', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^What you have could not be read, .*“no such accounts here”\.$/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Max' }).count()).toBe(0);
  await page.unroute(`${world.network.rpcUrl}/**`);
  await dialog.getByRole('button', { name: 'Max' }).waitFor();
  expect(await dialog.getByText('could not be read').count()).toBe(0);
  await leave();
});

test('whoever has no wallet connected is asked for one on the page of the pool, and stakes there', async () => {
  const { page, leave } = await stage.visit();
  await addTestWallet(page, owner);
  await stage.open(page, `#/pools/${pool}`);
  await page.getByRole('button', { name: 'Connect a wallet to stake' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect a wallet' });
  await dialog.getByText('To look at an address, write it under').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Test wallet' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).hash).toBe(`#/pools/${pool}`);
  // The keyboard is where it was: on the button, which stakes now.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stake');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Stake with my pool' }).waitFor();
  await page.keyboard.press('Escape');
  // An address is looked at without a wallet.
  await page.getByRole('button', { name: 'Disconnect the wallet' }).click();
  await page.getByRole('button', { name: 'Connect a wallet to stake' }).click();
  await dialog.getByRole('link', { name: 'Wallet' }).click();
  await page.getByLabel('Any address').fill(owner.address);
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('heading', { name: 'All positions' }).waitFor();
  await leave();
});

test('of several accounts of a wallet one is chosen, and another later; what the wallet changes is followed', async () => {
  const { page, leave } = await stage.visit();
  const other = await world.signer('wallet-3');
  const wallet = await addTestWallet(page, owner, undefined, [other]);
  const short = (address: string) => `${address.slice(0, 4)}…${address.slice(-4)}`;
  await stage.open(page, '#/wallet');
  await page.getByRole('button', { name: 'Connect a wallet to act' }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose an account of Test wallet' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: short(other.address) }).click();
  await dialog.waitFor({ state: 'hidden' });
  const address = page.getByLabel('Any address');
  expect(await address.inputValue()).toBe(other.address);
  const accounts = page.getByLabel('Account of Test wallet');
  await accounts.selectOption(owner.address);
  expect(await address.inputValue()).toBe(owner.address);
  await expectAccessible(page);
  // The one that is chosen stays when the wallet names them in another order, and signs.
  await wallet.switchTo(other.address, owner.address);
  await expect.poll(() => accounts.locator('option').first().textContent()).toBe(short(other.address));
  expect(await accounts.inputValue()).toBe(owner.address);
  const before = await staked();
  await stage.open(page, `#/pools/${pool}`);
  await offerStake(page, '6');
  await page.getByRole('dialog').getByText('Done.').waitFor({ timeout: 30_000 });
  expect((await staked()) - before).toBe(6n * ONE);
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  // One that the wallet takes away acts no more, and none is left of a wallet that gives none.
  await wallet.switchTo(other.address);
  await page.getByRole('link', { name: short(other.address) }).waitFor();
  expect(await accounts.count()).toBe(0);
  await wallet.switchTo();
  await page.getByRole('button', { name: 'Connect a wallet to stake' }).waitFor();
  await leave();
});

test('on a local network there is a wallet to try things out with, and how it is filled', async () => {
  const { page, leave } = await stage.visit();
  await stage.open(page, '#/wallet');
  await page.getByRole('button', { name: 'Connect wallet', exact: true }).click();
  await page.getByRole('button', { name: 'Try-out wallet' }).click();
  await page.getByText('cargo xtask localnet faucet').waitFor();
  // The button is gone that opened the choice.
  await expect.poll(() => hasFocus(page.getByRole('main'))).toBe(true);
  const made = await page.getByLabel('Any address').inputValue();
  await page.reload();
  await page.getByRole('button', { name: 'Connect wallet', exact: true }).click();
  await page.getByRole('button', { name: 'Try-out wallet' }).click();
  await page.getByText(`cargo xtask localnet faucet ${made}`).waitFor();
  await leave();
});
