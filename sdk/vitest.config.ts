import { fileURLToPath } from 'node:url';

import { configDefaults, defineConfig } from 'vitest/config';

export const alias = { '@inference-staking/sdk': fileURLToPath(new URL('./src/index.ts', import.meta.url)) };

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'tests/overRpc/**'],
    testTimeout: 30_000,
  },
});
