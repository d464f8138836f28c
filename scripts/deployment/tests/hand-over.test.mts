/** hand-over.sh: to a key that signs too, or to an address that is typed twice. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import anchor from '@anchor-lang/core';

import type { Key } from './keys.mts';
import { authorityOf, type Call, call } from './node.mts';
import { type Run, startWorld, type World } from './world.mts';

let world: World;
let successor: Key;
before(async () => {
  world = await startWorld();
  successor = world.newKey('successor');
});
after(() => world.stop());

const handOver = (words: string, wallet: Key, how?: Run) =>
  world.run('hand-over.sh', `localnet --url ${world.url} --wallet ${wallet.file} ${words}`, how);

async function refuses(words: string, wallet: Key, why: RegExp, how?: Run): Promise<void> {
  const ran = await handOver(words, wallet, how);
  assert.equal(ran.code, 1, ran.said);
  assert.match(ran.said, why);
  assert.deepEqual(ran.sent, []);
  assert.equal(await authorityOf(world.url, world.checkout.programId), world.admin.address);
}

const setsAuthority = (to: Key): Record<string, { calls: Call[] }> => ({
  'program set-upgrade-authority': { calls: [['surfnet_setProgramAuthority', world.checkout.programId, to.address]] },
});
const asks = (wallet: Key, to: Key, ...signing: string[]) => [
  ...['--provider.cluster', world.url, '--provider.wallet', wallet.file, 'program', 'set-upgrade-authority'],
  ...[world.checkout.programId, '--new-upgrade-authority', to.address, ...signing],
];

test('who gets it is named once', async () => {
  await refuses('--yes', world.admin, /^error: name who gets the authority: /);
  const both = `--new-authority ${successor.address} --new-authority-keypair ${successor.file} --yes`;
  await refuses(
    both,
    world.admin,
    /^error: --new-authority-keypair says the address too: leave --new-authority away\n$/,
  );
});

test('an address with a typing error is refused', async () => {
  const last = successor.address.endsWith('1') ? '2' : '1';
  const wrong = [
    successor.address.slice(0, -2),
    `${successor.address}${last}`,
    successor.address.replace(/.$/, '0'),
    'multisig',
  ];
  for (const address of wrong)
    await refuses(`--new-authority ${address} --yes`, world.admin, /^error: ".*" is no address\n$/);
});

test('what can sign nothing gets no authority', async () => {
  const program = world.checkout.programId;
  await refuses(
    `--new-authority ${program} --yes`,
    world.admin,
    /is an account of the program BPFLoaderUpgradeab1e\w+ and can sign nothing: of a multisig name the vault/,
  );
});

test('only the authority hands over, and not to itself', async () => {
  await refuses(
    `--new-authority-keypair ${successor.file} --yes`,
    world.payer,
    /^error: the upgrade authority of \w+ on localnet is \w+, and the wallet /,
  );
  await refuses(
    `--new-authority-keypair ${world.admin.file} --yes`,
    world.admin,
    /^error: \w+ is the upgrade authority already\n$/,
  );
});

test('without a terminal, a yes, or the address typed again nothing is sent', async () => {
  const to = `--new-authority ${successor.address}`;
  await refuses(to, world.admin, /error: nobody can be asked here: Hand over on localnet\? --yes says yes\n$/);
  await refuses(to, world.admin, /error: not done: the answer was not "yes"\n$/, { typed: 'y\n' });
  await refuses(to, world.admin, /error: not done: "yes" is another address\n$/, { typed: 'yes\nyes\n' });
  const dry = await handOver(`${to} --dry-run`, world.admin);
  assert.equal(dry.code, 0, dry.said);
  assert.match(dry.said, /^Unsigned +nobody proves to have that key: /m);
  assert.match(dry.said, /\nNothing was sent\.\n$/);
  assert.deepEqual(dry.sent, []);
});

test('without a singleton it warns: the authority alone can create it', async () => {
  const { checkout, url } = world;
  const { PublicKey } = anchor.web3;
  const program = new PublicKey(checkout.programId);
  const overview = PublicKey.findProgramAddressSync([Buffer.from('PoolOverview')], program)[0].toBase58();
  const ownedBy = (owner: string) => call(url, 'surfnet_setAccount', overview, { owner });
  const dry = async () => (await handOver(`--new-authority ${successor.address} --dry-run`, world.admin)).said;
  assert.doesNotMatch(await dry(), /^Warning/m);
  await ownedBy('11111111111111111111111111111111');
  const warned = await dry();
  await ownedBy(checkout.programId);
  assert.ok(
    warned.includes(
      `Warning     inference-staking init was not run: after this only ${successor.address} can, and it becomes the program admin\n`,
    ),
    warned,
  );
  assert.match(warned, /\nNothing was sent\.\n$/);
});

test('an address that does not sign is named twice, whatever --yes answers', async () => {
  const to = `--new-authority ${successor.address}`;
  const another = world.newKey('another').address;
  await refuses(
    `${to} --yes`,
    world.admin,
    /error: nobody can be asked here for the address once more, which --yes does not answer: --confirm repeats it\n$/,
  );
  await refuses(`${to} --yes`, world.admin, /error: not done: "yes" is another address\n$/, { typed: 'yes\n' });
  const named = /^error: not done: --confirm names another address than --new-authority\n$/;
  await refuses(`${to} --yes --confirm ${another}`, world.admin, named);
  await refuses(`${to} --confirm ${successor.address}`, world.admin, /error: nobody can be asked here: Hand over /);
  await refuses(
    `--new-authority-keypair ${successor.file} --confirm ${successor.address} --yes`,
    world.admin,
    /^error: --new-authority-keypair signs for its address: leave --confirm away\n$/,
  );
  // It is asked for: anchor of this test does nothing, and what was to be sent was sent.
  const typed = await handOver(`${to} --yes`, world.admin, { typed: `${successor.address}\n` });
  const confirmed = await handOver(`${to} --yes --confirm ${successor.address}`, world.admin);
  const sent = [asks(world.admin, successor, '--skip-new-upgrade-authority-signer-check')];
  assert.deepEqual([typed.sent, confirmed.sent], [sent, sent], `${typed.said}${confirmed.said}`);
  assert.ok(!confirmed.said.includes('Once more'), confirmed.said);
});

test('a key signs for itself; the authority is read back, and the old one has none afterwards', async () => {
  const nothing = await handOver(`--new-authority-keypair ${successor.file} --yes`, world.admin);
  assert.equal(nothing.code, 1);
  assert.ok(nothing.said.endsWith(`error: the upgrade authority is ${world.admin.address} afterwards\n`), nothing.said);
  assert.deepEqual(nothing.sent, [asks(world.admin, successor, '--new-upgrade-authority-signer', successor.file)]);

  const ran = await handOver(`--new-authority-keypair ${successor.file}`, world.admin, {
    typed: 'yes\n',
    anchor: setsAuthority(successor),
  });
  assert.equal(ran.code, 0, ran.said);
  assert.ok(
    ran.said.endsWith(`The upgrade authority of ${world.checkout.programId} is ${successor.address}\n`),
    ran.said,
  );
  assert.equal(await authorityOf(world.url, world.checkout.programId), successor.address);
  const old = await handOver(`--new-authority-keypair ${world.payer.file} --yes`, world.admin);
  assert.deepEqual([old.code, old.sent], [1, []]);
  assert.match(old.said, new RegExp(`is ${successor.address}, and the wallet `));
});

test('an address that does not sign is typed again', async () => {
  await call(world.url, 'surfnet_setAccount', successor.address, { lamports: 1_000_000 });
  const to = `--new-authority ${world.admin.address}`;
  const how = { typed: `yes\n${world.admin.address}\n`, anchor: setsAuthority(world.admin) };
  const ran = await handOver(to, successor, how);
  assert.equal(ran.code, 0, ran.said);
  assert.deepEqual(ran.sent, [asks(successor, world.admin, '--skip-new-upgrade-authority-signer-check')]);
});
