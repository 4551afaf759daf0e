/** What this program writes beside and for a SQLite database can be read by nobody else. */
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../src/db/engine/connection.ts'
import { rehearse, restore, snapshot, upgrade } from '../../../../src/db/migrate/index.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'
import { historyWith } from '../../migrate/round-trip.ts'
import { makeNotes, useFolder } from './folder.ts'

const folder = useFolder()

/** Each file and folder below, and its mode. */
function modesIn(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true }) as string[]
  return Object.fromEntries(
    names.map((name) => [name, (statSync(join(path, name)).mode & 0o777).toString(8)]),
  )
}
const modesOfAll = () => modesIn(dirname(folder.file()))
const isClosed = (modes: Record<string, string>) => {
  expect(Object.keys(modes)).not.toEqual([])
  for (const [name, mode] of Object.entries(modes))
    expect([name, mode]).toEqual([name, mode.replace(/..$/, '00')])
}

// Windows has other rules for who may read what: a folder passes on its own.
describe.skipIf(process.platform === 'win32')('only the owner may read', () => {
  it('a new database with its log, the snapshots and their folder', async () => {
    const file = folder.file('c.db')
    await upgrade(`sqlite:${file}`, { to: '0007' })
    await upgrade(`sqlite:${file}`)
    await snapshot(file)
    await snapshot(file, folder.file('copies/mine.db'))
    const database = await openDatabase(`sqlite:${file}`)
    await database.em().execute('update roles set description = description')
    const modes = modesOfAll()
    await database.close()
    isClosed(modes)
    expect(Object.keys(modes)).toEqual(
      expect.arrayContaining(['c.db', 'c.db-wal', 'c.db-shm', 'copies/mine.db', 'snapshots']),
    )
    expect(Object.keys(modes).filter((name) => /before-0008/.test(name))).toHaveLength(1)
  })

  it('a copy to rehearse on, and what a restored snapshot replaced', async () => {
    const file = folder.file('c.db')
    await upgrade(`sqlite:${file}`, { history: await historyWith() })
    let during: Record<string, string> = {}
    const history = await historyWith({
      up(op) {
        op.sql({ sqlite: 'select 1', postgresql: 'select 1' })
        during = modesOfAll()
      },
      down: () => undefined,
    })
    await rehearse(`sqlite:${file}`, { history })
    isClosed(during)
    expect(Object.keys(during).join()).toMatch(/rehearsal-[^,]*\.db-wal/)
    await restore(file, await snapshot(file))
    isClosed(modesOfAll())
  })

  it('what an older version left open to all, once the database is opened for writing', async () => {
    const file = folder.file('c.db')
    await upgrade(`sqlite:${file}`)
    await snapshot(file)
    const writer = openSqlite(file)
    writer.exec('update roles set description = description')
    const older = `${dirname(file)}/snapshots/20260131-120000-123-before-0005_x.db.partial`
    writeFileSync(older, '')
    for (const name of Object.keys(modesOfAll()))
      chmodSync(folder.file(name), name === 'snapshots' ? 0o755 : 0o644)
    await upgrade(`sqlite:${file}`)
    isClosed(modesOfAll())
    writer.close()
  })

  it('a database that a link leads to', () => {
    mkdirSync(folder.file('real'))
    chmodSync(makeNotes(folder.file('real/notes.db')), 0o644)
    symlinkSync(folder.file('real/notes.db'), folder.file('link.db'))
    openSqlite(folder.file('link.db')).close()
    expect(modesOfAll()['real/notes.db']).toBe('600')
  })
})

it('leaves folders and files of others as they are', async () => {
  mkdirSync(folder.file('snapshots'))
  writeFileSync(folder.file('snapshots/holiday.jpg'), '')
  const before = modesOfAll()
  const mode = statSync(dirname(folder.file())).mode
  await upgrade(`sqlite:${folder.file('c.db')}`)
  expect(modesOfAll()).toMatchObject(before)
  expect(statSync(dirname(folder.file())).mode).toBe(mode)
})
