import { defineConfig } from 'vitest/config';

import { sdk } from './vite.config.ts';

/** In a real browser on a real local network; each file has a network of its own, two files at a time. */
export default defineConfig({
  resolve: { alias: sdk, dedupe: ['@solana/kit', '@noble/hashes'] },
  test: {
    include: ['tests/browser/**/*.test.ts'],
    maxWorkers: 2,
    hookTimeout: 120_000,
    testTimeout: 240_000,
  },
});
