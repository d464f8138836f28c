/** What the scripts take and refuse before they look at anything: their words, their tools, and the keys they are given. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startWorld, type World } from './world.mts';

const SCRIPTS = {
  'deploy.sh': ['--program-keypair', '--so', '--max-len', '--priority-fee', '--use-rpc'],
  'upgrade.sh': ['--so', '--buffer', '--priority-fee', '--use-rpc'],
  'hand-over.sh': ['--new-authority-keypair', '--new-authority', '--confirm'],
  'write-buffer.sh': ['--so'],
  'close-buffers.sh': [],
};
const SHARED = ['--url', '--wallet', '--dry-run', '--yes'];

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.stop());

for (const [script, options] of Object.entries(SCRIPTS)) {
  test(`${script} --help says what it does and takes, without a tool or a network`, async () => {
    const ran = await world.run(script, '--help', { withoutAnchor: true });
    assert.equal(ran.code, 0, ran.said);
    assert.match(ran.said, new RegExp(`^usage: scripts/deployment/${script} CLUSTER `, 'm'));
    for (const option of [...options, ...SHARED]) assert.match(ran.said, new RegExp(`^  ${option}\\b`, 'm'));
  });

  test(`${script} wants a cluster before it wants any tool`, async () => {
    const ran = await world.run(script, '', { withoutAnchor: true });
    assert.equal(ran.code, 1);
    assert.equal(ran.said, 'error: name a cluster: localnet, devnet or mainnet\n');
  });

  test(`${script} refuses words that it does not know, and options without a value`, async () => {
    const refuses = async (words: string, why: string) => {
      const ran = await world.run(script, words);
      assert.equal(ran.code, 1);
      assert.equal(ran.said, `error: ${why}\n`);
    };
    await refuses('localnet --force', 'there is no option --force: see --help');
    await refuses('localnet devnet', 'one cluster at a time, not both localnet and devnet');
    for (const option of [...options, ...SHARED].filter(
      (option) => !['--dry-run', '--yes', '--use-rpc'].includes(option),
    )) {
      await refuses(`localnet ${option}`, `${option} needs a value: see --help`);
    }
  });
}

test('what the scripts share says that it is no script', () => {
  for (const part of ['checks.sh', 'options.sh']) {
    const ran = spawnSync('bash', [join(world.checkout.folder, 'scripts/deployment', part), '--help'], {
      encoding: 'utf8',
    });
    assert.deepEqual([ran.status, ran.stdout], [1, '']);
    assert.match(
      ran.stderr,
      new RegExp(`^error: \\S+/${part} is a part of the scripts beside it, and does nothing alone: `),
    );
  }
});

test('without anchor, or with another version of it, nothing begins but a dry run', async () => {
  const words = `localnet --url ${world.url} --wallet ${world.payer.file}`;
  const missing = await world.run('close-buffers.sh', words, { withoutAnchor: true });
  assert.equal(missing.code, 1);
  assert.match(missing.said, /^error: anchor is not on the PATH: `cargo install anchor-cli --version 1\.2\.2`/);
  const other = await world.run('close-buffers.sh', words, { anchorVersion: 'anchor-cli 0.31.1' });
  assert.equal(other.code, 1);
  assert.match(other.said, /^error: this was tried with anchor-cli 1\.2\.2, and here is anchor-cli 0\.31\.1/);
  const dry = await world.run('close-buffers.sh', `${words} --dry-run`, { withoutAnchor: true });
  assert.equal(dry.code, 0, dry.said);
});

/** Refused as the wallet. */
async function refusesWallet(file: string, why: RegExp): Promise<void> {
  const ran = await world.run('upgrade.sh', `localnet --url ${world.url} --wallet ${file} --yes`);
  assert.equal(ran.code, 1);
  assert.match(ran.said, why);
  assert.deepEqual(ran.sent, []);
}

test('a key inside the checkout is refused, also by a link from elsewhere', async () => {
  const inside = join(world.checkout.folder, 'target/deploy/wallet.json');
  writeFileSync(inside, '[]', { mode: 0o600 });
  const link = join(world.folder, 'link.json');
  symlinkSync(inside, link);
  for (const file of [inside, link]) await refusesWallet(file, /is inside the checkout: keep the wallet elsewhere/);
  const wallet = `--wallet ${world.admin.file} --url ${world.url} --yes`;
  const program = await world.run('deploy.sh', `localnet ${wallet} --program-keypair ${inside}`);
  assert.match(program.said, /is inside the checkout: keep the program keypair elsewhere/);
  const authority = await world.run('hand-over.sh', `localnet ${wallet} --new-authority-keypair ${inside}`);
  assert.match(authority.said, /is inside the checkout: keep the new authority's key elsewhere/);
  assert.deepEqual([program.code, authority.code, program.sent, authority.sent], [1, 1, [], []]);
});

test('a key that others of the machine can read is refused', async () => {
  const { file } = world.newKey('open');
  for (const mode of [0o640, 0o604, 0o610]) {
    chmodSync(file, mode);
    await refusesWallet(file, /^error: others on this machine can read the wallet .*: chmod 600 /);
  }
});

test('what is no key file is refused in words', async () => {
  const file = join(world.folder, 'no-key.json');
  const wrong = (text: string, why: RegExp) => {
    writeFileSync(file, text, { mode: 0o600 });
    return refusesWallet(file, why);
  };
  await wrong('secret words', /^error: .*no-key\.json cannot be read as a key file: it is no JSON\n$/);
  await wrong('[1, 2, 3]', /is no key file: it has to be a JSON list of 64 bytes/);
  await wrong(JSON.stringify(Array(64).fill(256)), /is no key file: it has to be a JSON list of 64 bytes/);
  await refusesWallet(join(world.folder, 'missing.json'), /^error: there is no wallet .*missing\.json/);
});

test("the wallet is Solana's own where none is named", async () => {
  const ran = await world.run('close-buffers.sh', `localnet --url ${world.url}`);
  assert.equal(ran.code, 1);
  assert.ok(ran.said.startsWith(`error: there is no wallet ${world.folder}/.config/solana/id.json`), ran.said);
});
