/** Packs the package as a fresh clone would publish it, and checks the tarball: fields, types, what is in it, and that a project can use it. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ALLOWED = /^(dist\/index\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map)|package\.json|README\.md|LICENSE)$/;

/** The oldest TypeScript that kit takes. */
const OLDEST_TYPESCRIPT = '5.4.5';

/** What `exports` of package.json names: without them a package has nothing. */
const NEEDED = ['js', 'cjs', 'd.ts', 'd.cts'].map((ending) => `dist/index.${ending}`);

function run(command: string, args: string[], cwd = ROOT): void {
  execFileSync(command, args, { cwd, stdio: 'inherit' });
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

/**
 * Installs the tarball with its peer into an empty project, and compiles and runs there what an app does with it; compiles the examples too,
 * all of it also with the oldest TypeScript.
 */
function checkConsumer(project: string, tarball: string): void {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const kit = `@solana/kit@${devDependencies['@solana/kit']}`;
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, version: '1.0.0' }));
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...quietly, tarball, kit, `typescript@${OLDEST_TYPESCRIPT}`], project);
  cpSync(join(ROOT, 'examples'), join(project, 'examples'), { recursive: true });
  const examples = readdirSync(join(project, 'examples')).map((name) => join('examples', name));
  for (const kind of ['mts', 'cts']) copyFileSync(join(ROOT, 'scripts/consumer.ts'), join(project, `consumer.${kind}`));
  const node = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  const strictly = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--target', 'es2022', ...node];
  const bundled = ['--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'];
  for (const from of [project, ROOT]) {
    const tsc = join(from, 'node_modules/typescript/bin/tsc');
    run('node', [tsc, ...strictly, ...bundled, 'consumer.mts', ...examples], project);
    run('node', [tsc, ...strictly, '--module', 'node16', 'consumer.mts', 'consumer.cts'], project);
  }
  for (const kind of ['mjs', 'cjs']) run('node', [`consumer.${kind}`], project);
  console.log('an empty project with the package compiles and runs it, as ES module and as CommonJS');
}

checkLockFile();
// A fresh clone has no build: what packs has to make it, here as for `npm publish`.
rmSync(join(ROOT, 'dist'), { force: true, recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'inference-staking-sdk-'));
try {
  const quietly = ['--json', '--foreground-scripts=false'];
  const packing = { cwd: ROOT, encoding: 'utf8' } as const;
  const packed = execFileSync('npm', ['pack', ...quietly, '--pack-destination', folder], packing);
  const [{ filename, files, size }] = JSON.parse(packed) as [
    { filename: string; files: { path: string }[]; size: number },
  ];
  const paths = files.map((file) => file.path);
  const missing = NEEDED.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new Error(`the package would be published without ${missing.join(', ')}`);
  const surplus = paths.filter((path) => !ALLOWED.test(path));
  if (surplus.length > 0) throw new Error(`the package contains what does not belong there: ${surplus.join(', ')}`);
  const tarball = join(folder, filename);
  run('npx', ['publint', 'run', tarball, '--strict']);
  run('npx', ['attw', tarball]);
  console.log(`the package has ${files.length} files, ${size} bytes packed`);
  checkConsumer(join(folder, 'consumer'), tarball);
} finally {
  rmSync(folder, { recursive: true });
}
