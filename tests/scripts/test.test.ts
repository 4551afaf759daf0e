/** The sum that `npm test` ends with: nothing that went wrong is missing from it. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { expect, inject, it } from 'vitest'
import { sum, tallyIn } from '../../scripts/tally.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs scripts/test.ts on test files of its own. @returns the exit code and the last line of standard output */
function runTests(files: Record<string, string>): Promise<{ code: number; last: string }> {
  const folder = path.join(inject('runFolder'), randomUUID())
  mkdirSync(folder)
  writeFileSync(
    path.join(folder, 'vitest.config.mjs'),
    "export default { test: { globals: true, include: ['*.test.js'] } }",
  )
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  const args = ['scripts/test.ts', '--root', folder, '--config', path.join(folder, 'vitest.config.mjs')]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, out) => {
      resolve({ code: error ? Number(error.code) : 0, last: out.trimEnd().split('\n').at(-1) ?? '' })
    })
  })
}

it('counts what passed and what did not run', async () => {
  const result = await runTests({
    'a.test.js': "it('a', () => {}); it('b', () => {}); it.skip('c', () => {})",
  })
  expect(result).toEqual({ code: 0, last: '2 passed, 0 failed, 1 skipped' })
})

it.each([
  ['a test that fails', "it('b', () => { throw new Error('no') })"],
  [
    'a hook that fails',
    "describe('d', () => { afterAll(() => { throw new Error('no') }); it('b', () => {}) })",
  ],
  ['a file that cannot be loaded', "import './nowhere.js'"],
  [
    'an error outside of any test',
    "it('b', () => { setTimeout(() => { throw new Error('no') }) }); it('c', () => new Promise((r) => setTimeout(r, 100)))",
  ],
  ['a process that dies', 'process.kill(process.pid, "SIGKILL")'],
])('counts %s as a failure', async (_name, text) => {
  const { code, last } = await runTests({ 'a.test.js': "it('a', () => {})", 'b.test.js': text })
  expect(code).toBe(1)
  expect(last).toMatch(/^\d+ passed, 1 failed$/)
})

it('counts no test at all as a failure', async () => {
  expect(await runTests({})).toEqual({ code: 1, last: '0 passed, 1 failed' })
})

it('adds up sums that another run printed, and takes no other line for one', () => {
  const printed = tallyIn('a line\n12 passed, 1 failed, 2 skipped\n')
  expect(sum({ passed: 1, failed: 0, skipped: 0 }, printed!)).toEqual({ passed: 13, failed: 1, skipped: 2 })
  expect(tallyIn('3 passed, 0 failed\nSegmentation fault\n')).toBeUndefined()
})
