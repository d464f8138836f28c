/**
 * What an app pays for what it imports: bundles single exports of `dist` for production, without kit, and holds the gzipped bytes
 * against a limit; whatever the import does not need must not come along.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

/** Texts by which a bundle shows what it contains. */
const BUILDERS = '"programId"';
const CODECS = '"lockState"';
/** The first bytes of the rules: a WebAssembly module, in hexadecimal digits. */
const RULES = '0061736d01000000';
const MESSAGES = 'A deposit of nothing: stake at least one base unit';

interface Limit {
  imports: string;
  /** Gzipped bytes at most. */
  bytes: number;
  contains: string[];
  lacks: string[];
}

// Keccak's round tables, some 160 bytes, are made at import and so in every bundle. The rules are some 20,400 bytes.
const LIMITS: Limit[] = [
  { imports: '{ STAKING_ERRORS }', bytes: 6_000, contains: [MESSAGES], lacks: [BUILDERS, CODECS, RULES] },
  { imports: '{ explainFailure }', bytes: 8_000, contains: [MESSAGES], lacks: [BUILDERS, CODECS, RULES] },
  { imports: '{ parseAmount, formatAmount }', bytes: 1_000, contains: [], lacks: [BUILDERS, CODECS, MESSAGES, RULES] },
  { imports: '{ readPoolRows }', bytes: 1_600, contains: [], lacks: [BUILDERS, CODECS, MESSAGES, RULES] },
  { imports: '{ decodeEvents }', bytes: 4_000, contains: [CODECS], lacks: [BUILDERS, MESSAGES, RULES] },
  { imports: '{ readStakingRecord }', bytes: 1_500, contains: [CODECS], lacks: [BUILDERS, MESSAGES, RULES] },
  { imports: '{ getStakeInstructionAsync }', bytes: 1_200, contains: [BUILDERS], lacks: [MESSAGES, RULES] },
  { imports: '{ loadMaths }', bytes: 22_000, contains: [RULES], lacks: [BUILDERS, CODECS, MESSAGES] },
  { imports: '{ tokensForShares }', bytes: 31_000, contains: [RULES, CODECS, MESSAGES], lacks: [BUILDERS] },
  { imports: '{ stake }', bytes: 35_000, contains: [BUILDERS, CODECS, MESSAGES, RULES], lacks: [] },
  { imports: '{ sendPlan }', bytes: 12_700, contains: [MESSAGES], lacks: [BUILDERS, CODECS, RULES] },
  { imports: '*', bytes: 77_700, contains: [BUILDERS, CODECS, MESSAGES, RULES], lacks: [] },
];

async function bundle(imports: string): Promise<string> {
  const result = await build({
    stdin: {
      contents: imports === '*' ? 'export * from "./dist/index.js"' : `export ${imports} from "./dist/index.js"`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['@solana/kit'],
    format: 'esm',
    minify: true,
    write: false,
  });
  // Names that are imported and not used stay in esbuild's output only because kit is not bundled.
  return (result.outputFiles[0]?.text ?? '').replace(/import\{[^}]*\}from"@solana\/kit[^"]*";/g, '');
}

for (const { bytes, contains, imports, lacks } of LIMITS) {
  const text = await bundle(imports);
  const size = gzipSync(text).length;
  const faults = [
    ...(size > bytes ? [`has ${size} bytes, at most ${bytes} are allowed`] : []),
    ...contains.filter((word) => !text.includes(word)).map((word) => `lacks \`${word}\``),
    ...lacks.filter((word) => text.includes(word)).map((word) => `contains \`${word}\`, which it does not need`),
  ];
  console.log(`${imports}: ${size} bytes gzipped, at most ${bytes}`);
  for (const fault of faults) console.error(`  ${imports} ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
