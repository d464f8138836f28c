/** The cluster that is named is the one that answers, and mainnet wants more than a yes. */
import assert from 'node:assert/strict';
import { copyFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { GENESIS, nodeThatClaims } from './node.mts';
import { startWorld, type World } from './world.mts';

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.stop());

async function refuses(words: string, why: string): Promise<void> {
  const ran = await world.run('close-buffers.sh', `${words} --wallet ${world.payer.file} --yes`);
  assert.equal(ran.said, `error: ${why}\n`);
  assert.equal(ran.code, 1);
  assert.deepEqual(ran.sent, []);
}

test('a cluster has to be named, and to be one of the three', async () => {
  await refuses(`--url ${world.url}`, 'name a cluster: localnet, devnet or mainnet');
  await refuses(`testnet --url ${world.url}`, 'there is no cluster testnet: it is localnet, devnet or mainnet');
  await refuses('localnet --url localhost:8899', 'localhost:8899 is no URL: it begins with http:// or https://');
});

test('a local node is neither devnet nor mainnet', async () => {
  for (const cluster of ['devnet', 'mainnet']) {
    const ran = await world.run('close-buffers.sh', `${cluster} --url ${world.url} --wallet ${world.payer.file} --yes`);
    assert.equal(ran.code, 1);
    assert.match(ran.said, new RegExp(`^error: ${world.url} is not ${cluster}: its genesis hash is \\w{43,44}\n$`));
  }
});

test("a public cluster's node is not taken for another one", async () => {
  for (const [name, genesis] of Object.entries(GENESIS)) {
    const node = await nodeThatClaims(world.url, genesis);
    for (const cluster of ['localnet', 'devnet', 'mainnet'].filter((cluster) => cluster !== name)) {
      await refuses(`${cluster} --url ${node.url}`, `${node.url} is ${name}, not ${cluster}`);
    }
    node.stop();
  }
});

test('where nothing answers, or something else than a node, it is said', async () => {
  const node = await nodeThatClaims(world.url, GENESIS.devnet);
  node.stop();
  await refuses(`devnet --url ${node.url}`, `no node answers at ${node.url}: ECONNREFUSED`);
});

test('on mainnet the answer is the name of the cluster', async () => {
  const node = await nodeThatClaims(world.url, GENESIS.mainnet);
  const successor = world.newKey('successor');
  const words = `mainnet --url ${node.url} --wallet ${world.admin.file} --new-authority-keypair ${successor.file}`;
  const yes = await world.run('hand-over.sh', words, { typed: 'yes\n' });
  assert.match(yes.said, /Hand over on mainnet\? \(mainnet\)/);
  assert.match(yes.said, /error: not done: the answer was not "mainnet"/);
  assert.deepEqual([yes.code, yes.sent], [1, []]);
  const named = await world.run('hand-over.sh', words, { typed: 'mainnet\n' });
  assert.equal(named.sent.length, 1, named.said);
  node.stop();
});

test('a program for mainnet is built from a commit, and one for another cluster says that it is not', async () => {
  const another = world.checkout.anotherBuild();
  copyFileSync(another, world.checkout.built);
  const upgrade = (cluster: string, url: string, so = '') =>
    world.run('upgrade.sh', `${cluster} --url ${url} --wallet ${world.admin.file} ${so} --dry-run`);
  const node = await nodeThatClaims(world.url, GENESIS.mainnet);
  const commit = world.checkout.git('rev-parse', '--short', 'HEAD').trim();
  const clean = await upgrade('mainnet', node.url);
  assert.equal(clean.code, 0, clean.said);
  assert.match(clean.said, new RegExp(`^Commit +${commit}$`, 'm'));
  // By its name it is the build of this checkout too, and a file that lies elsewhere is not.
  const named = await upgrade('mainnet', node.url, `--so ${world.checkout.built}`);
  assert.match(named.said, new RegExp(`^Commit +${commit}$`, 'm'));
  const elsewhere = await upgrade('mainnet', node.url, `--so ${another}`);
  assert.equal(elsewhere.code, 0, elsewhere.said);
  assert.match(elsewhere.said, /^Commit +unknown: the file is not the build of this checkout; /m);

  writeFileSync(join(world.checkout.folder, 'Anchor.toml'), '# changed\n', { flag: 'a' });
  const changed = await upgrade('mainnet', node.url);
  assert.equal(changed.code, 1);
  assert.match(changed.said, /^error: the checkout has changes that no commit holds/);
  const local = await upgrade('localnet', world.url);
  assert.equal(local.code, 0, local.said);
  assert.match(local.said, new RegExp(`^Commit +${commit} with changes$`, 'm'));
  world.checkout.git('checkout', '--quiet', 'Anchor.toml');

  // Cargo takes a file of this name by itself.
  const script = join(world.checkout.folder, 'programs/inference-staking/build.rs');
  writeFileSync(script, 'fn main() {}\n');
  utimesSync(script, 1, 1);
  const untracked = await upgrade('mainnet', node.url);
  assert.match(untracked.said, /^error: the checkout has changes that no commit holds/);
  rmSync(script);
  node.stop();
});
