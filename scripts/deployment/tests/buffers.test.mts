/** write-buffer.sh, for an authority that signs elsewhere, and close-buffers.sh, for what was left over. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import type { Key } from './keys.mts';
import { type Call, makesBuffer, perform } from './node.mts';
import { type Answer, startWorld, type World } from './world.mts';

let world: World;
let another: string;
before(async () => {
  world = await startWorld();
  another = world.checkout.anotherBuild();
});
after(() => world.stop());

const provider = (wallet: Key) => ['--provider.cluster', world.url, '--provider.wallet', wallet.file];
const write = (words: string, wallet: Key, anchor?: Record<string, Answer>) =>
  world.run('write-buffer.sh', `localnet --url ${world.url} --wallet ${wallet.file} ${words}`, { anchor });
const close = (words: string, wallet: Key) =>
  world.run('close-buffers.sh', `localnet --url ${world.url} --wallet ${wallet.file} ${words}`);

test('no buffer is written for an authority that is the wallet, or for the build that stands there', async () => {
  const itself = await write(`--so ${another} --yes`, world.admin);
  assert.equal(itself.said, 'error: the wallet is the upgrade authority itself: scripts/deployment/upgrade.sh\n');
  const same = await write('--yes', world.payer);
  assert.match(same.said, /^error: this build is on localnet already/);
  assert.deepEqual([itself.code, same.code, itself.sent, same.sent], [1, 1, [], []]);
});

test('a buffer is written after a yes alone', async () => {
  const dry = await write(`--so ${another} --dry-run`, world.payer);
  assert.equal(dry.code, 0, dry.said);
  assert.ok(dry.said.includes(`to ${world.admin.address}, the upgrade authority`), dry.said);
  assert.match(dry.said, /^Costs .* SOL and priority fees at the price that anchor finds$/m);
  const alone = await write(`--so ${another}`, world.payer);
  assert.equal(alone.code, 1);
  assert.match(alone.said, /error: nobody can be asked here: Write the buffer on localnet\? --yes says yes\n$/);
  assert.deepEqual([dry.sent, alone.sent], [[], []]);
});

test('a buffer is compared with the build before it is given away, and after', async () => {
  const buffer = world.newKey('buffer').address;
  const build = readFileSync(another);
  const writes = (...calls: Call[]) => ({ 'program write-buffer': { says: `Buffer: ${buffer}\n`, calls } });
  const gives = { 'program set-buffer-authority': { calls: [makesBuffer(buffer, world.admin.address, build)] } };
  const asked = [
    [...provider(world.payer), 'program', 'write-buffer', another],
    [...provider(world.payer), 'program', 'set-buffer-authority', buffer, world.admin.address],
  ];
  const fails = async (anchor: Record<string, Answer>, why: RegExp, calls: number) => {
    const ran = await write(`--so ${another} --yes`, world.payer, anchor);
    assert.equal(ran.code, 1, ran.said);
    assert.match(ran.said, why);
    assert.deepEqual(ran.sent, asked.slice(0, calls));
  };
  await fails(
    {},
    /error: anchor named no buffer; close what it left over with scripts\/deployment\/close-buffers\.sh\n$/,
    1,
  );
  const other = makesBuffer(buffer, world.payer.address, readFileSync(world.checkout.built));
  await fails(writes(other), new RegExp(`error: buffer ${buffer} does not hold `), 1);
  const stolen = makesBuffer(buffer, world.newKey('thief').address, build);
  await fails(
    writes(stolen),
    new RegExp(`error: buffer ${buffer} belongs to \\w+, not to ${world.payer.address}\n$`),
    1,
  );
  const right = makesBuffer(buffer, world.payer.address, build);
  await fails(writes(right), new RegExp(`belongs to ${world.payer.address}, not to ${world.admin.address}\n$`), 2);

  const ran = await write(`--so ${another} --yes`, world.payer, { ...writes(right), ...gives });
  assert.equal(ran.code, 0, ran.said);
  assert.deepEqual(ran.sent, asked);
  assert.ok(
    ran.said.includes(`Buffer ${buffer} holds the build, byte for byte, and belongs to ${world.admin.address}\n`),
    ran.said,
  );
});

test("buffers of the wallet are closed, after a yes, and nobody else's", async () => {
  const owner = world.newKey('owner');
  const [one, two, foreign] = ['one', 'two', 'foreign'].map((name) => world.newKey(name).address) as [
    string,
    string,
    string,
  ];
  const none = await close('--yes', owner);
  assert.deepEqual([none.code, none.said, none.sent], [0, `${owner.address} has no buffers on localnet\n`, []]);

  const buffers: [string, string][] = [
    [one, owner.address],
    [two, owner.address],
    [foreign, world.payer.address],
  ];
  for (const [buffer, authority] of buffers) {
    await perform(world.url, makesBuffer(buffer, authority, Buffer.alloc(100, 1)));
  }
  const alone = await close('', owner);
  assert.equal(alone.code, 1);
  for (const buffer of [one, two])
    assert.ok(alone.said.includes(`${'Buffer'.padEnd(12)}${buffer} with 5.000000000 SOL\n`), alone.said);
  assert.match(alone.said, /error: nobody can be asked here: Close them on localnet\? --yes says yes\n$/);
  assert.deepEqual(alone.sent, []);

  const ran = await close('--yes', owner);
  assert.equal(ran.code, 0, ran.said);
  const closes = [one, two].map((buffer) => [...provider(owner), 'program', 'close', buffer, '--bypass-warning']);
  assert.deepEqual(ran.sent.sort(), closes.sort());
});
