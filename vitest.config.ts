/** How the tests run: every `tests/**` file but the browser's, on two workers, with time to spare on a slow machine. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import type { Plugin } from 'vitest/config'
import { presetFile } from './src/config/preset.ts'
import { SlowFirst } from './tests/setup/slow-first.ts'

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

const root = import.meta.dirname
const browserTests = ['tests/e2e/**', '**/node_modules/**']

/** The files that put something else in the place of a module: what they loaded is for no other file. */
const withMocks = globSync('tests/**/*.test.{ts,tsx}', { cwd: root, exclude: browserTests })
  .filter((file) => /\bvi\.(do)?mock\(/i.test(readFileSync(path.join(root, file), 'utf8')))
  .map((file) => file.replaceAll('\\', '/'))

const settings = {
  root,
  testTimeout: long ? 1_800_000 : 60_000,
  hookTimeout: long ? 1_800_000 : 120_000,
  teardownTimeout: 30_000,
  // A worker may hold a PGlite instance of nearly a gigabyte, so more workers are not quicker for long.
  maxWorkers: 2,
  // vitest sets BASE_URL to "/" in the environment, where it is a setting of ours. What is tried in `.env` is not what is tested.
  env: { BASE_URL: '', CROWFOOT_PRESET: tried },
}

export default defineConfig({
  test: {
    root,
    globalSetup: ['tests/setup/run.ts'],
    sequence: { sequencer: SlowFirst },
    reporters: ['default'],
    // A test left with `.only` would let all others pass unseen.
    allowOnly: process.env.CI === undefined,
    projects: [
      {
        plugins: [preset()],
        test: { ...settings, name: 'with mocks', include: withMocks, exclude: browserTests },
      },
      {
        plugins: [preset()],
        // To load the program anew for each of two hundred files would take longer than most of their tests.
        test: {
          ...settings,
          name: 'tests',
          isolate: false,
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...browserTests, ...withMocks],
        },
      },
    ],
  },
})
