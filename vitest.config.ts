/** How the tests run: every `tests/**` file but the browser's, on two workers, with time to spare on a slow machine. */
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import type { Plugin } from 'vitest/config'
import { presetFile } from './src/config/preset.ts'

/** `npm run test:long` sets LONG: the same tests with full-size data and many repetitions. */
const long = process.env.LONG === '1'

const tried = process.env.CROWFOOT_PRESET ?? ''

/** With CROWFOOT_PRESET the tests see the preset's file in the place of `src/domain.ts`, as the program does (`src/load-preset.ts`). */
function preset(): Plugin {
  const domain = path.join(import.meta.dirname, 'src/domain.ts')
  return {
    name: 'preset',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (tried === '' || !source.endsWith('/domain.ts')) return undefined
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found?.id === domain ? presetFile(tried) : found
    },
  }
}

export default defineConfig({
  plugins: [preset()],
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
    // vitest sets BASE_URL to "/" in the environment, where it is a setting of ours. What is tried in `.env` is not what is tested.
    env: { BASE_URL: '', CROWFOOT_PRESET: tried },
    reporters: ['default'],
    // A test left with `.only` would let all others pass unseen.
    allowOnly: process.env.CI === undefined,
  },
})
