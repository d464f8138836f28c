/**
 * Writes `src/generated` from `idl/inference_staking.json`: `npm run generate`. With `--check` it writes nothing, and fails if
 * what is committed is not what it would write. `--idl` names another IDL, `--to` another folder.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { renderVisitor } from '@codama/renderers-js';

import { changeAddresses } from './generator/addresses';
import { createFromIdl, readIdl } from './generator/interface';
import { type Files, patch } from './generator/patches';
import { addTables } from './generator/tables';
import { changeTypes, textSizes } from './generator/types';

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    idl: { type: 'string', default: fileURLToPath(new URL('../../idl/inference_staking.json', import.meta.url)) },
    to: { type: 'string', default: fileURLToPath(new URL('../src/generated', import.meta.url)) },
  },
});
const IDL = pathToFileURL(resolve(options.idl));
const GENERATED = resolve(options.to);

async function generate(): Promise<Files> {
  const idl = readIdl(IDL);
  const codama = createFromIdl(idl);
  changeTypes(codama, idl);
  changeAddresses(codama, idl);
  const folder = mkdtempSync(join(tmpdir(), 'inference-staking-sdk-'));
  try {
    await codama.accept(
      renderVisitor(folder, {
        asyncResolvers: ['resolveProgramData'],
        dependencyMap: { hooked: '../../resolvers' },
        generatedFolder: '.',
        kitImportStrategy: 'rootOnly',
        syncPackageJson: false,
      }),
    );
    const files = filesIn(folder);
    patch(files, textSizes(idl));
    addTables(files, codama, idl);
    return files;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesIn(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

function write(files: Files): void {
  rmSync(GENERATED, { recursive: true, force: true });
  for (const [name, text] of files) {
    const path = join(GENERATED, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(`wrote ${files.size} files to ${GENERATED}`);
}

function check(files: Files): void {
  const committed = filesIn(GENERATED);
  const names = [...new Set([...files.keys(), ...committed.keys()])].sort();
  const stale = names.filter((name) => files.get(name) !== committed.get(name));
  if (stale.length === 0) {
    console.log(`src/generated is what the IDL gives (${files.size} files)`);
    return;
  }
  const lines = stale.map((name) => {
    const fault = !committed.has(name) ? 'is missing' : !files.has(name) ? 'is not generated any more' : 'differs';
    return `  ${name} ${fault}`;
  });
  console.error(
    `src/generated is not what idl/inference_staking.json gives: run \`npm run generate\` and commit it\n${lines.join('\n')}`,
  );
  process.exitCode = 1;
}

const files = await generate();
if (options.check) check(files);
else write(files);
