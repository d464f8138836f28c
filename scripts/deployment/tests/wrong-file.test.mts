/** What is not this program, whole and for its id, is neither deployed, nor upgraded to, nor written into a buffer. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { fromBase58 } from './keys.mts';
import { startWorld, type World } from './world.mts';

const CALLER = fileURLToPath(new URL('../../../target/deploy/cpi_vault.so', import.meta.url));

let world: World;
let undeployed: World;
before(async () => {
  world = await startWorld();
  undeployed = await startWorld('new id');
});
after(() => Promise.all([world.stop(), undeployed.stop()]));

const built = () => readFileSync(world.checkout.built);

/** Refused by all three scripts that take a file. */
async function refused(bytes: Buffer, why: string): Promise<void> {
  for (const [script, where, wallet, words] of [
    ['upgrade.sh', world, world.admin, ''],
    ['write-buffer.sh', world, world.payer, ''],
    ['deploy.sh', undeployed, undeployed.payer, `--program-keypair ${join(undeployed.folder, 'program.json')}`],
  ] as const) {
    const file = join(where.folder, 'wrong.so');
    const { programId } = where.checkout;
    writeFileSync(file, withId(bytes, where === undeployed ? programId : undefined));
    const ran = await where.run(
      script,
      `localnet --url ${where.url} --wallet ${wallet.file} ${words} --so ${file} --yes`,
    );
    assert.equal(ran.said, `error: ${file} ${why}; \`cargo xtask build\` makes the one for ${programId}\n`, script);
    assert.deepEqual([ran.code, ran.sent], [1, []]);
  }
}

/** With the id of the other checkout in the places of this one's. */
function withId(bytes: Buffer, id?: string): Buffer {
  const copy = Buffer.from(bytes);
  const own = fromBase58(world.checkout.programId);
  for (let place = copy.indexOf(own); id && place >= 0; place = copy.indexOf(own)) fromBase58(id).copy(copy, place);
  return copy;
}

function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = built();
  change(bytes);
  return bytes;
}

test('another program is refused that calls this one, and so has its id', async () => {
  const caller = readFileSync(CALLER);
  assert.ok(caller.includes(fromBase58(world.checkout.programId)));
  await refused(caller, 'is another program: it has no security.txt, and lib.rs names "Inference staking" there');
  const named = changed((bytes) => bytes.write('Inference stakinG', bytes.indexOf('name\0Inference staking') + 5));
  await refused(
    named,
    'is another program: its security.txt names "Inference stakinG", and lib.rs "Inference staking"',
  );
});

test('what is no program is refused, whatever stands in it', async () => {
  const why = 'is no program: it is no ELF file for the loader of Solana';
  await refused(Buffer.concat([Buffer.from('hello'), fromBase58(world.checkout.programId)]), why);
  await refused(Buffer.alloc(0), why);
  // A program of this computer's own processor.
  await refused(readFileSync(process.execPath).subarray(0, 400_000), why);
  await refused(
    changed((bytes) => bytes.writeUInt16LE(62, 18)),
    why,
  );
});

test('a file that was cut off is refused, by its segments and by its table of sections', async () => {
  const why = 'is a program that is not whole: parts that its header names are missing';
  await refused(built().subarray(0, 380_000), why);
  await refused(built().subarray(0, built().length - 1), why);
  await refused(built().subarray(0, 100), why);
  // As Solana's own tools leave it: a table of 3 sections, 64 bytes each, behind everything else.
  const sections = Buffer.concat([built(), Buffer.alloc(3 * 64)]);
  sections.writeBigUInt64LE(BigInt(built().length), 40);
  sections.writeUInt16LE(64, 58);
  sections.writeUInt16LE(3, 60);
  const whole = join(world.folder, 'sections.so');
  writeFileSync(whole, sections);
  const wallet = `--url ${world.url} --wallet ${world.admin.file}`;
  const ran = await world.run('upgrade.sh', `localnet ${wallet} --so ${whole} --dry-run`);
  assert.equal(ran.code, 0, ran.said);
  await refused(sections.subarray(0, sections.length - 1), why);
});

test('a library without an entry, and a build for another id, are refused', async () => {
  const why = 'is a library: nothing in it can be entered as a program';
  await refused(
    changed((bytes) => bytes.writeBigUInt64LE(0n, 24)),
    why,
  );
  const other = withId(built(), world.newKey('other').address);
  await refused(other, 'was built for another id');
});
