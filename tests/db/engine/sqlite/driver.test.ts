/** One connection and its users: whose turn it is, how transactions begin and end, and what others see meanwhile. */
import { CompiledQuery, sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SqliteHandle } from '../../../../src/db/engine/sqlite/connection.ts'
import { DatabaseBusyError, isSqliteBusy, isSqliteDiskFull } from '../../../../src/db/engine/sqlite/errors.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'
import { kyselyOn, makeNotes, stranger, useFolder } from './folder.ts'
import type { Notes } from './folder.ts'

const folder = useFolder()
let file: string
let db: Kysely<Notes>

beforeEach(() => {
  file = makeNotes(folder.file())
  db = folder.close(kyselyOn(file))
})

function add(to: Kysely<Notes>, text: string) {
  return to.insertInto('notes').values({ text }).executeTakeFirst()
}

async function texts(of: Kysely<Notes> = db): Promise<(string | null)[]> {
  const rows = await of.selectFrom('notes').select('text').orderBy('id').execute()
  return rows.map((row) => row.text)
}

/** Another program, which writes without waiting. Its file is closed with ours. */
function other(): DatabaseSync {
  const database = stranger(file)
  folder.close({ destroy: async () => database.close() })
  return database
}

describe('results', () => {
  it('say how many rows were written, and the id of a new one', async () => {
    expect(await add(db, 'a')).toMatchObject({ insertId: 1n, numInsertedOrUpdatedRows: 1n })
    await add(db, 'b')
    expect(await db.updateTable('notes').set({ text: 'c' }).executeTakeFirst()).toMatchObject({
      numUpdatedRows: 2n,
    })
    expect(await db.deleteFrom('notes').where('id', '>', 5).executeTakeFirst()).toMatchObject({
      numDeletedRows: 0n,
    })
  })

  it('are plain objects', async () => {
    const added = await db.insertInto('notes').values({ text: 'a' }).returningAll().execute()
    expect(added).toStrictEqual([{ id: 1, text: 'a', number: null }])
    expect(await db.selectFrom('notes').selectAll().execute()).toStrictEqual(added)
  })

  it('are also those of statements written by hand', async () => {
    expect(await db.executeQuery(CompiledQuery.raw('select ? as a', [1]))).toEqual({ rows: [{ a: 1 }] })
  })
})

describe('a transaction', () => {
  it('has the write lock from its beginning', async () => {
    const second = other()
    await db.transaction().execute(async () => {
      expect(() => second.exec("insert into notes (text) values ('theirs')")).toThrow('database is locked')
    })
    second.exec("insert into notes (text) values ('theirs')")
    expect(await texts()).toEqual(['theirs'])
  })

  it('that only reads leaves the write lock to others, and sees one moment', async () => {
    const second = other()
    await db
      .transaction()
      .setAccessMode('read only')
      .execute(async (tx) => {
        expect(await texts(tx)).toEqual([])
        second.exec("insert into notes (text) values ('theirs')")
        expect(await texts(tx)).toEqual([])
      })
    expect(await texts()).toEqual(['theirs'])
  })

  it('on a connection for reading does not ask for the write lock', async () => {
    const reader = folder.close(kyselyOn(file, { readOnly: true }))
    await db.transaction().execute(async (tx) => {
      await add(tx, 'mine')
      expect(await reader.transaction().execute((read) => texts(read))).toEqual([])
    })
    expect(await texts(reader)).toEqual(['mine'])
  })

  it('is undone when it throws', async () => {
    const work = db.transaction().execute(async (tx) => {
      await add(tx, 'a')
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await texts()).toEqual([])
  })

  it('keeps what was done before a savepoint, and what was done after going back to it', async () => {
    const tx = await db.startTransaction().execute()
    await add(tx, 'before')
    const inner = await tx.savepoint('half "way"').execute()
    await add(inner, 'undone')
    await inner.rollbackToSavepoint('half "way"').execute()
    await add(inner, 'after')
    await inner.releaseSavepoint('half "way"').execute()
    await tx.commit().execute()
    expect(await texts()).toEqual(['before', 'after'])
  })

  it('lets nobody else’s statement in between', async () => {
    const tx = await db.startTransaction().execute()
    await add(tx, 'a')
    const outside = add(db, 'outside')
    await add(tx, 'b')
    await tx.rollback().execute()
    await outside
    expect(await texts()).toEqual(['outside'])
  })

  it('serves those who wait in the order in which they came', async () => {
    const tx = await db.startTransaction().execute()
    const waiting = ['first', 'second', 'third'].map((text) => add(db, text))
    await tx.rollback().execute()
    await Promise.all(waiting)
    expect(await texts()).toEqual(['first', 'second', 'third'])
  })

  it('turns waiting for oneself into an error', async () => {
    const impatient = folder.close(kyselyOn(file, { busyWait: 20 }))
    const work = impatient.transaction().execute(async (tx) => {
      await add(tx, 'mine')
      await add(impatient, 'outside')
    })
    await expect(work).rejects.toThrow(DatabaseBusyError)
    expect(await texts(impatient)).toEqual([])
  })

  it('whose commit is refused is undone, and the connection goes on', async () => {
    await sql`create table pages (note integer references notes (id) deferrable initially deferred)`.execute(
      db,
    )
    const tx = await db.startTransaction().execute()
    await add(tx, 'a')
    await sql`insert into pages values (99)`.execute(tx)
    await expect(tx.commit().execute()).rejects.toThrow('FOREIGN KEY constraint failed')
    await tx.rollback().execute()
    await add(db, 'b')
    other().exec("insert into notes (text) values ('c')")
    expect(await texts()).toEqual(['b', 'c'])
  })

  it('that SQLite has undone by itself takes no more statements', async () => {
    await sql`create unique index uq_notes_text on notes (text)`.execute(db)
    await add(db, 'a')
    const work = db.transaction().execute(async (tx) => {
      await add(tx, 'b')
      await sql`insert or rollback into notes (text) values ('a')`.execute(tx).catch(() => undefined)
      await add(tx, 'c')
    })
    await expect(work).rejects.toThrow('SQLite has rolled this transaction back')
    expect(await texts()).toEqual(['a'])
  })

  it('is ended with its turn, though it was begun by hand and forgotten', async () => {
    await db.connection().execute(async (connection) => {
      await sql`begin immediate`.execute(connection)
      await add(connection, 'forgotten')
    })
    other().exec("insert into notes (text) values ('theirs')")
    expect(await texts()).toEqual(['theirs'])
  })
})

describe('a full disk', () => {
  it('is told from other errors, undoes the transaction, and the next one works when there is room again', async () => {
    await sql`pragma max_page_count = 5`.execute(db)
    const fill = db.transaction().execute(async (tx) => {
      for (let i = 0; i < 100; i++) await add(tx, 'x'.repeat(1000))
    })
    const error: unknown = await fill.catch((caught: unknown) => caught)
    expect(isSqliteDiskFull(error)).toBe(true)
    expect(isSqliteBusy(error)).toBe(false)
    expect(await texts()).toEqual([])
    await sql`pragma max_page_count = 1000`.execute(db)
    await add(db, 'room')
    expect(await texts()).toEqual(['room'])
  })
})

describe('a file locked by another process', () => {
  it('is waited for: the transaction begins when the other one commits, and the event loop is free meanwhile', async () => {
    const second = other()
    second.exec("begin immediate; insert into notes (text) values ('theirs')")
    const steps: string[] = []
    const mine = db.transaction().execute(async (tx) => {
      steps.push('begun')
      await add(tx, 'mine')
    })
    // Timers fire while it waits: that is only possible when nothing blocks the thread.
    await new Promise((resolve) => setTimeout(resolve, 30))
    steps.push('a timer')
    await new Promise((resolve) => setTimeout(resolve, 1))
    steps.push('another timer')
    second.exec('commit')
    await mine
    expect(steps).toEqual(['a timer', 'another timer', 'begun'])
    expect(await texts()).toEqual(['theirs', 'mine'])
  })

  it('is waited for by a single statement as well', async () => {
    const second = other()
    second.exec('begin immediate')
    const mine = add(db, 'mine')
    await new Promise((resolve) => setTimeout(resolve, 5))
    second.exec("insert into notes (text) values ('theirs'); commit")
    await mine
    expect(await texts()).toEqual(['theirs', 'mine'])
  })

  it('is waited for once, by those too who first waited for the connection', async () => {
    const impatient = folder.close(kyselyOn(file, { busyWait: 300 }))
    other().exec('begin immediate')
    const run = vi.spyOn(SqliteHandle.prototype, 'run')
    const errorOf = (work: Promise<unknown>) => work.catch((error: unknown) => error)
    const [first, second] = [errorOf(add(impatient, 'first')), errorOf(add(impatient, 'second'))]
    expect(await first).toBeInstanceOf(DatabaseBusyError)
    const before = run.mock.calls.length
    expect(await second).toBeInstanceOf(DatabaseBusyError)
    expect(run.mock.calls.length - before).toBeLessThan(4)
    run.mockRestore()
  })

  it('is an error in the end, and the connection is free for the next one', async () => {
    const impatient = folder.close(kyselyOn(file, { busyWait: 20 }))
    const second = other()
    second.exec('begin immediate')
    // A controlled transaction: Kysely itself would never give its connection back.
    const error: unknown = await impatient
      .startTransaction()
      .execute()
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(DatabaseBusyError)
    expect(isSqliteBusy(error)).toBe(true)
    await expect(add(impatient, 'mine')).rejects.toThrow('database is locked')
    await expect(impatient.transaction().execute(() => texts(impatient))).rejects.toThrow(DatabaseBusyError)
    second.exec('commit')
    await add(impatient, 'later')
    expect(await texts(impatient)).toEqual(['later'])
  })

  it('can be read', async () => {
    other().exec("begin immediate; insert into notes (text) values ('theirs')")
    expect(await texts()).toEqual([])
  })

  it('is not waited for in vain by a transaction whose view is out of date', async () => {
    const second = other()
    const work = db
      .transaction()
      .setAccessMode('read only')
      .execute(async (tx) => {
        await texts(tx)
        second.exec("insert into notes (text) values ('theirs')")
        await add(tx, 'mine')
      })
    const error: unknown = await work.catch((caught: unknown) => caught)
    expect(isSqliteBusy(error)).toBe(true)
    expect(error).not.toBeInstanceOf(DatabaseBusyError)
  })
})

describe('a stream', () => {
  beforeEach(async () => {
    const rows = Array.from({ length: 250 }, (_, index) => ({ text: `note ${index}` }))
    await db.insertInto('notes').values(rows).execute()
  })

  const ids = (from: Kysely<Notes>) => from.selectFrom('notes').select('id').orderBy('id')

  it('gives every row, in portions', async () => {
    const rows = await Array.fromAsync(ids(db).stream(100))
    expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1))
  })

  it('lets others read and write while its reader takes its time, and keeps its own moment', async () => {
    const seen: number[] = []
    for await (const { id } of ids(db).stream(10)) {
      seen.push(id)
      if (id === 5) {
        await db.deleteFrom('notes').where('id', '>', 100).execute()
        expect(await texts()).toHaveLength(100)
      }
    }
    expect(seen).toHaveLength(250)
  })

  it('may be left early: the query works again, and nothing stays open', async () => {
    const closed = vi.fn()
    const watched = folder.close(kyselyOn(file, { open: () => watch(openSqlite(file), closed) }))
    for await (const { id } of ids(watched).stream(10)) if (id === 15) break
    expect(closed).toHaveBeenCalledTimes(1)
    expect(await ids(watched).execute()).toHaveLength(250)
    await sql`drop table notes`.execute(watched)
  })

  it('may be left by an error of its reader', async () => {
    const read = async () => {
      for await (const { id } of ids(db).stream(10)) if (id === 15) throw new Error('enough')
    }
    await expect(read()).rejects.toThrow('enough')
    await sql`drop table notes`.execute(db)
  })

  it('in a transaction sees what the transaction has written', async () => {
    await db.transaction().execute(async (tx) => {
      await add(tx, 'new')
      expect(await Array.fromAsync(ids(tx).stream(100))).toHaveLength(251)
    })
  })

  it('of a broken query is an error, and the next one works', async () => {
    await expect(
      Array.fromAsync(
        db
          .selectFrom('none' as 'notes')
          .selectAll()
          .stream(),
      ),
    ).rejects.toThrow('no such table')
    expect(await Array.fromAsync(ids(db).stream())).toHaveLength(250)
  })

  it('ends when it is aborted', async () => {
    const controller = new AbortController()
    const read = async () => {
      for await (const { id } of ids(db).stream({ chunkSize: 10, signal: controller.signal })) {
        if (id === 15) controller.abort(new Error('not wanted any more'))
      }
    }
    await expect(read()).rejects.toThrow('not wanted any more')
    await sql`drop table notes`.execute(db)
  })
})

it('waits for the disk with each commit', async () => {
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db)
  expect(rows).toEqual([{ synchronous: 2 }])
})

describe('ending', () => {
  it('closes the file, and nothing can be asked afterwards', async () => {
    const ended = kyselyOn(file)
    await texts(ended)
    await ended.destroy()
    await expect(texts(ended)).rejects.toThrow('destroyed')
    // The last to close takes the log away.
    await db.destroy()
    expect(Object.keys(folder.content())).toEqual(['notes.db'])
  })

  it('undoes a transaction that is still open, which may then be rolled back without opening the file again', async () => {
    const open = vi.fn(() => openSqlite(file))
    const ended = kyselyOn(file, { open })
    const tx = await ended.startTransaction().execute()
    await add(tx, 'a')
    await ended.destroy()
    await expect(texts(tx)).rejects.toThrow('SQLite has rolled this transaction back')
    await tx.rollback().execute()
    expect(open).toHaveBeenCalledTimes(1)
    expect(await texts()).toEqual([])
  })

  it('lets a stream with a connection of its own finish', async () => {
    const ended = kyselyOn(file)
    await add(ended, 'a')
    await add(ended, 'b')
    const rows = ended.selectFrom('notes').select('text').stream(1)
    await rows.next()
    await ended.destroy()
    expect(await Array.fromAsync(rows)).toEqual([{ text: 'b' }])
  })

  it('opens nothing when nothing was asked', async () => {
    const open = vi.fn<() => DatabaseSync>()
    await kyselyOn(file, { open }).destroy()
    expect(open).not.toHaveBeenCalled()
  })
})

/** The same database, telling when it is closed. */
function watch(database: DatabaseSync, closed: () => void): DatabaseSync {
  const close = database.close.bind(database)
  database.close = () => {
    closed()
    close()
  }
  return database
}
