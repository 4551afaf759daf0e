/** Snapshots on request, and the way back from one: what is replaced is kept, and what does not fit is refused. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, inject, it } from 'vitest'
import {
  History,
  loadRevisions,
  reset,
  restore,
  snapshot,
  upgrade,
} from '../../../../src/db/migrate/index.ts'
import { look, using } from '../round-trip.ts'

let folder: string
let file: string
let run = 0
beforeEach(async () => {
  folder = path.join(inject('runFolder'), `restore-${process.pid}-${run++}`)
  await mkdir(folder)
  file = path.join(folder, 'catalogue.db')
  await upgrade(`sqlite:${file}`, { to: '0004' })
  await add('Book')
})

const add = (name: string) =>
  using(`sqlite:${file}`, async (connection) => {
    await connection.kysely.insertInto('item_types').values({ name, name_key: name.toLowerCase() }).execute()
  })
const types = () =>
  using(`sqlite:${file}`, (connection) => connection.query('select name from item_types order by id'))

it('restores a snapshot and keeps what was there', async () => {
  const path1 = await snapshot(file)
  await add('Film')
  const { kept, applied } = await restore(file, path1)
  expect(await types()).toEqual([{ name: 'Book' }])
  expect(applied.at(-1)).toBe('0004_create_items')
  await restore(file, kept)
  expect(await types()).toEqual([{ name: 'Book' }, { name: 'Film' }])
})

it('is seen by a connection that was open all the time', async () => {
  const path1 = await snapshot(file, path.join(folder, 'mine.db'))
  await add('Film')
  const reader = new DatabaseSync(file)
  expect(reader.prepare('select count(*) as n from item_types').get()).toEqual({ n: 2 })
  await restore(file, path1)
  expect(reader.prepare('select count(*) as n from item_types').get()).toEqual({ n: 1 })
  reader.close()
})

it('restores an older schema, which can then be upgraded', async () => {
  const old = await snapshot(file)
  await upgrade(`sqlite:${file}`)
  await restore(file, old)
  expect((await upgrade(`sqlite:${file}`)).length).toBeGreaterThan(0)
})

it.each([
  ['a file that is not there', async () => path.join(folder, 'none.db'), /^there is no file /],
  [
    'a file that is no database',
    async () => {
      await writeFile(path.join(folder, 'text.db'), 'a long text, which is no database at all'.repeat(100))
      return path.join(folder, 'text.db')
    },
    /is no Crowfoot database: /,
  ],
  [
    'a database of somebody else',
    async () => {
      const other = new DatabaseSync(path.join(folder, 'other.db'))
      other.exec('create table t (a)')
      other.close()
      return path.join(folder, 'other.db')
    },
    /is no Crowfoot database: it has no revisions$/,
  ],
  [
    'a damaged snapshot',
    async () => {
      const bytes = await readFile(await snapshot(file))
      const damaged = path.join(folder, 'damaged.db')
      await writeFile(damaged, bytes.fill(0x55, 4096, 4096 * 5))
      return damaged
    },
    /damaged/,
  ],
])('refuses %s, and changes nothing', async (_, make, says) => {
  const from = await make()
  const before = await look(`sqlite:${file}`)
  await expect(restore(file, from)).rejects.toThrow(says)
  expect(await look(`sqlite:${file}`)).toEqual(before)
})

it('refuses a snapshot of a newer schema', async () => {
  const newer = await snapshot(file)
  const known = await loadRevisions()
  const history = new History(known.revisions.filter(({ id }) => id < '0004'))
  await expect(restore(file, newer, history)).rejects.toThrow(
    /is of a newer schema than this copy of the project \(it is at 0004_create_items\)/,
  )
})

it('does not write over a file with a snapshot', async () => {
  const mine = path.join(folder, 'mine.db')
  await snapshot(file, mine)
  await expect(snapshot(file, mine)).rejects.toThrow(/there is a file .*mine\.db already/)
  await expect(snapshot(path.join(folder, 'none.db'))).rejects.toThrow(/there is no database at/)
})

it('resets to an empty database, leaves what no revision made, and keeps what was there', async () => {
  await using(`sqlite:${file}`, async (connection) => {
    await connection.query('create virtual table words using fts5 (text)')
    await connection.query('create view kinds as select name from item_types')
  })
  const { kept, left } = await reset(`sqlite:${file}`)
  expect(existsSync(kept ?? '')).toBe(true)
  expect(left).toBe('view kinds, table words')
  await upgrade(`sqlite:${file}`)
  expect(await types()).toEqual([])
  await restore(file, kept ?? '')
  expect(await types()).toEqual([{ name: 'Book' }])
})
