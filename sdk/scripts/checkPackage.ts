/** Packs the package as it would be published and checks the tarball: fields, types, that both module systems load it, what is in it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ALLOWED = /^(dist\/index\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map)|package\.json|README\.md|LICENSE)$/;

function run(command: string, args: string[]): void {
  execFileSync(command, args, { cwd: ROOT, stdio: 'inherit' });
}

/** One copy of kit, and no lock file that names a registry's host. */
function checkLockFile(): void {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  if (text.includes('"resolved"'))
    throw new Error('package-lock.json says where packages came from: see .npmrc, and install again');
  const { packages } = JSON.parse(text) as { packages: Record<string, unknown> };
  const kits = Object.keys(packages).filter((path) => path.endsWith('node_modules/@solana/kit'));
  if (kits.length !== 1)
    throw new Error(`there must be one copy of kit, but there are ${kits.length}: ${kits.join(', ')}`);
}

checkLockFile();
const folder = mkdtempSync(join(tmpdir(), 'inference-staking-sdk-'));
try {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' });
  const [{ filename, files, size }] = JSON.parse(packed) as [
    { filename: string; files: { path: string }[]; size: number },
  ];
  const surplus = files.map((file) => file.path).filter((path) => !ALLOWED.test(path));
  if (surplus.length > 0) throw new Error(`the package contains what does not belong there: ${surplus.join(', ')}`);
  const tarball = join(folder, filename);
  run('npx', ['publint', 'run', tarball, '--strict']);
  run('npx', ['attw', tarball]);
  console.log(`the package has ${files.length} files, ${size} bytes packed`);
} finally {
  rmSync(folder, { recursive: true });
}
const loaded = '.INFERENCE_STAKING_PROGRAM_ADDRESS.length < 32 && process.exit(1)';
run('node', ['-e', `require('@inference-staking/sdk')${loaded}`]);
run('node', ['--input-type=module', '-e', `import * as sdk from '@inference-staking/sdk'; sdk${loaded}`]);
