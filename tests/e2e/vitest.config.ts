/** How the browser tests run (`npm run e2e`): two files at a time, each with a server and a browser of its own. */
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { SlowFirst } from '../setup/slow-first.ts'

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['tests/e2e/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/setup/run.ts'],
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // vitest sets BASE_URL to "/" in the environment, where it is a setting of ours.
    env: { BASE_URL: '', CROWFOOT_PRESET: '' },
    reporters: ['default'],
    allowOnly: process.env.CI === undefined,
  },
})
