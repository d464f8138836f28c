/** The command line, whose figures those of the site are held against. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the binary; `cargo xtask test` sets it to the one that it has built. */
const BINARY = 'INFERENCE_STAKING_CLI';

export function commandLine(words: string[]): string {
  const binary = process.env[BINARY];
  if (!binary) throw new Error(`no command line: run \`cargo xtask test --only app\`, or name its binary in ${BINARY}`);
  // Nothing of whoever runs the tests is read.
  return inFolder((home) =>
    execFileSync(binary, words, { encoding: 'utf8', env: { ...process.env, HOME: home }, maxBuffer: 2 ** 28 }),
  );
}

/** Does something in a folder of its own, which is removed then. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'inference-staking-app-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a command says as JSON about the network of a node. */
export function asked<T>(rpcUrl: string, words: string): T {
  return JSON.parse(commandLine(['--url', rpcUrl, '--output', 'json', ...words.split(' ')])) as T;
}

/** An amount as the command line writes it: base units, and tokens. */
export interface Amount {
  amount: string | number;
  ui: string;
}
