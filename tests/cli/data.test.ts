/** `crowfoot data` from its arguments to what it prints, on a database of its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest'
import { dataCommand } from '../../src/cli/data.ts'
import { run } from '../../src/cli/run.ts'
import { openDatabase } from '../../src/db/connection.ts'

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

const good = 'title,item_type,creators,shelf\nA,Book,Ada;Grace,1\nB,Film,Ada,2\n'

it('imports into a new database, and says what it did', async () => {
  expect(await crowfoot('import', file(good))).toBe(0)
  expect(out).toBe(
    '2 rows read: 2 items added.\nNew with them: 2 types, 2 creators.\nNot known here, and left out: “shelf”.\n',
  )
  expect(err).toBe('')
  expect(await crowfoot('import', file(good))).toBe(0)
  expect(out).toContain('2 rows read: 0 items added, 2 there already and left as they are.')
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

it('names every refused cell, and says in one line that nothing was imported', async () => {
  expect(await crowfoot('import', file('title,item_type,year\n,Book,soon\nB,Book,1900\n'))).toBe(1)
  expect(out).toBe(
    'line 2, title: is needed\nline 2, year: “soon” is not a whole number from -9999 to 9999\n',
  )
  expect(err).toBe(
    'crowfoot: nothing was imported: 1 of 2 rows were refused. Mend them and import the file again.\n',
  )
  const database = await openDatabase(process.env.DATABASE_URL ?? '')
  expect(await database.db.selectFrom('items').select('id').execute()).toEqual([])
  await database.close()
})

it('exports what was imported, as CSV and as lines of JSON', async () => {
  await crowfoot('import', file(good))
  expect(await crowfoot('export', `${folder}-out.csv`)).toBe(0)
  expect(out).toBe(`2 items written to ${folder}-out.csv.\n`)
  expect(readFileSync(`${folder}-out.csv`, 'utf8').split('\r\n')).toEqual([
    'title,description,year,item_type,identifier,creators,categories,internal_notes',
    'A,,,Book,,Ada; Grace,,',
    'B,,,Film,,Ada,,',
    '',
  ])
  expect(await crowfoot('export', `${folder}-out.jsonl`, '--format', 'jsonl', '--json')).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ items: 2 })
  expect(readFileSync(`${folder}-out.jsonl`, 'utf8').trim().split('\n')).toHaveLength(2)
})

it('leaves nothing half written where it cannot write', async () => {
  await crowfoot('import', file(good))
  expect(await crowfoot('export', path.join(`${folder}.csv`, 'inside-a-file.csv'))).toBe(1)
  expect(err).toMatch(/^crowfoot: .+\n$/)
  expect(existsSync(`${folder}.csv.part`)).toBe(false)
})

it.each([
  [['import'], 2, "missing required argument 'file'"],
  [['import', 'x.csv', '--on-duplicate', 'ask'], 2, 'Allowed choices are skip, update, fail'],
  [['export', 'x.xml', '--format', 'xml'], 2, 'Allowed choices are csv, jsonl'],
  [['import', '/no/such/file.csv'], 1, 'There is no file /no/such/file.csv.'],
  [['sample', 'zoo'], 1, 'there is no sample “zoo”. There is: '],
])('%j exits with %i', async (args, code, message) => {
  expect(await crowfoot(...args)).toBe(code)
  expect(err).toContain(message)
})

it('adds the sample once', async () => {
  expect(await crowfoot('sample', '--json')).toBe(0)
  expect((JSON.parse(out) as { added: number }).added).toBeGreaterThan(100)
  expect(await crowfoot('sample')).toBe(0)
  expect(out).toBe('0 items added.\n')
})
