/** What a killed process leaves in the folder of snapshots is taken away by the next one; what is in use, or somebody else's, stays. */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, inject, it } from 'vitest'
import { snapshot, upgrade } from '../../../src/db/migrate/index.ts'

let folder: string
let file: string
let run = 0
beforeEach(async () => {
  folder = path.join(inject('runFolder'), `abandoned-${process.pid}-${run++}`)
  file = path.join(folder, 'catalogue.db')
  await mkdir(path.join(folder, 'snapshots'), { recursive: true })
  await upgrade(`sqlite:${file}`, { to: '0001' })
})

const inSnapshots = (name: string) => path.join(folder, 'snapshots', name)
const halfSnapshot = '20260131-120000-000-before-0002_x.db.partial'
/** No process has so high a number. */
const ofTheDead = halfSnapshot.replace('.partial', '.4194999.partial')

it('half a snapshot and the copy of a rehearsal go, whatever is in them', async () => {
  const copy = new DatabaseSync(inSnapshots('rehearsal-1.db'))
  copy.exec('pragma journal_mode = wal; create table t (a)')
  copy.close()
  await writeFile(inSnapshots(halfSnapshot), 'half a page')
  await writeFile(inSnapshots(ofTheDead), '')
  await writeFile(inSnapshots('mine.partial'), 'mine')
  await upgrade(`sqlite:${file}`, { to: '0002' })
  expect(
    [halfSnapshot, ofTheDead, 'rehearsal-1.db', 'mine.partial'].map((name) => existsSync(inSnapshots(name))),
  ).toEqual([false, false, false, true])
})

it('what another process is writing or rehearsing on stays', async () => {
  const writing = new DatabaseSync(inSnapshots(halfSnapshot))
  writing.exec('begin exclusive')
  const copy = new DatabaseSync(inSnapshots('rehearsal-1.db'))
  copy.exec('pragma journal_mode = wal; create table t (a)')
  await upgrade(`sqlite:${file}`, { to: '0002' })
  expect(existsSync(inSnapshots(halfSnapshot))).toBe(true)
  copy.exec('insert into t values (1)')
  expect(
    copy.prepare('select count(*) as n, (select journal_mode from pragma_journal_mode) as mode from t').get(),
  ).toEqual({
    n: 1,
    mode: 'wal',
  })
  copy.close()
  writing.close()
})

it('what belongs to a process that runs stays, also before it has locked it', async () => {
  const mine = [
    `20260131-120000-000-before-0002_x.db.${process.pid}.partial`,
    `rehearsal-${process.pid}-1.db`,
  ]
  for (const name of mine) await writeFile(inSnapshots(name), '')
  await upgrade(`sqlite:${file}`, { to: '0002' })
  expect(mine.map((name) => existsSync(inSnapshots(name)))).toEqual([true, true])
})

it('two snapshots at once do not take each other for abandoned', async () => {
  const names = ['a.db', 'b.db', 'c.db']
  await Promise.all(names.map((name) => snapshot(file, inSnapshots(name))))
  expect(names.map((name) => existsSync(inSnapshots(name)))).toEqual([true, true, true])
})
