import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The SDK of this checkout, from its source. */
export const sdk = { '@inference-staking/sdk': fileURLToPath(new URL('../sdk/src/index.ts', import.meta.url)) };

/** `base` is relative, so that the site can be hosted in any folder. */
export default defineConfig({
  base: './',
  plugins: [react()],
  // One copy of what the SDK brings along.
  resolve: { alias: sdk, dedupe: ['@solana/kit', '@noble/hashes'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { fs: { allow: ['..'] } },
});
