/** `crowfoot data` from its arguments to what it prints, on a database of its own. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest'
import { dataCommand } from '../../src/cli/data.ts'
import { run } from '../../src/cli/run.ts'
import { openDatabase } from '../../src/db/engine/connection.ts'
import { counted } from '../../src/rules/words.ts'
import { lookups } from '../../src/declared.ts'
import { domain } from '../../src/domain.ts'
import { columns } from '../../src/features/transfer/forms.ts'
import { hasFields } from '../setup/known-fields.ts'

let out: string
let err: string
let folder: string
const files = new Map<string, number>()

beforeEach((context) => {
  out = ''
  err = ''
  files.set(context.task.id, files.size)
  folder = path.join(inject('runFolder'), `data-${process.pid}-${files.size}`)
  vi.stubEnv('DATABASE_URL', `sqlite:${folder}.db`)
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += text.toString()), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += text.toString()), true))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function crowfoot(...args: string[]): Promise<number> {
  out = ''
  err = ''
  return run(new Command('crowfoot').addCommand(dataCommand()), ['data', ...args])
}

function file(text: string): string {
  writeFileSync(`${folder}.csv`, text)
  return `${folder}.csv`
}

/** In the words of the project, so that they may be changed. */
const items = (count: number) => counted(count, domain.item)

const good = 'title,item_type,creators,shelf\nA,Book,Ada;Grace,1\nB,Film,Ada,2\n'

it('imports into a new database, and says what it did', async () => {
  expect(await crowfoot('import', file(good))).toBe(0)
  expect(out).toBe(
    `2 rows read: ${items(2)} added.\nNew with them: ${counted(2, lookups.creators.noun)}, ${counted(2, lookups.types.noun)}.\n` +
      'Not known here, and left out: “shelf”.\n',
  )
  expect(err).toBe('')
  expect(await crowfoot('import', file(good))).toBe(0)
  expect(out).toContain(`2 rows read: ${items(0)} added, 2 there already and left as they are.`)
})

it('tells those that an update changed from those that are the same already', async () => {
  await crowfoot('import', file(good))
  expect(await crowfoot('import', file(good.replace('Ada;Grace', 'Ada')), '--on-duplicate', 'update')).toBe(0)
  expect(out).toContain(`2 rows read: ${items(1)} added, 1 there already and the same.`)
  await crowfoot(
    'import',
    file('title,item_type,creators,categories\nB,Film,Ada,\n'),
    '--on-duplicate',
    'update',
  )
  expect(out).toContain('1 there already and the same.')
})

it('answers with JSON and nothing else where that is asked for', async () => {
  expect(await crowfoot('import', file(good), '--dry-run', '--json')).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ added: 2, dryRun: true, problems: [], unknownColumns: ['shelf'] })
  expect(await crowfoot('import', file('title,item_type\n,Book\n'), '--json')).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    refused: 1,
    problems: [{ line: 2, column: 'title', message: 'is needed' }],
  })
})

it.runIf(hasFields('year'))(
  'names every refused cell, and says in one line that nothing was imported',
  async () => {
    expect(await crowfoot('import', file('title,item_type,year\n,Book,soon\nB,Book,1900\n'))).toBe(1)
    expect(out).toBe(
      'line 2, title: is needed\nline 2, year: “soon” is not a whole number from -9999 to 9999\n' +
        'Refused by column: title 1, year 1.\n',
    )
    expect(err).toBe(
      'crowfoot: nothing was imported: 1 of 2 rows was refused. Fix it and import the file again (to keep this list, end the command with > refused.txt).\n',
    )
    const database = await openDatabase(process.env.DATABASE_URL ?? '')
    expect(await database.db.selectFrom('items').select('id').execute()).toEqual([])
    await database.close()
  },
)

it.runIf(hasFields('year'))('counts the refused cells by column, the most first', async () => {
  const bad = 'B,Book,soon\n'.repeat(1200)
  expect(await crowfoot('import', file(`title,item_type,year\n,Book,1900\nB\n${bad}`))).toBe(1)
  expect(out.trimEnd().split('\n').at(-1)).toBe('Refused by column: year 1,200, title 1, the whole row 1.')
  expect(err).toContain('1,202 of 1,202 rows were refused')
  await crowfoot('import', file(`title,item_type,year\n${bad}`), '--json')
  expect((JSON.parse(out) as { refused: number }).refused).toBe(1200)
  expect(err).not.toContain('refused.txt')
})

it.runIf(hasFields('identifier'))('names every row that it left out, and why, in a dry run too', async () => {
  await crowfoot('import', file(good))
  const rows = 'title,item_type,creators,identifier\nA,Book,Ada;Grace,\nB,Film,Ada,\nC,Book,,1\nC,Book,,1\n'
  const lines =
    'Left out: the 2 rows from line 2 to line 3, because the item is in the catalogue already.\n' +
    'Left out: line 5, because it says the same as line 4.\n'
  expect(await crowfoot('import', file(rows), '--dry-run')).toBe(0)
  expect(out).toBe(
    `4 rows read: ${items(1)} would be added, 1 in the file already and left out, ` +
      `2 there already and left as they are.\n${lines}`,
  )
  expect(await crowfoot('import', file(rows), '--json')).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    ...{ added: 1, skipped: 2, repeated: 1 },
    leftOut: [
      { line: 5, reason: 'it says the same as line 4' },
      { line: 2, item: 1, reason: 'the item is in the catalogue already' },
      { line: 3, item: 2, reason: 'the item is in the catalogue already' },
    ],
  })
})

it('names every refused cell as JSON, however many there are', async () => {
  expect(await crowfoot('import', file(`title,item_type\n${',Book\n'.repeat(1_200)}`), '--json')).toBe(1)
  expect((JSON.parse(out) as { problems: unknown[] }).problems).toHaveLength(1_200)
})

/** A line of an exported file that says this, and nothing else. */
const rowOf = (cells: Record<string, string>) => columns.map((column) => cells[column] ?? '').join(',')

it('exports what was imported, as CSV and as lines of JSON', async () => {
  await crowfoot('import', file(good))
  expect(await crowfoot('export', `${folder}-out.csv`)).toBe(0)
  expect(out).toBe(`${items(2)} written to ${folder}-out.csv.\n`)
  expect(readFileSync(`${folder}-out.csv`, 'utf8').split('\r\n')).toEqual([
    columns.join(','),
    rowOf({ title: 'A', item_type: 'Book', creators: 'Ada; Grace' }),
    rowOf({ title: 'B', item_type: 'Film', creators: 'Ada' }),
    '',
  ])
  expect(await crowfoot('export', `${folder}-out.jsonl`, '--format', 'jsonl', '--json')).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ items: 2 })
  expect(readFileSync(`${folder}-out.jsonl`, 'utf8').trim().split('\n')).toHaveLength(2)
})

const crowfootBin = path.resolve(import.meta.dirname, '../../cli/bin/crowfoot.mjs')

it.each(['-', '/dev/stdout'])(
  'exports to standard output for %s, and says nothing besides',
  async (target) => {
    if (target !== '-' && process.platform === 'win32') return
    await crowfoot('import', file(good))
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      crowfootBin,
      'data',
      'export',
      target,
    ])
    expect(stdout).toMatch(/^title,.*\r\nA,.*Book,.*Ada; Grace,.*\r\nB,.*Film,.*Ada,.*\r\n$/)
    expect(stderr).toBe('')
    expect(existsSync('-')).toBe(false)
    expect(await crowfoot('export', '-', '--json')).toBe(2)
    expect(err).toContain('leave --json out')
  },
)

it('leaves nothing half written where it cannot write', async () => {
  await crowfoot('import', file(good))
  expect(await crowfoot('export', path.join(`${folder}.csv`, 'inside-a-file.csv'))).toBe(1)
  expect(err).toMatch(/^crowfoot: .+\n$/)
  expect(existsSync(`${folder}.csv.part`)).toBe(false)
})

it('makes neither a folder nor a database for an export', async () => {
  expect(await crowfoot('export', `${folder}-out.csv`)).toBe(1)
  expect(err).toContain(`crowfoot: there is no database at ${folder}.db`)
  expect(err).toContain('npx crowfoot db upgrade')
  expect(existsSync(`${folder}.db`)).toBe(false)

  await crowfoot('import', file(good))
  expect(await crowfoot('export', path.join(folder, 'no', 'out.csv'))).toBe(1)
  expect(err).toBe(
    `crowfoot: there is no folder "${path.join(folder, 'no')}": make it, or name another one\n`,
  )
  expect(existsSync(folder)).toBe(false)
})

it.each([['import', 'x.csv'], ['export', '-'], ['sample']])(
  'leaves a newer database alone: %s',
  async (...args) => {
    await crowfoot('import', file(good))
    const database = await openDatabase(process.env.DATABASE_URL ?? '')
    await database.em().execute(`update crowfoot_revisions set id = '9999_of_tomorrow' where id like '0007%'`)
    await database.close()
    expect(await crowfoot(...args)).toBe(1)
    expect(err).toMatch(/^crowfoot: the database is at a revision .*9999_of_tomorrow.* update the project\n$/)
  },
)

it('does not make the tables for an export', async () => {
  writeFileSync(`${folder}.db`, '')
  expect(await crowfoot('export', `${folder}-out.csv`)).toBe(1)
  expect(err).toContain('the database has no tables yet')
})

it('says why a database cannot be opened, and not that there is none', async () => {
  symlinkSync(`${folder}.db`, `${folder}.db`)
  expect(await crowfoot('export', `${folder}-out.csv`)).toBe(1)
  expect(err).toMatch(/\.db cannot be opened: /)
})

it.each([
  [['import'], 2, "missing required argument 'file'"],
  [['import', 'x.csv', '--on-duplicate', 'ask'], 2, 'Allowed choices are skip, update, fail'],
  [['export', 'x.xml', '--format', 'xml'], 2, 'Allowed choices are csv, jsonl'],
  [['import', '/no/such/file.csv'], 1, 'There is no file “/no/such/file.csv”.'],
  [['import', ''], 2, "the argument 'file' is empty"],
  [['export', ''], 2, "the argument 'file' is empty"],
  [['import', import.meta.dirname], 1, `“${import.meta.dirname}” is a folder: name a file in it.`],
  [['sample', 'zoo'], 1, 'there is no sample "zoo": take '],
])('%j exits with %i', async (args, code, message) => {
  expect(await crowfoot(...args)).toBe(code)
  expect(err).toContain(message)
})

it('says that a file is empty, or has nothing below its first line', async () => {
  expect(await crowfoot('import', file('\n'))).toBe(1)
  expect(err).toBe('crowfoot: The file is empty: its first line must name the columns.\n')
  expect(await crowfoot('import', file('title,item_type\n'))).toBe(0)
  expect([out, err]).toEqual(['The file has no rows below its first line: nothing is to be added.\n', ''])
})

it('says of one row what it says of several, in the singular', async () => {
  expect(await crowfoot('import', file('title,item_type\nA\n'))).toBe(1)
  expect(out).toContain('line 2: has 1 cell where the header has 2\n')
  expect(err).toMatch(/: 1 of 1 row was refused\. Fix it and /)
})

it('adds the sample once', async () => {
  expect(await crowfoot('sample', '--json')).toBe(0)
  expect((JSON.parse(out) as { added: number }).added).toBeGreaterThan(100)
  expect(await crowfoot('sample')).toBe(0)
  expect(out).toBe(`${items(0)} added.\n`)
})
