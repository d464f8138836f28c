/** What Codama's output needs on top: each patch fails if it no longer matches. */

/** File name below the generated folder -> its text. */
export type Files = Map<string, string>;

/** Applies all patches in place. */
export function patch(files: Files, textSizes: number[]): void {
  markDiscriminators(files);
  // A type that is imported like a value does not compile under `verbatimModuleSyntax`.
  for (const name of ['accounts/operatorPool.ts', 'accounts/rewardRecord.ts', 'accounts/stakingRecord.ts']) {
    replaceOnce(files, name, /^(import \{ find\w+Pda, )(\w+Seeds \} from "\.\.\/pdas";)$/m, '$1type $2');
  }
  // kit 8 has a type of its own for an extended client.
  const program = 'programs/inferenceStaking.ts';
  replaceOnce(
    files,
    program,
    /\): Omit<T, "inferenceStaking"> & \{\s*inferenceStaking: InferenceStakingPlugin;\s*\} => \{/,
    '): ExtendedClient<T, { inferenceStaking: InferenceStakingPlugin }> => {',
  );
  replaceOnce(files, program, /^ {2}extendClient,$/m, '  extendClient,\n  type ExtendedClient,');
  // kit's encoders cut what is too long: these refuse it.
  for (const size of textSizes) {
    const name = `types/text${size}.ts`;
    replaceOnce(files, name, 'fixEncoderSize(getUtf8Encoder(), ', 'getFixedTextEncoder(');
    replaceOnce(files, name, 'fixDecoderSize(getUtf8Decoder(), ', 'getFixedTextDecoder(');
    replaceOnce(
      files,
      name,
      /^ {2}fixDecoderSize,\n {2}fixEncoderSize,\n {2}getUtf8Decoder,\n {2}getUtf8Encoder,\n/m,
      '',
    );
    replaceOnce(
      files,
      name,
      '} from "@solana/kit";',
      '} from "@solana/kit";\nimport { getFixedTextDecoder, getFixedTextEncoder } from "../../fixedText";',
    );
    replaceOnce(
      files,
      name,
      `export type Text${size} =`,
      `/** Text of at most ${size} bytes of UTF-8; longer text is refused. */\nexport type Text${size} =`,
    );
  }
  replaceOnce(files, 'types/hash.ts', 'fixEncoderSize(getBytesEncoder(), ', 'getExactBytesEncoder(');
  replaceOnce(files, 'types/hash.ts', /^ {2}fixEncoderSize,\n/m, '');
  replaceOnce(files, 'types/hash.ts', /^ {2}getBytesEncoder,\n/m, '');
  replaceOnce(
    files,
    'types/hash.ts',
    '} from "@solana/kit";',
    '} from "@solana/kit";\nimport { getExactBytesEncoder } from "../../fixedText";',
  );
  replaceOnce(files, 'types/hash.ts', 'export type Hash =', '/** A hash: exactly 32 bytes. */\nexport type Hash =');
}

/** Bundlers keep a `new Uint8Array` that nobody uses unless it is marked: every app would carry all discriminators. */
function markDiscriminators(files: Files): void {
  for (const name of files.keys()) {
    if (!/^(accounts|instructions)\/(?!index)/.test(name)) continue;
    replaceOnce(
      files,
      name,
      /(_DISCRIMINATOR: ReadonlyUint8Array =\s+)new Uint8Array\(/,
      '$1/* @__PURE__ */ new Uint8Array(',
    );
  }
}

function replaceOnce(files: Files, name: string, search: string | RegExp, replacement: string): void {
  const text = files.get(name);
  if (text === undefined)
    throw new Error(`a patch is for ${name}, which Codama no longer writes: see scripts/generator/patches.ts`);
  const found =
    typeof search === 'string' ? text.split(search).length - 1 : [...text.matchAll(new RegExp(search, 'gm'))].length;
  if (found !== 1) {
    throw new Error(
      `a patch of ${name} matches ${found} times instead of once: see scripts/generator/patches.ts\n${search}`,
    );
  }
  files.set(name, text.replace(search, replacement));
}
