/** How the tests run: every `tests/**` file but the browser's, on two workers, with time to spare on a slow machine. */
import { defineConfig } from 'vitest/config'

/** `npm run test:long` sets LONG: the same tests with full-size data and many repetitions. */
const long = process.env.LONG === '1'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', '**/node_modules/**'],
    globalSetup: ['tests/setup/run.ts'],
    // A worker may hold a PGlite instance of nearly a gigabyte, so more workers are not quicker for long.
    maxWorkers: 2,
    testTimeout: long ? 1_800_000 : 60_000,
    hookTimeout: long ? 1_800_000 : 120_000,
    teardownTimeout: 30_000,
    // vitest sets BASE_URL to "/" in the environment, where it is a setting of ours.
    env: { BASE_URL: '' },
    reporters: ['default'],
    // A test left with `.only` would let all others pass unseen.
    allowOnly: process.env.CI === undefined,
  },
})
