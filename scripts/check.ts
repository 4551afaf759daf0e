/**
 * `npm run check`: everything that can be said about the code without running the application.
 * `npm run check -- types lint` runs only those, and `npm run check -- --changed` looks at what changed since the last commit. Ends with the names of those that failed and the line `N passed, N failed`.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { endWith } from './tally.ts'

const root = path.resolve(import.meta.dirname, '..')
const scratch = await mkdtemp(path.join(os.tmpdir(), 'crowfoot-check-'))

const asked = process.argv.slice(2)
/** What was changed, added or renamed since the last commit; undefined where everything is looked at. */
const changed = asked.includes('--changed') ? changedFiles() : undefined

function changedFiles(): string[] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0')
  return [
    ...git('diff', 'HEAD', '--name-only', '--diff-filter=d', '-z'),
    ...git('ls-files', '--others', '--exclude-standard', '-z'),
  ].filter((file) => file !== '' && existsSync(path.join(root, file)))
}

/** The changed files of which a check is made; all where everything is looked at. */
const files = (kinds: RegExp): string[] => changed?.filter((file) => kinds.test(file)) ?? ['.']

/** Where TypeScript keeps what it found out: the next time it looks again only at what a change reaches. */
const memory = path.join(root, 'node_modules/.cache/crowfoot')

/** Of what changed: the program, and those of the changed files that are none of it, such as tests. The others are for the full check. */
function typesOfChanged(files: readonly string[]): string[] {
  const project = path.join(memory, 'tsconfig.json')
  const others = files.filter((file) => /\.tsx?$/.test(file)).map((file) => path.join(root, file))
  mkdirSync(memory, { recursive: true })
  const settings = { extends: path.join(root, 'tsconfig.json'), include: [path.join(root, 'src'), ...others] }
  writeFileSync(project, JSON.stringify(settings))
  return ['-p', project, '--incremental', '--tsBuildInfoFile', path.join(memory, 'types.tsbuildinfo')]
}

/** A check is one or more runs of Node, one after the other; it passes if all of them exit with 0. */
interface Check {
  name: string
  says: string
  runs: string[][]
  env?: Record<string, string>
}

const crowfoot = 'cli/bin/crowfoot.mjs'
/** Tells of the tests that fail and of no other: what passed would push it off the screen. */
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=minimal']
const checks: Check[] = [
  {
    name: 'lint',
    says: 'ESLint finds no mistake',
    runs: onFiles(['node_modules/eslint/bin/eslint.js'], files(/\.([cm]?[jt]s|tsx)$/)),
  },
  {
    name: 'types',
    says: 'TypeScript agrees',
    runs: [
      ['node_modules/typescript/bin/tsc', '--noEmit', ...(changed ? typesOfChanged(changed) : ['-p', '.'])],
    ],
  },
  {
    name: 'database',
    says: 'models and revisions agree',
    runs: [
      [crowfoot, 'db', 'upgrade'],
      [crowfoot, 'db', 'check'],
    ],
    // A database of its own: the answer is about the code, not about what is in data/.
    env: { DATABASE_URL: `sqlite:${path.join(scratch, 'check.db')}` },
  },
  {
    name: 'imports',
    says: 'each file imports only what its layer may',
    runs: [[...vitest, 'tests/architecture.test.ts']],
  },
  {
    name: 'docs',
    says: 'the documentation is true and whole',
    runs: [[...vitest, 'tests/docs.test.ts']],
  },
  {
    name: 'format',
    says: 'Prettier would change nothing (npm run format)',
    runs: onFiles(
      ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--ignore-unknown'],
      files(/./),
    ),
  },
]

/** Nothing to run where no file is concerned. */
function onFiles(args: string[], concerned: string[]): string[][] {
  return concerned.length === 0 ? [] : [[...args, ...concerned]]
}

interface Outcome {
  ok: boolean
  output: string
}

function runNode(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

async function run(check: Check): Promise<boolean> {
  const started = performance.now()
  let output = ''
  let ok = true
  for (const args of check.runs) {
    const outcome = await runNode(args, check.env)
    output += outcome.output
    ok = outcome.ok
    if (!ok) break
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${check.name.padEnd(9)} ${check.says}  (${seconds} s)`)
  if (!ok) console.log(output.replace(/^/gm, '        ').trimEnd())
  return ok
}

const names = asked.filter((name) => name !== '--changed')
const unknown = names.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no check named ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(2)
}

const waiting = checks.filter((check) => names.length === 0 || names.includes(check.name))
const tally = { passed: 0, failed: 0, skipped: 0 }
const failed: string[] = []

/** Takes checks from the list until it is empty. Two of these run side by side: more would only wait for a processor. */
async function worker(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const ok = await run(check)
    tally[ok ? 'passed' : 'failed'] += 1
    if (!ok) failed.push(check.name)
  }
}

await Promise.all([worker(), worker()])
await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
if (failed.length > 0)
  console.log(`Failed: ${failed.join(', ')}. One of them alone: npm run check -- ${failed[0]}`)
endWith(tally)
