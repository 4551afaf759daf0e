/** Opening a SQLite file: our settings, and what happens to files that are not ours. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { DatabaseOpenError } from '../../../../src/db/engine/sqlite/open-errors.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'
import type { OpenOptions } from '../../../../src/db/engine/sqlite/open.ts'
import { APPLICATION_ID } from '../../../../src/db/engine/sqlite/ownership.ts'
import { makeNotes, runProgram, stranger, useFolder } from './folder.ts'

const folder = useFolder()

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0]
}

function problemOf(file: string, options: OpenOptions = {}): DatabaseOpenError {
  try {
    openSqlite(file, options).close()
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseOpenError)
    return error as DatabaseOpenError
  }
  throw new Error(`${file} was opened`)
}

/** Opens the file both ways: it must be refused with this code, and nothing in its folder may change. */
function expectRefused(file: string, code: string): void {
  const before = folder.content()
  for (const options of [{ readOnly: true }, { readOnly: false }, { create: true }]) {
    const error = problemOf(file, { ...options, openTimeout: 0 })
    expect(error.code).toBe(code)
    expect(error.message).toContain(file)
    expect(error.message).not.toContain('\n')
  }
  expect(folder.content()).toEqual(before)
}

describe('a file of ours', () => {
  it('has the same settings in every connection for writing', () => {
    for (const create of [true, false]) {
      const database = openSqlite(folder.file(), { create })
      expect(pragma(database, 'journal_mode')).toBe('wal')
      expect(pragma(database, 'synchronous')).toBe(2)
      expect(pragma(database, 'foreign_keys')).toBe(1)
      expect(pragma(database, 'temp_store')).toBe(2)
      expect(pragma(database, 'busy_timeout')).toBe(50)
      expect(pragma(database, 'journal_size_limit')).toBe(64 * 1024 * 1024)
      database.close()
    }
  })

  it('has foreign keys on in a connection for reading too, and refuses to write there', () => {
    const database = openSqlite(makeNotes(folder.file()), { readOnly: true, busyTimeout: 7 })
    expect(pragma(database, 'foreign_keys')).toBe(1)
    expect(pragma(database, 'busy_timeout')).toBe(7)
    expect(pragma(database, 'mmap_size')).toBe(1024 ** 3)
    expect(() => database.exec("insert into notes (text) values ('a')")).toThrow('readonly')
    database.close()
  })

  it('cannot have its schema changed by way of SQLite’s own tables', () => {
    const database = openSqlite(makeNotes(folder.file()))
    database.exec('pragma writable_schema = on')
    expect(() => database.exec('delete from sqlite_schema')).toThrow('may not be modified')
    database.close()
  })

  it('is marked as ours in the file itself, before anything is in it', () => {
    openSqlite(folder.file(), { create: true }).close()
    const database = stranger(folder.file())
    expect(pragma(database, 'application_id')).toBe(APPLICATION_ID)
    expect(Buffer.from(APPLICATION_ID.toString(16), 'hex').toString()).toBe('Crow')
    database.close()
  })

  it('is made when that is asked for, but never its folder: that may be a disk that is not mounted', () => {
    const file = folder.file('notes.db')
    openSqlite(file, { create: true }).close()
    expect(readdirSync(dirname(file))).toContain('notes.db')
    expect(problemOf(folder.file('data/new/notes.db'), { create: true }).code).toBe('no-folder')
    expect(readdirSync(dirname(file))).not.toContain('data')
  })

  it.each(['a space.db', 'Émile Zola.db', '東京.db', 'file:x.db?mode=memory#%41.db', "it's [1]; --.db"])(
    'may have any name that the system allows: %s',
    (name) => {
      const file = makeNotes(folder.file(process.platform === 'win32' ? name.replaceAll(/[:?]/g, '_') : name))
      for (const readOnly of [false, true]) {
        const database = openSqlite(file, { readOnly })
        expect(database.prepare('select count(*) as count from notes').get()).toEqual({ count: 0 })
        database.close()
      }
      expect(readdirSync(dirname(file))).toContain(
        name.replaceAll(/[:?]/g, (c) => (process.platform === 'win32' ? '_' : c)),
      )
    },
  )

  it('may have been empty: with no byte, or with no table', () => {
    writeFileSync(folder.file('empty.db'), '')
    const noTable = stranger(folder.file('no-table.db'))
    noTable.exec('pragma journal_mode = wal; create table a (b); drop table a')
    noTable.close()
    for (const name of ['empty.db', 'no-table.db']) {
      const database = openSqlite(folder.file(name))
      expect(pragma(database, 'application_id')).toBe(APPLICATION_ID)
      // While the log is still there, the mark must already stand in the file.
      openSqlite(folder.file(name)).close()
      database.close()
    }
  })

  it('is made by one of several processes that start at once, and opened by all of them', async () => {
    const program = `
      import { openSqlite } from './src/db/engine/sqlite/open.ts'
      const database = openSqlite(process.argv[1], { create: true, busyTimeout: 10_000, openTimeout: 10_000 })
      database.exec('create table if not exists notes (id integer primary key)')
      console.log(database.prepare('pragma journal_mode').get().journal_mode)
      database.close()`
    const runs = await Promise.all(Array.from({ length: 6 }, () => runProgram(program, [folder.file()])))
    for (const run of runs) expect(run).toEqual({ status: 0, output: 'wal\n', errors: '' })
  })
})

describe('a file that is refused stays as it was:', () => {
  it('missing', () => {
    const before = folder.content()
    for (const readOnly of [true, false]) {
      expect(problemOf(folder.file('none.db'), { readOnly }).code).toBe('missing')
      expect(problemOf(folder.file('no/folder.db'), { readOnly }).code).toBe('no-folder')
    }
    expect(folder.content()).toEqual(before)
  })

  it.each(['delete', 'wal'])('another application’s database (journal mode %s)', (mode) => {
    const database = stranger(folder.file())
    database.exec(`pragma journal_mode = ${mode}; create table theirs (id integer)`)
    database.close()
    expectRefused(folder.file(), 'foreign')
  })

  it('another application’s database that has a mark but no table', () => {
    const database = stranger(folder.file())
    database.exec('pragma application_id = 7')
    database.close()
    expectRefused(folder.file(), 'foreign')
  })

  it('another application’s new database, whose tables stand only in its log', async () => {
    const writer = stranger(folder.file('source.db'))
    writer.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table theirs (id integer)')
    // As after a crash: the file and the log, and nobody who has them open.
    writeFileSync(folder.file('copy.db'), '')
    const copier = `
      import { copyFileSync } from 'node:fs'
      for (const end of ['', '-wal']) copyFileSync(process.argv[1] + end, process.argv[2] + end)`
    const run = await runProgram(copier, [folder.file('source.db'), folder.file('copy.db')])
    writer.close()
    expect(run.errors).toBe('')
    expectRefused(folder.file('copy.db'), 'foreign')
  })

  it.each([
    ['a byte', 'x'],
    ['a word', 'hello'],
    ['a page of a book', 'Call me Ishmael. '.repeat(400)],
    ['only SQLite’s first words', 'SQLite format 3\0'],
    ['SQLite’s first words and rubbish', `SQLite format 3\0${'rubbish '.repeat(1000)}`],
  ])('garbage: %s', (_, content) => {
    writeFileSync(folder.file(), content)
    expectRefused(folder.file(), 'not-a-database')
  })

  it('damaged behind its header', () => {
    const database = openSqlite(folder.file(), { create: true })
    database.exec('create table a (b)')
    database.close()
    // The header, which says that it is ours, stays; the list of tables behind it is overwritten.
    const content = readFileSync(folder.file())
    writeFileSync(folder.file(), content.fill(0xff, 100))
    expectRefused(folder.file(), 'damaged')
  })

  it('a folder in place of a file', () => {
    mkdirSync(folder.file())
    expectRefused(folder.file(), 'unreadable')
  })

  it('a path through a file', () => {
    makeNotes(folder.file())
    expect(problemOf(join(folder.file(), 'notes.db'), { create: true }).code).toMatch(/^un(read|writ)able$/)
  })

  it('locked by another program', () => {
    const file = makeNotes(folder.file())
    const before = folder.content()
    const other = stranger(file)
    other.exec('pragma locking_mode = exclusive; begin immediate; select * from notes')
    for (const readOnly of [true, false])
      expect(problemOf(file, { readOnly, openTimeout: 0 }).code).toBe('locked')
    other.exec('rollback')
    other.close()
    expect(folder.content()).toEqual(before)
  })

  it('in memory, where there is no file at all', () => {
    for (const name of ['', ':memory:']) expect(problemOf(name, { create: true }).code).toBe('unsupported')
    expect(folder.content()).toEqual({})
  })
})

it('looking at a file takes no lock away from a connection that this process has to it', async () => {
  const file = makeNotes(folder.file())
  const writer = openSqlite(file)
  writer.exec("insert into notes (text) values ('mine')")
  openSqlite(file, { readOnly: true }).close()
  // It wants the file for itself. It would get it, and remove the log under our feet, if our lock were gone.
  const program = `
    import { DatabaseSync } from 'node:sqlite'
    const other = new DatabaseSync(process.argv[1], { timeout: 0 })
    other.exec('pragma locking_mode = exclusive')
    try { other.exec('delete from notes'); console.log('taken') } catch (error) { console.log(error.message) }
    other.close()`
  expect((await runProgram(program, [file])).output).toBe('database is locked\n')
  writer.close()
})

it('a file that another program moved away is not made anew under its old name', () => {
  const file = makeNotes(folder.file())
  renameSync(file, folder.file('moved.db'))
  expect(problemOf(file).code).toBe('missing')
})
