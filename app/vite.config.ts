import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The SDK of this checkout, from its source. */
export const sdk = { '@inference-staking/sdk': fileURLToPath(new URL('../sdk/src/index.ts', import.meta.url)) };

/** What the built page may load: its own files, and whatever node and proof service the visitor names. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content:
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src http: https: ws: wss:; base-uri 'none'; form-action 'none'",
      },
      injectTo: 'head-prepend',
    },
  ],
};

/** `base` is relative, so that the site can be hosted in any folder. */
export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy],
  // One copy of what the SDK brings along.
  resolve: { alias: sdk, dedupe: ['@solana/kit', '@noble/hashes'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { fs: { allow: ['..'] } },
});
