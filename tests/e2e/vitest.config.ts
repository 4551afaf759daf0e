/** How the browser tests run (`npm run e2e`): one file at a time, since a browser keeps two cores busy, and what waits for a pause in typing is late beside another. */
import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['tests/e2e/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/setup/run.ts'],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // vitest sets BASE_URL to "/" in the environment, where it is a setting of ours.
    env: { BASE_URL: '', CROWFOOT_PRESET: '' },
    reporters: ['default'],
    allowOnly: process.env.CI === undefined,
  },
})
