/** Our dialect beneath MikroORM: its writes, its transactions, and its words for SQLite's errors. */
import {
  CheckConstraintViolationException,
  defineEntity,
  ForeignKeyConstraintViolationException,
  LockWaitTimeoutException,
  MikroORM,
  NotNullConstraintViolationException,
  p,
  TableNotFoundException,
  UniqueConstraintViolationException,
} from '@mikro-orm/core'
import { SqliteDriver } from '@mikro-orm/sql'
import type { SqlEntityManager } from '@mikro-orm/sql'
import { existsSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { SqliteDialect } from '../../../../src/db/engine/sqlite/dialect.ts'
import { isSqliteBusy } from '../../../../src/db/engine/sqlite/errors.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'
import { stranger, useFolder } from './folder.ts'

const Shelf = defineEntity({
  name: 'Shelf',
  tableName: 'shelves',
  properties: { id: p.integer().primary(), name: p.text().unique() },
})

const Book = defineEntity({
  name: 'Book',
  tableName: 'books',
  properties: {
    id: p.integer().primary(),
    title: p.text(),
    lent: p.boolean().default(false),
    added_at: p.text().nullable(),
    shelf: () => p.manyToOne(Shelf),
  },
})

const folder = useFolder()
let file: string
let em: SqlEntityManager
let prepared: string[]

beforeEach(async () => {
  file = folder.file()
  prepared = []
  const database = openSqlite(file, { create: true })
  database.exec(`
    create table shelves (id integer primary key autoincrement, name text not null unique);
    create table books (id integer primary key autoincrement, title text not null check (title <> ''),
      lent integer not null default 0, added_at text, shelf_id integer not null references shelves (id));
    insert into shelves (name) values ('A')`)
  database.close()
  const orm = new MikroORM({
    driver: SqliteDriver,
    dbName: file,
    driverOptions: new SqliteDialect({
      open: () => openSqlite(file),
      busyWait: 20,
      onPrepare: (sql) => prepared.push(sql),
    }),
    entities: [Shelf, Book],
    validateRequired: false,
  })
  folder.close({ destroy: () => orm.close() })
  em = orm.em.fork()
})

function newBook(title: string, manager = em) {
  return manager.create(Book, { title, shelf: manager.getReference(Shelf, 1) })
}

async function titles(): Promise<string[]> {
  const books = await em.fork().find(Book, {}, { orderBy: { id: 'asc' } })
  return books.map((book) => book.title)
}

function caught(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('MikroORM', () => {
  it('writes, gets the new ids, changes and deletes', async () => {
    const books = ['Dracula', 'Emma', "It's; -- a ? \\ trick"].map((title) => newBook(title))
    await em.flush()
    expect(books.map((book) => book.id)).toEqual([1, 2, 3])
    expect(await titles()).toEqual(['Dracula', 'Emma', "It's; -- a ? \\ trick"])
    books[0]!.lent = true
    books[1]!.title = 'Persuasion'
    em.remove(books[2]!)
    await em.flush()
    const found = await em.fork().find(Book, { lent: true })
    expect(found.map((book) => [book.title, book.lent])).toEqual([['Dracula', true]])
    expect(await titles()).toEqual(['Dracula', 'Persuasion'])
  })

  it('undoes a transaction that throws', async () => {
    const work = em.transactional(async (tx) => {
      newBook('Emma', tx)
      await tx.flush()
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await titles()).toEqual([])
  })

  it('undoes an inner transaction alone', async () => {
    await em.transactional(async (outer) => {
      newBook('before', outer)
      await outer.flush()
      const inner = outer.transactional(async (tx) => {
        newBook('undone', tx)
        await tx.flush()
        throw new Error('changed my mind')
      })
      await expect(inner).rejects.toThrow('changed my mind')
      await outer.transactional(async (tx) => {
        newBook('after', tx)
      })
    })
    expect(await titles()).toEqual(['before', 'after'])
  })

  it('shares its transaction with Kysely', async () => {
    await em.transactional(async (tx) => {
      newBook('Emma', tx)
      await tx.flush()
      const db = tx.getKysely<{ books: { id: number; title: string } }>()
      expect(await db.selectFrom('books').selectAll().execute()).toMatchObject([{ id: 1, title: 'Emma' }])
      await db.updateTable('books').set({ title: 'Persuasion' }).execute()
    })
    expect(await titles()).toEqual(['Persuasion'])
  })

  it('streams', async () => {
    for (const title of ['a', 'b', 'c']) newBook(title)
    await em.flush()
    const seen: string[] = []
    for await (const book of em.fork().stream(Book, { orderBy: { id: 'asc' } })) {
      seen.push(book.title)
      if (book.title === 'b') break
    }
    expect(seen).toEqual(['a', 'b'])
    expect(await titles()).toEqual(['a', 'b', 'c'])
  })

  it('prepares its own statements of transactions once', async () => {
    for (const title of ['a', 'b', 'c', 'd']) {
      newBook(title)
      await em.flush()
    }
    for (const text of ['begin immediate', 'commit']) {
      expect(prepared.filter((sql) => sql === text)).toHaveLength(2)
    }
  })
})

describe('what the database refuses arrives as MikroORM’s own error:', () => {
  it('a second of the same name', async () => {
    em.create(Shelf, { name: 'A' })
    expect(await caught(em.flush())).toBeInstanceOf(UniqueConstraintViolationException)
  })

  it('a link to nothing', async () => {
    em.create(Book, { title: 'Emma', shelf: em.getReference(Shelf, 99) })
    expect(await caught(em.flush())).toBeInstanceOf(ForeignKeyConstraintViolationException)
  })

  it('deleting what is linked to', async () => {
    newBook('Emma')
    await em.flush()
    expect(await caught(em.nativeDelete(Shelf, { id: 1 }))).toBeInstanceOf(
      ForeignKeyConstraintViolationException,
    )
  })

  it('a broken rule', async () => {
    newBook('')
    expect(await caught(em.flush())).toBeInstanceOf(CheckConstraintViolationException)
  })

  it('nothing where something must be', async () => {
    const missing = em.getConnection().execute('insert into books (title, shelf_id) values (null, 1)')
    expect(await caught(missing)).toMatchObject({
      message: 'NOT NULL constraint failed: books.title',
      errcode: 1299,
    })
    em.create(Shelf, { name: null as unknown as string })
    expect(await caught(em.flush())).toBeInstanceOf(NotNullConstraintViolationException)
  })

  it('an unknown table', async () => {
    const database = openSqlite(file)
    database.exec('drop table books')
    database.close()
    expect(await caught(em.find(Book, {}))).toBeInstanceOf(TableNotFoundException)
  })

  it('and is undone whole, with the connection free for the next one', async () => {
    newBook('Emma')
    newBook('')
    await caught(em.flush())
    expect(await titles()).toEqual([])
    em.clear()
    newBook('Persuasion')
    await em.flush()
    expect(await titles()).toEqual(['Persuasion'])
  })
})

it('a file that is missing is told by name when MikroORM connects, and is not made', async () => {
  const missing = folder.file('missing.db')
  const driverOptions = new SqliteDialect({ open: () => openSqlite(missing) })
  const orm = new MikroORM({ driver: SqliteDriver, dbName: missing, driverOptions, entities: [Shelf, Book] })
  expect(await caught(orm.connect())).toMatchObject({ name: 'DatabaseOpenError', code: 'missing' })
  expect(existsSync(missing)).toBe(false)
})

it('a lock that lasts is told as such, and leaves the connection free', async () => {
  const other = stranger(file)
  other.exec('begin immediate')
  newBook('Emma')
  expect(isSqliteBusy(await caught(em.flush()))).toBe(true)
  const direct = await caught(em.fork().nativeUpdate(Shelf, { id: 1 }, { name: 'B' }))
  expect(isSqliteBusy(direct)).toBe(true)
  expect(isSqliteBusy(new LockWaitTimeoutException(direct as Error))).toBe(true)
  other.exec('commit')
  other.close()
  em.clear()
  newBook('Emma')
  await em.flush()
  expect(await titles()).toEqual(['Emma'])
})
