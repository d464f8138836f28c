import { defineConfig } from 'vitest/config';

import { sdk } from './vite.config.ts';

/** Formulas, without a browser or a network. */
export default defineConfig({
  resolve: { alias: sdk, dedupe: ['@solana/kit', '@noble/hashes'] },
  test: { include: ['tests/unit/**/*.test.ts'] },
});
