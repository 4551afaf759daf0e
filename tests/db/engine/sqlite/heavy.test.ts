/** Long reads in processes of their own: the same answers, in nobody's way. */
import { CompiledQuery, Kysely, sql } from 'kysely'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { heavyDialect } from '../../../../src/db/engine/sqlite/heavy.ts'
import { DatabaseOpenError } from '../../../../src/db/engine/sqlite/open-errors.ts'
import { ReaderDiedError } from '../../../../src/db/engine/sqlite/readers.ts'
import { ifInTime } from '../../../../src/db/engine/time-limit.ts'
import { kyselyOn, makeNotes, runProgram, useFolder } from './folder.ts'
import type { Notes } from './folder.ts'

const folder = useFolder()
let db: Kysely<Notes>
let heavy: Kysely<Notes>
let readers: ChildProcess[]

beforeEach(async () => {
  const file = makeNotes(folder.file())
  readers = []
  db = folder.close(kyselyOn(file))
  heavy = folder.close(heavyOn(file))
  const rows = Array.from({ length: 250 }, (_, index) => ({ text: `note ${index}` }))
  await db.insertInto('notes').values(rows).execute()
})

function heavyOn(file: string): Kysely<Notes> {
  return new Kysely<Notes>({ dialect: heavyDialect({ file, onStart: (process) => readers.push(process) }) })
}

const ids = (from: Kysely<Notes>) => from.selectFrom('notes').select('id').orderBy('id')

async function count(from: Kysely<Notes>): Promise<number> {
  return (await ids(from).execute()).length
}

/** A query that keeps a reader busy for a while. */
const slow = (steps: number) =>
  sql<{ n: number }>`with recursive n (n) as (select 1 union all select n + 1 from n where n < ${steps})
    select count(*) as n from n`

/** Keeps one of the two readers busy, so that the other answers one request after the other. @returns what ends that */
async function oneReaderBusy(): Promise<() => Promise<unknown>> {
  const controller = new AbortController()
  const endless = caught(heavy.executeQuery(slow(1e15).compile(heavy), { signal: controller.signal }))
  // Once this is answered, the other has begun.
  await count(heavy)
  return () => {
    controller.abort(new Error('not wanted any more'))
    return endless
  }
}

function caught(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

async function exitOf(reader: ChildProcess): Promise<void> {
  if (reader.exitCode === null && reader.signalCode === null) await once(reader, 'exit')
}

async function end(reader: ChildProcess): Promise<void> {
  reader.kill('SIGKILL')
  await exitOf(reader)
}

describe('a query', () => {
  it('gives the same rows as on the other connections', async () => {
    await db
      .insertInto('notes')
      .values({ text: null, number: 2n ** 60n + 1n })
      .execute()
    const query = (from: Kysely<Notes>) => from.selectFrom('notes').selectAll().where('id', '>', 248)
    expect(await query(heavy).execute()).toStrictEqual(await query(db).execute())
    const { rows } =
      await sql`select ${new Uint8Array([1, 255])} as bytes, ${true} as yes, ${1.5} as half`.execute(heavy)
    expect(rows).toStrictEqual([{ bytes: new Uint8Array([1, 255]), yes: 1, half: 1.5 }])
  })

  it('sees what was written just before', async () => {
    expect(await count(heavy)).toBe(250)
    await db.deleteFrom('notes').where('id', '>', 10).execute()
    expect(await count(heavy)).toBe(10)
  })

  it('that takes long is in the way of nobody on the other connections', async () => {
    const steps: string[] = []
    const long = slow(3_000_000)
      .execute(heavy)
      .then(() => steps.push('heavy'))
    for (let time = 0; time < 100; time++) await ids(db).limit(1).execute()
    steps.push('100 quick ones')
    await long
    expect(steps).toEqual(['100 quick ones', 'heavy'])
  })

  it('waits for those that were asked before it, when all readers are busy', async () => {
    const done: number[] = []
    const stopOther = await oneReaderBusy()
    const asked = [300_000, 1, 2, 3].map(async (steps) => {
      await slow(steps).execute(heavy)
      done.push(steps)
    })
    await Promise.all(asked)
    await stopOther()
    expect(done).toEqual([300_000, 1, 2, 3])
  })

  it('cannot write', async () => {
    for (const attempt of [
      () => heavy.insertInto('notes').values({ text: 'a' }).execute(),
      () => sql`pragma user_version = 7`.execute(heavy),
      () => sql`vacuum`.execute(heavy),
    ]) {
      expect(await caught(attempt())).toMatchObject({
        message: 'attempt to write a readonly database',
        errcode: 8,
      })
    }
  })

  it('that fails says why, as on the other connections', async () => {
    const broken = sql`select * from no_such_table`
    const here = (await caught(broken.execute(db))) as Error
    const there = (await caught(broken.execute(heavy))) as Error
    expect(there).toBeInstanceOf(Error)
    expect({ ...there }).toEqual({ ...here })
    expect({ ...there }).toMatchObject({ code: 'ERR_SQLITE_ERROR', errcode: 1, errstr: 'SQL logic error' })
    expect(there.message).toBe('no such table: no_such_table')
    expect(there.stack).toContain('in the reader')
    expect(await caught(sql`select ${new Date(0)}`.execute(heavy))).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('toISOString'),
    })
    expect(await count(heavy)).toBe(250)
  })

  it('that answers too much for one piece is refused, and can be read as a stream', async () => {
    const numbers = heavy.selectFrom(
      sql<{
        n: number
      }>`(with recursive n (n) as (select 1 union all select n + 1 from n) select n from n)`.as('numbers'),
    )
    expect(await numbers.select('n').limit(100_000).execute()).toHaveLength(100_000)
    await expect(numbers.select('n').execute()).rejects.toThrow('more than 100000 rows')
    expect(await Array.fromAsync(numbers.select('n').limit(100_001).stream(1000))).toHaveLength(100_001)
  })

  it('with a value that cannot be sent to another process is an error of its own only', async () => {
    const sent = heavy.executeQuery(CompiledQuery.raw('select ?', [() => 1]))
    await expect(sent).rejects.toThrow('a function')
    expect(await count(heavy)).toBe(250)
  })

  it('that was given up before its turn is not run', async () => {
    const controller = new AbortController()
    const first = slow(500_000).execute(heavy)
    // Endless: the reader would never come back from it.
    const unwanted = heavy.executeQuery(slow(1e15).compile(heavy), { signal: controller.signal })
    controller.abort(new Error('not wanted any more'))
    await expect(unwanted).rejects.toThrow('not wanted any more')
    await first
    expect(await count(heavy)).toBe(250)
  })
})

describe('a stream', () => {
  it('gives every row', async () => {
    const rows = await Array.fromAsync(ids(heavy).stream(100))
    expect(rows).toStrictEqual(await ids(db).execute())
  })

  it('is read on only when its reader asks for more', async () => {
    const endless = sql<{
      n: number
    }>`(with recursive n (n) as (select 1 union all select n + 1 from n) select n from n)`
    const seen: number[] = []
    const query = heavy.selectFrom(endless.as('endless')).select('n')
    for await (const { n } of query.stream(10)) {
      seen.push(n)
      if (n === 25) break
    }
    expect(seen).toHaveLength(25)
    expect(await count(heavy)).toBe(250)
  })

  it('that is slow holds nobody up, and keeps nobody at the moment in which it began', async () => {
    const seen: number[] = []
    for await (const { id } of ids(heavy).stream(10)) {
      seen.push(id)
      if (id !== 5) continue
      await db.deleteFrom('notes').where('id', '>', 100).execute()
      expect(await count(heavy)).toBe(100)
    }
    expect(seen).toHaveLength(250)
  })

  it('of a broken query is an error, and the next one works', async () => {
    await expect(
      Array.fromAsync(
        heavy
          .selectFrom('none' as 'notes')
          .selectAll()
          .stream(),
      ),
    ).rejects.toThrow('no such table')
    expect(await Array.fromAsync(ids(heavy).stream(100))).toHaveLength(250)
  })

  it('ends when it is aborted', async () => {
    const controller = new AbortController()
    const read = async () => {
      for await (const { id } of ids(heavy).stream({ chunkSize: 10, signal: controller.signal })) {
        if (id === 15) controller.abort(new Error('not wanted any more'))
      }
    }
    await expect(read()).rejects.toThrow('not wanted any more')
    expect(await count(heavy)).toBe(250)
  })
})

describe('a transaction', () => {
  it('sees one moment, while others see what is written', async () => {
    await heavy.transaction().execute(async (tx) => {
      expect(await count(tx)).toBe(250)
      await db.deleteFrom('notes').execute()
      expect(await count(heavy)).toBe(0)
      expect(await count(tx)).toBe(250)
      expect(await Array.fromAsync(ids(tx).stream(100))).toHaveLength(250)
    })
    await expect(
      heavy.transaction().execute(async (tx) => {
        expect(await count(tx)).toBe(0)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
  })
})

describe('a reader', () => {
  it('starts with the first query, and a second one when the first is busy: never more', async () => {
    expect(readers).toHaveLength(0)
    await count(heavy)
    await count(heavy)
    expect(readers).toHaveLength(1)
    await Promise.all(Array.from({ length: 5 }, () => count(heavy)))
    expect(readers).toHaveLength(2)
  })

  it('is not kept from its work by a long one beside it', async () => {
    const controller = new AbortController()
    const endless = caught(heavy.executeQuery(slow(1e15).compile(heavy), { signal: controller.signal }))
    for (let time = 0; time < 5; time++) expect(await count(heavy)).toBe(250)
    controller.abort(new Error('not wanted any more'))
    expect(await endless).toMatchObject({ message: 'not wanted any more' })
  })

  it('is ended in the middle of a statement that nobody waits for, and replaced', async () => {
    const controller = new AbortController()
    const ended = Array.from({ length: 2 }, () =>
      caught(heavy.executeQuery(slow(1e15).compile(heavy), { signal: controller.signal })),
    )
    while (readers.length < 2) await nextTurn()
    const waiting = count(heavy)
    controller.abort(new Error('not wanted any more'))
    await Promise.all(ended)
    expect(await waiting).toBe(250)
    await Promise.all(readers.slice(0, 2).map((reader) => exitOf(reader)))
    expect(readers.slice(0, 2).map(({ signalCode }) => signalCode)).toEqual(['SIGKILL', 'SIGKILL'])
  })

  it('answers first what others cannot do without', async () => {
    const done: string[] = []
    const note = (name: string, work: Promise<unknown>) => work.then(() => done.push(name))
    const stopOther = await oneReaderBusy()
    const busy = slow(500_000).execute(heavy)
    await Promise.all([
      ifInTime(() => note('can be left out', count(heavy)), 60_000),
      note('must be there', count(heavy)),
      busy,
    ])
    await stopOther()
    expect(done).toEqual(['must be there', 'can be left out'])
  })

  it('is ended at once when the database is closed, whatever it is doing', async () => {
    const endless = caught(slow(1e15).execute(heavy))
    await nextTurn()
    await heavy.destroy()
    expect(await endless).toMatchObject({ message: 'The database is closed' })
    expect(readers.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL'])
  })

  it('is started anew when it dies: what was under way fails, what waited is answered', async () => {
    await count(heavy)
    const failures = [caught(slow(1e15).execute(heavy)), caught(slow(1e15).execute(heavy))]
    while (readers.length < 2) await nextTurn()
    const waiting = count(heavy)
    for (const reader of readers) reader.kill('SIGKILL')
    expect(await failures[0]).toBeInstanceOf(ReaderDiedError)
    expect(await failures[0]).toMatchObject({
      code: 'reader-died',
      message: expect.stringContaining('in the middle of this request'),
    })
    expect(await failures[1]).toMatchObject({ code: 'reader-died' })
    expect(await waiting).toBe(250)
    expect(readers.length).toBeGreaterThan(2)
  })

  it('that was ended from outside is replaced at the next query', async () => {
    await count(heavy)
    await end(readers[0]!)
    expect(await count(heavy)).toBe(250)
    expect(readers).toHaveLength(2)
  })

  it('that dies ends its streams and transactions with an error, not with fewer rows', async () => {
    const stream = ids(heavy).stream(10)
    await stream.next()
    const tx = await heavy.startTransaction().execute()
    await end(readers[0]!)
    await expect(Array.fromAsync(stream)).rejects.toThrow('in the middle of this stream')
    await expect(count(tx)).rejects.toThrow('in the middle of this transaction')
    await tx.rollback().execute()
    expect(await count(heavy)).toBe(250)
  })

  it('closes its files when it is told to end, and answers nothing afterwards', async () => {
    await count(heavy)
    await heavy.destroy()
    await expect(count(heavy)).rejects.toThrow('destroyed')
    await db.destroy()
    expect(Object.keys(folder.content())).toEqual(['notes.db'])
  })

  it('refuses what still waits when it is told to end', async () => {
    const first = count(heavy)
    const second = caught(count(heavy))
    await first
    const late = [caught(slow(100_000).execute(heavy)), caught(count(heavy))]
    await heavy.destroy()
    await second
    for (const outcome of await Promise.all(late)) {
      if (outcome !== undefined) expect(outcome).toMatchObject({ message: 'The database is closed' })
    }
  })

  it('says what is wrong with the file, and works as soon as that is mended', async () => {
    const file = folder.file('later.db')
    const later = folder.close(heavyOn(file))
    const error = await caught(count(later))
    expect(error).toBeInstanceOf(DatabaseOpenError)
    expect(error).toMatchObject({ name: 'DatabaseOpenError', code: 'missing' })
    expect(existsSync(file)).toBe(false)
    writeFileSync(file, 'not a database at all')
    expect(await caught(count(later))).toMatchObject({ code: 'not-a-database' })
    writeFileSync(file, '')
    makeNotes(file)
    expect(await count(later)).toBe(0)
  })
})

describe('a program', () => {
  const program = `
    import { CompiledQuery, Kysely, sql } from 'kysely'
    import { heavyDialect } from './src/db/engine/sqlite/heavy.ts'
    const heavy = new Kysely({ dialect: heavyDialect({ file: process.argv[1] }) })
    const { rows } = await sql\`select count(*) as count from notes\`.execute(heavy)
    for await (const row of heavy.selectFrom('notes').select('id').stream(10)) if (row.id > 20) break
    console.log(rows[0].count)`

  it('that closes the database right after a transaction waits until it is closed', async () => {
    const closing = `
      import { Kysely, sql } from 'kysely'
      import { heavyDialect } from './src/db/engine/sqlite/heavy.ts'
      const heavy = new Kysely({ dialect: heavyDialect({ file: process.argv[1] }) })
      const tx = await heavy.startTransaction().execute()
      await sql\`select 1\`.execute(tx)
      await tx.rollback().execute()
      await heavy.destroy()
      console.log('closed')`
    expect(await runProgram(closing, [folder.file()], [])).toEqual({
      status: 0,
      output: 'closed\n',
      errors: '',
    })
  })

  it.each([
    ['that strips types itself', []],
    ['that is run by tsx', ['--import', 'tsx']],
  ])('%s waits for the answer, and ends though the reader is still there', async (_, options) => {
    expect(await runProgram(program, [folder.file()], options)).toEqual({
      status: 0,
      output: '250\n',
      errors: '',
    })
  })
})
