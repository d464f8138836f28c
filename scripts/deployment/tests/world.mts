/** A local network, a checkout to deploy from, keys outside of it, and a stand-in for `anchor`. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

import { startLocalNetwork } from '../../../sdk/tests/overRpc/localNetwork.ts';
import { type Checkout, makeCheckout } from './checkout.mts';
import { type Key, writeKey } from './keys.mts';
import type { Call } from './node.mts';

const STAND_IN = fileURLToPath(new URL('stand-in-anchor.mjs', import.meta.url));
export const ANCHOR_VERSION = 'anchor-cli 1.2.2';

/** What the stand-in does when it is asked for a command, such as "program upgrade". */
export interface Answer {
  /** In the place of transactions. */
  calls?: Call[];
  says?: string;
  code?: number;
  /** Files without which it fails. */
  wants?: string[];
}

export interface Ran {
  code: number | null;
  /** What it said, on both ways. */
  said: string;
  /** What `anchor` was asked for in this run, but for its version. */
  sent: string[][];
}

export interface Run {
  /** What stands in for the lines of a person at a terminal; without them there is no terminal. */
  typed?: string;
  /** What the stand-in for anchor does; nothing, and with success, for a command that is not named. */
  anchor?: Record<string, Answer>;
  anchorVersion?: string;
  withoutAnchor?: boolean;
}

export interface World {
  url: string;
  /** Outside of the checkout, for keys. */
  folder: string;
  checkout: Checkout;
  /** Upgrade authority of the program under the id of this repository. */
  admin: Key;
  /** Has SOL, and no role. */
  payer: Key;
  /** A key that nobody has seen before, and that has nothing. */
  newKey(name: string): Key;
  /** Runs a script on this network. */
  run(script: string, words: string, how?: Run): Promise<Ran>;
  stop(): Promise<void>;
}

/** Of the program of this repository, or of the same under another id, which is not deployed. */
export async function startWorld(id: 'own id' | 'new id' = 'own id'): Promise<World> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'inference-staking-deployment-')));
  const network = await startLocalNetwork();
  const newKey = (name: string) => writeKey(join(folder, `${name}.json`));
  const role = (name: string) => writeKey(join(folder, `${name}.json`), network.keypair(name));
  const checkout = makeCheckout(join(folder, 'checkout'), id === 'new id' ? newKey('program').address : undefined);
  const tools = writeTools(folder);
  return {
    url: network.rpcUrl,
    folder,
    checkout,
    admin: role('program-admin'),
    payer: role('payer'),
    newKey,
    run: async (script, words, how = {}) => {
      const called = join(folder, 'called');
      rmSync(called, { force: true });
      const answers = { version: how.anchorVersion ?? ANCHOR_VERSION, answers: how.anchor ?? {} };
      writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
      const path = [...(how.withoutAnchor ? [] : [tools.anchor]), tools.node, '/usr/bin', '/bin'].join(':');
      const env = { PATH: path, HOME: folder, STAND_IN: folder, STAND_IN_NODE: network.rpcUrl };
      const ran = await ended(
        join(checkout.folder, 'scripts/deployment', script),
        words.split(' ').filter(Boolean),
        env,
        how.typed,
      );
      return { ...ran, sent: sent(called, checkout.folder) };
    },
    stop: async () => {
      await network.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Folders for the PATH: `node` alone, and the stand-in. A real anchor of this machine is in neither. */
function writeTools(folder: string): { anchor: string; node: string } {
  const tools = { anchor: join(folder, 'tools/anchor'), node: join(folder, 'tools/node') };
  for (const path of Object.values(tools)) mkdirSync(path, { recursive: true });
  symlinkSync(execPath, join(tools.node, 'node'));
  const standIn = join(tools.anchor, 'anchor');
  writeFileSync(standIn, `#!/bin/sh\nexec node ${STAND_IN} "$@"\n`);
  chmodSync(standIn, 0o755);
  return tools;
}

/** Every call, each made in the checkout, where anchor finds Anchor.toml. */
function sent(called: string, checkout: string): string[][] {
  if (!existsSync(called)) return [];
  return readFileSync(called, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { words, folder } = JSON.parse(line) as { words: string[]; folder: string };
      if (folder !== checkout) throw new Error(`anchor was called in ${folder}`);
      return words;
    });
}

async function ended(
  script: string,
  words: string[],
  env: Record<string, string>,
  typed?: string,
): Promise<Omit<Ran, 'sent'>> {
  const [command, args]: [string, string[]] =
    typed === undefined
      ? [script, words]
      : // Gives it a terminal, at which the lines are typed.
        ['script', ['--quiet', '--return', '--echo', 'never', '--command', [script, ...words].join(' '), '/dev/null']];
  const child = spawn(command, args, {
    cwd: dirname(script),
    env,
    stdio: [typed === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(typed);
  let said = '';
  for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code, said: said.replaceAll('\r\n', '\n') };
}
