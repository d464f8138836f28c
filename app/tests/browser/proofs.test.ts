/** With a proof service, what a pool has open is paid before anybody activates or leaves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readPool } from '@inference-staking/sdk';
import type { Address, KeyPairSigner } from '@solana/kit';
import { afterAll, expect, test } from 'vitest';

import { stageWith } from './stage';
import { addTestWallet, connectTestWallet } from './testWallet';
import { EPOCH_REWARDS, finishEpoch, ONE, openDelegatedPool, type World } from './world';

let world: World;
let delegator: KeyPairSigner;
let pool: Address;
let service: Awaited<ReturnType<typeof serve>>;

const stage = stageWith(async (prepared) => {
  world = prepared;
  ({ delegator, pool } = await openDelegatedPool(world));
  const { text } = await finishEpoch(world, 1n, [{ pool, reward: EPOCH_REWARDS, usdc: 100n * ONE }]);
  service = await serve(text);
});
afterAll(() => {
  service?.process.kill();
  if (service) rmSync(service.folder, { recursive: true });
});

/** `rewards serve` over a folder with the tree file. */
async function serve(tree: string): Promise<{ url: string; folder: string; process: ChildProcess }> {
  const binary = process.env.INFERENCE_STAKING_CLI;
  if (!binary) throw new Error('no command line: run `cargo xtask test --only app`');
  const folder = mkdtempSync(join(tmpdir(), 'inference-staking-trees-'));
  writeFileSync(join(folder, '1.json'), tree);
  const child = spawn(binary, ['rewards', 'serve', folder, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the proof service ended with ${code}`)));
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
        if (found) resolve(found[0]);
      });
    }
  });
  return { url, folder, process: child };
}

test('the list shows what the last epoch paid, and an activation brings the proof along', async () => {
  const { page, leave } = await stage.visit();
  await addTestWallet(page, delegator);
  await stage.open(page, '#/pools', { proofs: service.url });
  await page.getByText('What epoch 1 paid is checked against its root on chain.').waitFor();
  // 9,000 tokens for the holders of 2,000.
  await page.getByRole('cell', { name: '450 %' }).waitFor();
  await connectTestWallet(page);
  await page.getByRole('link', { name: 'Wallet', exact: true }).click();
  await page.getByRole('button', { name: 'Activate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('499.999995 tokens become 90.90909 shares').waitFor();
  await dialog.getByText('1 open epoch of the pool is accrued or passed').waitFor();
  await dialog.getByRole('button', { name: 'Confirm in Test wallet' }).click();
  await dialog.getByText('Done.').waitFor({ timeout: 30_000 });
  const { pool: after } = await readPool(world.reader, pool);
  expect(after).toMatchObject({ rewardLastClaimedEpoch: 1n, totalShares: 2_090_909_090n, delegatorUsdc: 80n * ONE });
  await leave();
});
