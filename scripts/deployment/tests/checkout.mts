/** A small git checkout with the scripts as they are, in which a test may change, commit and build what it likes. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fromBase58 } from './keys.mts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILT = 'target/deploy/inference_staking.so';
const LIB = 'programs/inference-staking/src/lib.rs';
/** What the scripts look at, beside themselves. */
const FILES = [
  ...['.gitignore', 'Anchor.toml', 'Cargo.lock', 'Cargo.toml', LIB, 'programs/inference-staking/Cargo.toml'],
  ...['crates/math/Cargo.toml', 'crates/math/src/lib.rs', 'crates/merkle/Cargo.toml', 'crates/merkle/src/lib.rs'],
  ...['.cargo/config.toml', 'scripts/sbf-toolchain/install.sh'],
];

export interface Checkout {
  folder: string;
  /** The id that its sources declare. */
  programId: string;
  /** The file of the built program, which `cargo xtask build` would make. */
  built: string;
  /** The same with another last byte: no program that runs, but another build. */
  anotherBuild(): string;
  git(...words: string[]): string;
}

/** With the built program of this repository, and its id or another one. */
export function makeCheckout(folder: string, otherId?: string): Checkout {
  for (const file of FILES) copy(join(ROOT, file), join(folder, file));
  cpSync(join(ROOT, 'scripts/deployment'), join(folder, 'scripts/deployment'), {
    recursive: true,
    filter: (from) => from !== fileURLToPath(new URL('.', import.meta.url)).slice(0, -1),
  });
  const sources = readFileSync(join(folder, LIB), 'utf8');
  const declared = /declare_id!\("(\w+)"\)/.exec(sources)?.[1];
  if (!declared) throw new Error(`${LIB} declares no id`);
  const programId = otherId ?? declared;
  writeFileSync(join(folder, LIB), sources.replace(declared, programId));
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'All');
  const built = join(folder, BUILT);
  mkdirSync(dirname(built), { recursive: true });
  writeFileSync(built, withId(readFileSync(join(ROOT, BUILT)), declared, programId));
  const anotherBuild = () => {
    const bytes = readFileSync(built);
    const file = join(folder, 'target/deploy/another.so');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(file, bytes);
    return file;
  };
  return { folder, programId, built, anotherBuild, git };
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** A program with each place of one id given to another. */
function withId(program: Buffer, from: string, to: string): Buffer {
  const [old, replacement] = [fromBase58(from), fromBase58(to)];
  for (let place = program.indexOf(old); place >= 0; place = program.indexOf(old, place)) {
    if (old.equals(replacement)) break;
    replacement.copy(program, place);
  }
  return program;
}
