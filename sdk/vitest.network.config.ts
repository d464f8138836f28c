import { defineConfig } from 'vitest/config';

import { alias } from './vitest.config.ts';

/** Tests over RPC and WebSocket: each file has a local network of its own, one file after the other. */
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['tests/overRpc/**/*.test.ts'],
    fileParallelism: false,
    hookTimeout: 40_000,
    testTimeout: 60_000,
  },
});
