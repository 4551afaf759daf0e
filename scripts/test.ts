/**
 * `npm test`, `npm run test:long` and `npm run e2e`: runs vitest and ends with the line `N passed, N failed`.
 * Arguments are vitest's own: `npm test -- tests/db` runs a folder, `npm test -- -t title` the tests with that name,
 * `npm test -- related FILE` the tests that import a file, however indirectly.
 */
import type { SerializedError } from 'vitest'
import { parseCLI, startVitest, type Reporter, type TestModule } from 'vitest/node'
import { testInClone } from './clone.ts'
import { endWith, sum, type Tally } from './tally.ts'

const own = new Set(['--long', '--e2e'])
const given = new Set(process.argv.slice(2).filter((argument) => own.has(argument)))
const passedOn = process.argv.slice(2).filter((argument) => !own.has(argument))
if (given.has('--long')) process.env.LONG = '1'

/** Counts what became of each test. What failed outside a test (a file, a hook, a lost promise) counts as one failure. */
function count(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Tally {
  const tally: Tally = { passed: 0, failed: unhandled.length, skipped: 0 }
  for (const module of modules) {
    const suites = [module, ...module.children.allSuites()]
    tally.failed += suites.filter((suite) => suite.errors().length > 0).length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      // A test that is still pending belongs to a worker that died.
      tally[state === 'pending' ? 'failed' : state] += 1
    }
  }
  if (tally.passed + tally.failed === 0) {
    console.error('No test ran.')
    tally.failed = 1
  }
  return tally
}

/** Names the suites that did not run, which a long list of results hides: the reason stands in the suite's name. */
function sayWhatDidNotRun(modules: readonly TestModule[]): void {
  const counts = new Map<string, number>()
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const suite = test.parent.type === 'suite' ? ` > ${test.parent.fullName}` : ''
      counts.set(module.relativeModuleId + suite, (counts.get(module.relativeModuleId + suite) ?? 0) + 1)
    }
  }
  for (const [suite, tests] of counts) console.log(`Did not run: ${suite} (${tests})`)
}

/** Names what failed outside any test, which a list of tests cannot show: an error that nobody waited for, a broken hook. */
function sayWhatFailedOutside(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
  for (const error of unhandled)
    console.log(`FAIL  outside a test: ${error.name ?? 'Error'}: ${error.message}\n${error.stack ?? ''}`)
  for (const test of modules.flatMap((module) => [...module.children.allTests('pending')]))
    console.log(`FAIL  never ended: ${test.module.relativeModuleId} > ${test.fullName}`)
}

let tally: Tally = { passed: 0, failed: 1, skipped: 0 }
let lost: readonly SerializedError[] = []
let ran: readonly TestModule[] = []
const counter: Reporter = {
  onTestRunEnd(modules, unhandled) {
    tally = count(modules, unhandled)
    ran = modules
    lost = unhandled
  },
}

try {
  const { filter, options } = parseCLI(['vitest', ...(passedOn[0] === 'related' ? [] : ['run']), ...passedOn])
  const config = given.has('--e2e') ? { config: 'tests/e2e/vitest.config.ts' } : {}
  const vitest = await startVitest(filter, {
    ...options,
    ...config,
    watch: false,
    reporters: [options.reporters ?? 'default', counter].flat(),
  })
  await vitest.close()
  sayWhatDidNotRun(ran)
  sayWhatFailedOutside(ran, lost)
} catch (error) {
  console.error(error)
  tally.failed = Math.max(tally.failed, 1)
}
// Somebody who names files wants those only.
if (given.has('--long') && passedOn.length === 0) tally = sum(tally, await testInClone())
endWith(tally)
