/**
 * The worked example of `migrations`: a network is upgraded to a program whose pools are of layout version 2. This client and the
 * one that would come with that version both read pools of both, and that one's rules are the later program's.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Address } from '@solana/kit';
import { beforeAll, expect, test } from 'vitest';

import type * as Client from '../src/index';
import { listOperatorPools, readOperatorPool, readPoolRows } from '../src/index';
import { replaceProgram } from './network/chain';
import { playEpoch } from './network/epoch';
import { createPool, EPOCH_REWARDS, fundedWallet, type Network, ONE, stake, startNetwork } from './network/network';
import { type CountedRpc, rpcOf } from './network/rpc';

/** What the patch adds to this client. */
type LaterClient = typeof Client & {
  countedRewards(pool: Client.OperatorPool): { fromEpoch: bigint; holderRewards: bigint };
};

const LATER = fileURLToPath(new URL('../../target/later-layout/later', import.meta.url));
const LATER_SDK = join(LATER, 'sdk');
const SDK = fileURLToPath(new URL('..', import.meta.url));

/** The sources of this client with the patch, generated anew from the IDL of the later program. */
async function laterClient(): Promise<LaterClient> {
  const modules = join(LATER_SDK, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(SDK, 'node_modules'), modules);
  const idl = join(LATER, 'target/idl/inference_staking.json');
  const arguments_ = ['--idl', idl, '--to', join(LATER_SDK, 'src/generated')];
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts', ...arguments_], { cwd: SDK });
  return (await import(join(LATER_SDK, 'src/index.ts'))) as LaterClient;
}

/** The client is generated and loaded, some seconds of work, its rules a minute; in milliseconds, for a machine that does much else. */
const LATER_TIMEOUT = 900_000;
/** Of each operator in its own pool. */
const STAKE = 2_000n * ONE;

let network: Network;
let node: CountedRpc;
let later: LaterClient;
let written: Address;
let untouched: Address;

beforeAll(async () => {
  const program = join(LATER, 'target/deploy/inference_staking.so');
  if (!existsSync(program)) {
    throw new Error('the later program is not built: run `cargo xtask test --only later-layout`');
  }
  later = await laterClient();
  network = await startNetwork();
  const [alice, bob] = [await fundedWallet(network, 'alice', STAKE), await fundedWallet(network, 'bob', STAKE)];
  [written, untouched] = [await createPool(network, alice), await createPool(network, bob)];
  await stake(network, alice, written, STAKE);
  await stake(network, bob, untouched, STAKE);
  const paid = { operatorPool: written, operator: alice.address, reward: EPOCH_REWARDS, usdc: 0n };
  await playEpoch(network, { epoch: 1n, ...paid });
  replaceProgram(network.svm, readFileSync(program));
  await playEpoch(network, { epoch: 2n, ...paid });
  node = rpcOf(network.svm);
}, LATER_TIMEOUT);

test('this client reads a pool of version 2, but for what it does not know', async () => {
  const pool = await readOperatorPool(node.rpc, written);
  // 2,000 tokens, and in both epochs 9,000 of the 10,000.
  expect(pool?.data).toMatchObject({ version: 2, totalStakedAmount: 20_000n * ONE, totalShares: STAKE });
  expect(pool?.data.rewardLastClaimedEpoch).toBe(2n);
  const rows = readPoolRows(await listOperatorPools(node.rpc));
  const amounts = new Map(rows.map((row) => [row.address, row.totalStakedAmount]));
  expect(amounts).toEqual(
    new Map([
      [written, 20_000n * ONE],
      [untouched, STAKE],
    ]),
  );
});

test('the later client reads pools of both versions, and is told of both what they have counted', async () => {
  const pools = await Promise.all([written, untouched].map((pool) => later.readOperatorPool(node.rpc, pool)));
  expect(pools.map((pool) => pool?.data.version)).toEqual([2, 1]);
  expect(pools[0]?.data).toMatchObject({ countedFromEpoch: 2n, countedHolderRewards: 9_000n * ONE });
  const counted = pools.map((pool) => pool && later.countedRewards(pool.data));
  expect(counted).toEqual([
    { fromEpoch: 2n, holderRewards: 9_000n * ONE },
    // It has passed no epoch: the first is the next one.
    { fromEpoch: 1n, holderRewards: 0n },
  ]);
});

test(
  'on drawn states of both versions the rules of the later client are those of the later program',
  () => {
    const vitest = join(SDK, 'node_modules/vitest/vitest.mjs');
    const drawn = ['run', '--root', LATER_SDK, 'tests/maths/program.test.ts'];
    const { status, stderr, stdout } = spawnSync(process.execPath, [vitest, ...drawn], {
      encoding: 'utf8',
      timeout: LATER_TIMEOUT,
    });
    expect(status, stdout + stderr).toBe(0);
  },
  LATER_TIMEOUT,
);
