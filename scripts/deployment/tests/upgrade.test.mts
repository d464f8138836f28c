/** upgrade.sh: who may, which build, and what comes of it. */
import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import type { Key } from './keys.mts';
import { call, makesBuffer, perform, replacesCode } from './node.mts';
import { endsAtEach } from './unanswered.mts';
import { type Run, startWorld, type World } from './world.mts';

const TOKENS = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';

let world: World;
let another: string;
before(async () => {
  world = await startWorld();
});
after(() => world.stop());
beforeEach(() => {
  another = world.checkout.anotherBuild();
});

const upgrade = (words: string, wallet: Key, how?: Run) =>
  world.run('upgrade.sh', `localnet --url ${world.url} --wallet ${wallet.file} ${words}`, how);

async function refuses(words: string, wallet: Key, why: RegExp): Promise<void> {
  const ran = await upgrade(`${words} --yes`, wallet);
  assert.equal(ran.code, 1, ran.said);
  assert.match(ran.said, why);
  assert.deepEqual(ran.sent, []);
}

test('the build that stands there already is not sent again', async () => {
  await refuses('', world.admin, /^error: this build is on localnet already: byte for byte /);
});

test('a key that is not the upgrade authority is refused, and is told who is', async () => {
  const { admin, payer } = world;
  const why = `^error: the upgrade authority of ${world.checkout.programId} on localnet is ${admin.address}, and the wallet .* is ${payer.address}\n$`;
  await refuses(`--so ${another}`, payer, new RegExp(why));
});

test('after a hand-over the old authority is refused, and of a final program everybody', async () => {
  const successor = world.newKey('successor');
  const gives = (to?: string) => call(world.url, 'surfnet_setProgramAuthority', world.checkout.programId, to);
  await gives(successor.address);
  await refuses(`--so ${another}`, world.admin, new RegExp(`is ${successor.address}, and the wallet `));
  await gives();
  await refuses(`--so ${another}`, world.admin, /^error: program \w+ is final: nobody can change it any more\n$/);
  await gives(world.admin.address);
});

test('a build that is none of these sources is refused', async () => {
  const { folder, built } = world.checkout;
  await refuses(
    `--so ${folder}/missing.so`,
    world.admin,
    /^error: there is no built program .*missing\.so: cargo xtask build/,
  );
  const strange = join(world.folder, 'strange.so');
  writeFileSync(strange, Buffer.concat([readFileSync(built), Buffer.alloc(430_081 - readFileSync(built).length, 7)]));
  await refuses(`--so ${strange}`, world.admin, /has 430081 bytes, above the 430080 that SPEC 17 allows/);
  const source = join(folder, 'crates/math/src/lib.rs');
  const later = Date.now() / 1_000 + 60;
  utimesSync(source, later, later);
  await refuses(
    '',
    world.admin,
    /^error: crates\/math\/src\/lib\.rs is newer than the built program: cargo xtask build/,
  );
  utimesSync(source, later - 3_600, later - 3_600);
});

test('a wallet without the SOL that it takes is refused before anything is sent', async () => {
  const poor = world.newKey('poor');
  await call(world.url, 'surfnet_setProgramAuthority', world.checkout.programId, poor.address);
  // The buffer of a build of this size, and a signature for each 960 bytes of it and for what goes around them.
  const bytes = readFileSync(another).length;
  const rent = await call<number>(world.url, 'getMinimumBalanceForRentExemption', 37 + bytes);
  const needed = rent + (Math.ceil(bytes / 960) + 3) * 5_000;
  const gives = (lamports: number) => call(world.url, 'surfnet_setAccount', poor.address, { lamports });
  await gives(needed - 1);
  await refuses(
    `--so ${another}`,
    poor,
    /^error: the wallet \w+ has \d\.\d{9} SOL on localnet and needs \d\.\d{9} SOL\n$/,
  );
  await gives(needed);
  const enough = await upgrade(`--so ${another} --dry-run`, poor);
  assert.equal(enough.code, 0, enough.said);
  await call(world.url, 'surfnet_setProgramAuthority', world.checkout.programId, world.admin.address);
});

test('it shows what it would do and asks; without a terminal, a yes or for a dry run nothing is sent', async () => {
  const dry = await upgrade(`--so ${another} --dry-run`, world.admin);
  assert.equal(dry.code, 0, dry.said);
  const shows = [
    ['Cluster', `localnet at ${world.url}`],
    ['Program', world.checkout.programId],
    ['Wallet', `${world.admin.address} (${world.admin.file})`],
    ['Built', `${another}, ${readFileSync(another).length} bytes`],
    ['Commit', 'unknown: the file is not the build of this checkout; compare its sha256 with what the release says'],
  ];
  for (const [title, text] of shows) assert.ok(dry.said.includes(`\n${title?.padEnd(12)}${text}\n`), dry.said);
  assert.match(dry.said, /\nNothing was sent\.\n$/);

  const alone = await upgrade(`--so ${another}`, world.admin);
  assert.equal(alone.code, 1);
  assert.match(alone.said, /error: nobody can be asked here: Upgrade on localnet\? --yes says yes\n$/);
  const no = await upgrade(`--so ${another}`, world.admin, { typed: 'no\n' });
  assert.equal(no.code, 1);
  assert.match(no.said, /Upgrade on localnet\? \(yes\)/);
  assert.match(no.said, /error: not done: the answer was not "yes"\n$/);
  assert.deepEqual([dry.sent, alone.sent, no.sent], [[], [], []]);
});

/** What anchor is asked for: the node and the wallet in front, then the buffer's key the first time, then the upgrade. */
const provider = () => ['--provider.cluster', world.url, '--provider.wallet', world.admin.file];
const bufferKey = () => join(world.folder, `buffer-localnet-${world.checkout.programId}.json`);
const makesKey = () => [...provider(), 'keygen', 'new', '--no-passphrase', '--silent', '--outfile', bufferKey()];
const upgrades = (...rest: string[]) => [
  ...provider(),
  'program',
  'upgrade',
  world.checkout.programId,
  '--program-filepath',
  another,
  ...rest,
];

test('a question without an answer ends it, whichever that is, and is all that is said', async () => {
  // Larger than what stands there, so that the rent of more room is asked for too.
  const larger = join(world.folder, 'larger.so');
  writeFileSync(larger, Buffer.concat([readFileSync(another), Buffer.alloc(4_000, 7)]));
  const words = (url: string) => `localnet --url ${url} --wallet ${world.admin.file} --so ${larger} --dry-run`;
  // The first block, the program and its data twice, two rents, the balance.
  await endsAtEach(world, 'upgrade.sh', words, 8);
});

test('buffers that were left over are counted', async () => {
  for (const name of ['one', 'two']) {
    await perform(world.url, makesBuffer(world.newKey(name).address, world.admin.address, Buffer.alloc(100, 1)));
  }
  const ran = await upgrade(`--so ${another} --dry-run`, world.admin);
  assert.match(ran.said, /^Left over +buffers of this wallet: 2 \(scripts\/deployment\/close-buffers\.sh\)$/m);
});

test('where anchor says that it is done and the chain has another program, it has failed', async () => {
  const ran = await upgrade(`--so ${another}`, world.admin, { typed: 'yes\n' });
  assert.equal(ran.code, 1);
  assert.ok(ran.said.includes(`error: what stands on localnet is not ${another}\n`), ran.said);
  assert.deepEqual(ran.sent, [makesKey(), upgrades('--', '--buffer', bufferKey())]);
});

test('an upgrade that was cut off goes on with the same buffer, and what anchor fails with is a failure', async () => {
  writeFileSync(bufferKey(), '[]', { mode: 0o600 });
  const ran = await upgrade(`--so ${another} --yes`, world.admin, { anchor: { 'program upgrade': { code: 7 } } });
  assert.equal(ran.code, 7);
  assert.deepEqual(ran.sent, [upgrades('--', '--buffer', bufferKey())]);
});

test('an upgrade is read back; afterwards the same build is refused', async () => {
  const calls = await replacesCode(world.url, world.checkout.programId, readFileSync(another));
  const how = { anchor: { 'program upgrade': { calls, wants: [another] } } };
  const ran = await upgrade(`--so ${another} --yes --use-rpc --priority-fee 250`, world.admin, how);
  assert.equal(ran.code, 0, ran.said);
  assert.match(ran.said, /\nUpgraded and read back: byte for byte the build\n$/);
  const options = ['--use-rpc', '--', '--buffer', bufferKey(), '--with-compute-unit-price', '250'];
  assert.deepEqual(ran.sent.at(-1), upgrades(...options));
  await refuses(`--so ${another}`, world.admin, /this build is on localnet already/);
});

test('a buffer is taken that holds the build and belongs to the wallet', async () => {
  const build = readFileSync(world.checkout.built);
  const buffer = world.newKey('buffer').address;
  const holds = (authority: string, bytes: Buffer) => perform(world.url, makesBuffer(buffer, authority, bytes));
  // One sentence each: what was not found out is not judged too.
  await refuses(
    `--buffer ${world.newKey('nothing').address}`,
    world.admin,
    /^error: there is no account \w+ at \S+\n$/,
  );
  await refuses(`--buffer ${world.checkout.programId}`, world.admin, /^error: \w+ is no program buffer\n$/);
  const mint = 'So11111111111111111111111111111111111111112';
  await perform(world.url, ['surfnet_setAccount', mint, { lamports: 1_461_600, owner: TOKENS, data: '00'.repeat(82) }]);
  await refuses(`--buffer ${mint}`, world.admin, new RegExp(`^error: ${mint} is no program buffer\n$`));
  await holds(world.payer.address, build);
  await refuses(
    `--buffer ${buffer}`,
    world.admin,
    new RegExp(`belongs to ${world.payer.address}, not to ${world.admin.address}`),
  );
  await holds(world.admin.address, readFileSync(another));
  await refuses(`--buffer ${buffer}`, world.admin, new RegExp(`^error: buffer ${buffer} does not hold `));
  await holds(world.admin.address, build);
  for (const option of ['--use-rpc', '--priority-fee 250']) {
    await refuses(`--buffer ${buffer} ${option}`, world.admin, /^error: --use-rpc and --priority-fee are for what writes/);
  }
  const calls = await replacesCode(world.url, world.checkout.programId, build);
  const ran = await upgrade(`--buffer ${buffer} --yes`, world.admin, { anchor: { 'program upgrade': { calls } } });
  assert.equal(ran.code, 0, ran.said);
  assert.match(ran.said, /^Left over +buffers of this wallet: 2 /m);
  assert.deepEqual(ran.sent, [[...provider(), 'program', 'upgrade', world.checkout.programId, '--buffer', buffer]]);
});
