/** deploy.sh: a first deployment, under an id that nothing stands at. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { authorityOf, type Call, call } from './node.mts';
import { endsAtEach } from './unanswered.mts';
import { startWorld, type World } from './world.mts';

let world: World;
let program: string;
before(async () => {
  world = await startWorld('new id');
  program = join(world.folder, 'program.json');
});
after(() => world.stop());

const words = (...more: string[]) => ['localnet --url', world.url, '--wallet', world.payer.file, ...more].join(' ');

test('the program keypair has to be named, and to be that of the declared id', async () => {
  const missing = await world.run('deploy.sh', words('--yes'));
  assert.equal(missing.said, "error: --program-keypair names the key of the program's id\n");
  const wrong = world.newKey('wrong');
  const ran = await world.run('deploy.sh', words('--yes --program-keypair', wrong.file));
  const { programId } = world.checkout;
  assert.equal(
    ran.said,
    `error: the program keypair is the one of ${wrong.address}, and lib.rs declares ${programId}: README, Deploying\n`,
  );
  assert.deepEqual([missing.code, ran.code, missing.sent, ran.sent], [1, 1, [], []]);
});

test('room that does not hold the build is refused', async () => {
  const bytes = readFileSync(world.checkout.built).length;
  // 10 MiB hold 45 bytes beside the program.
  for (const room of [String(bytes - 1), 'much', '-1', '10485716', '20000000', '123456789']) {
    const ran = await world.run('deploy.sh', words('--yes --program-keypair', program, '--max-len', room));
    assert.equal(ran.code, 1);
    const bounds = `from ${bytes}, which the build has, to 10485715, which an account holds`;
    assert.equal(ran.said, `error: --max-len ${room} is no number of bytes ${bounds}\n`);
  }
});

test('a price that is none is refused, and what follows an option is no value if it is one itself', async () => {
  for (const price of ['abc', '-1', '1.5', '1000000000']) {
    const ran = await world.run('deploy.sh', words('--yes --program-keypair', program, '--priority-fee', price));
    const said = `error: --priority-fee ${price} is no price: write whole micro-lamports, at most 999999999\n`;
    assert.deepEqual([ran.code, ran.said, ran.sent], [1, said, []]);
  }
  const ran = await world.run('deploy.sh', words('--program-keypair', program, '--priority-fee --yes'));
  assert.deepEqual([ran.code, ran.said], [1, 'error: --priority-fee needs a value: see --help\n']);
});

test('it asks for the SOL that the program keeps, and shows it', async () => {
  const poor = world.newKey('poor');
  const room = readFileSync(world.checkout.built).length + 10_240;
  const rent = (bytes: number) => call<number>(world.url, 'getMinimumBalanceForRentExemption', bytes);
  const stays = (await rent(45 + room)) + (await rent(36));
  const fees = (Math.ceil((room - 10_240) / 960) + 3) * 5_000;
  const gives = (lamports: number) => call(world.url, 'surfnet_setAccount', poor.address, { lamports });
  const run = () =>
    world.run('deploy.sh', `localnet --url ${world.url} --wallet ${poor.file} --program-keypair ${program} --dry-run`);
  await gives(stays + fees - 1);
  const refused = await run();
  assert.equal(refused.code, 1, refused.said);
  assert.match(refused.said, /^error: the wallet \w+ has \d\.\d{9} SOL on localnet and needs \d\.\d{9} SOL\n$/);
  await gives(stays + fees);
  const shown = await run();
  assert.equal(shown.code, 0, shown.said);
  const sol = `${Math.floor(stays / 1e9)}.${String(stays % 1e9).padStart(9, '0')}`;
  assert.ok(shown.said.includes(`${'Costs'.padEnd(12)}${sol} SOL stay in the program's accounts;`), shown.said);

  // 1,000 micro-lamports are three lamports for each write of 3,000 units, and 600 for the others; one more for what is rounded up in each.
  const writes = fees / 5_000 - 3;
  const priority = 3 * writes + 600 + writes + 3;
  const atPrice = () =>
    world.run(
      'deploy.sh',
      `localnet --url ${world.url} --wallet ${poor.file} --program-keypair ${program} --priority-fee 1000 --dry-run`,
    );
  await gives(stays + fees + priority - 1);
  assert.match((await atPrice()).said, /^error: the wallet \w+ has /);
  await gives(stays + fees + priority);
  const priced = await atPrice();
  const most = `0.${String(priority).padStart(9, '0')}`;
  assert.ok(priced.said.includes(`and at most ${most} SOL of priority fees`), priced.said);
});

test('a question without an answer ends it, whichever that is, and is all that is said', async () => {
  const at = (url: string) =>
    `localnet --url ${url} --wallet ${world.payer.file} --program-keypair ${program} --dry-run`;
  // The first block, the program, three rents, the balance.
  await endsAtEach(world, 'deploy.sh', at, 6);
});

test('it is sent after a yes alone, read back, and not deployed a second time', async () => {
  const deploy = words('--program-keypair', program);
  const alone = await world.run('deploy.sh', deploy);
  assert.match(alone.said, /error: nobody can be asked here: Deploy on localnet\? --yes says yes\n$/);
  assert.deepEqual([alone.code, alone.sent], [1, []]);

  const { built, programId } = world.checkout;
  const nothing = await world.run('deploy.sh', deploy, { typed: 'yes\n' });
  assert.match(nothing.said, /error: what stands on localnet is not /);
  const provider = ['--provider.cluster', world.url, '--provider.wallet', world.payer.file];
  const buffer = join(world.folder, `buffer-localnet-${programId}.json`);
  const room = String(readFileSync(built).length + 10_240);
  assert.equal(nothing.code, 1);
  const deploys = ['program', 'deploy', built, '--program-keypair', program, '--max-len', room, '--no-idl'];
  assert.deepEqual(nothing.sent, [
    [...provider, 'keygen', 'new', '--no-passphrase', '--silent', '--outfile', buffer],
    [...provider, ...deploys, '--', '--buffer', buffer],
  ]);

  const code = readFileSync(built).toString('hex');
  const calls: Call[] = [
    ['surfnet_writeProgram', programId, code, 0],
    ['surfnet_setProgramAuthority', programId, world.payer.address],
  ];
  const ran = await world.run('deploy.sh', `${deploy} --yes`, { anchor: { 'program deploy': { calls } } });
  assert.equal(ran.code, 0, ran.said);
  assert.match(ran.said, /\nDeployed and read back: byte for byte the build\. Next: inference-staking init/);
  assert.equal(await authorityOf(world.url, programId), world.payer.address);

  const twice = await world.run('deploy.sh', `${deploy} --yes`);
  const why = `error: program ${programId} is deployed on localnet, with the upgrade authority ${world.payer.address}: scripts/deployment/upgrade.sh`;
  assert.ok(twice.said.startsWith(why), twice.said);
  assert.deepEqual([twice.code, twice.sent], [1, []]);
});
