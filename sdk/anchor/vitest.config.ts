import { defineConfig } from 'vitest/config';

/** One local network for all tests: they are a story. */
export default defineConfig({
  test: { include: ['tests/**/*.test.ts'], hookTimeout: 40_000, testTimeout: 60_000 },
});
