import { defineConfig } from 'vitest/config';

import { sdk } from './vite.config.ts';

/** What the site takes, in a real browser on a real local network: figures for people, and no test. */
export default defineConfig({
  resolve: { alias: sdk, dedupe: ['@solana/kit', '@noble/hashes'] },
  test: { include: ['bench/**/*.ts'], hookTimeout: 300_000, disableConsoleIntercept: true },
});
