/** Prepared statements: which are kept, for how long, and what happens to one that is in use. */
import fc from 'fast-check'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { SqliteHandle } from '../../../../src/db/engine/sqlite/connection.ts'
import type { SqliteQuery } from '../../../../src/db/engine/sqlite/connection.ts'

let prepared: string[]
let database: DatabaseSync
let connection: SqliteHandle

beforeEach(() => {
  prepared = []
  database = new DatabaseSync(':memory:')
  database.exec('create table notes (id integer primary key, text text)')
  connection = new SqliteHandle(database, { statements: 3, onPrepare: (sql) => prepared.push(sql) })
})

function query(sql: string, ...parameters: unknown[]): SqliteQuery {
  return { sql, parameters }
}

function messageOf(work: () => unknown): string {
  try {
    work()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

function timesPrepared(sql: string): number {
  return prepared.filter((text) => text === sql).length
}

describe('a statement with parameters', () => {
  const find = 'select text from notes where id = ?'

  it('is prepared once, however often it is used', () => {
    for (let id = 0; id < 10; id++) connection.run(query(find, id))
    expect(prepared).toEqual([find])
  })

  it('makes room for others when it was used longest ago', () => {
    for (const text of [find, 'select ? as a', 'select ? as b', find, 'select ? as c'])
      connection.run(query(text, 1))
    connection.run(query(find, 1))
    expect(timesPrepared(find)).toBe(1)
    connection.run(query('select ? as a', 1))
    expect(timesPrepared('select ? as a')).toBe(2)
  })

  it('survives any number of texts that come once', () => {
    connection.run(query(find, 1))
    for (let id = 1; id <= 100; id++) connection.run(query(`insert into notes values (${id}, 'one-off')`))
    connection.run(query(find, 1))
    expect(timesPrepared(find)).toBe(1)
  })

  it('is kept after an error', () => {
    const add = 'insert into notes (id) values (?)'
    connection.run(query(add, 1))
    expect(() => connection.run(query(add, 1))).toThrow('UNIQUE constraint failed')
    expect(connection.run(query(add, 2))).toMatchObject({ numAffectedRows: 1n, insertId: 2n })
    expect(timesPrepared(add)).toBe(1)
  })
})

describe('a statement without parameters', () => {
  it('is kept from its second use on', () => {
    for (let time = 0; time < 10; time++) connection.run(query('select count(*) from notes'))
    expect(prepared).toHaveLength(2)
  })

  it('stays kept while texts that come once go by', () => {
    const count = 'select count(*) from notes'
    connection.run(query(count))
    for (let id = 1; id <= 50; id++) {
      connection.run(query(count))
      connection.run(query(`insert into notes (id) values (${id})`))
    }
    expect(timesPrepared(count)).toBe(2)
  })

  it('is never kept when it is long', () => {
    const long = `select 1 -- ${'x'.repeat(9000)}`
    for (let time = 0; time < 4; time++) connection.run(query(long))
    expect(timesPrepared(long)).toBe(4)
  })
})

describe('a statement whose rows are being read', () => {
  const numbers =
    'with recursive n (n) as (select 1 union all select n + 1 from n where n < ?) select n from n'

  it('does not disturb, and is not disturbed by, the same SQL', () => {
    const first = connection.read(query(numbers, 4), 2)
    expect(first.next().value).toMatchObject({ rows: [[1], [2]] })
    expect(connection.run(query(numbers, 3)).rows).toEqual([[1], [2], [3]])
    const second = connection.read(query(numbers, 5), 4)
    expect(second.next().value).toMatchObject({ rows: [[1], [2], [3], [4]] })
    expect(first.next().value).toMatchObject({ rows: [[3], [4]] })
    expect(first.next().done).toBe(true)
    expect(second.next().value).toMatchObject({ rows: [[5]] })
    expect(second.next().done).toBe(true)
  })

  it('is used again after it was left early', () => {
    const rows = connection.read(query(numbers, 1_000_000), 10)
    rows.next()
    rows.return()
    expect(connection.run(query(numbers, 2)).rows).toEqual([[1], [2]])
    expect(timesPrepared(numbers)).toBe(1)
    // A statement left open would keep the table from being dropped.
    connection.run(query("insert into notes (text) values ('a'), ('b')"))
    const notes = connection.read(query('select * from notes where id > ?', 0), 1)
    notes.next()
    notes.return()
    expect(() => connection.run(query('drop table notes'))).not.toThrow()
  })
})

describe('after the table has changed', () => {
  it('a kept statement gives the columns that there are now', () => {
    const all = query('select * from notes where id > ?', 0)
    connection.run(query("insert into notes values (1, 'a')"))
    expect(connection.run(all)).toEqual({ names: ['id', 'text'], rows: [[1, 'a']] })
    connection.run(query("alter table notes add column place text default 'shelf'"))
    expect(connection.run(all)).toEqual({ names: ['id', 'text', 'place'], rows: [[1, 'a', 'shelf']] })
    connection.run(query('alter table notes rename column text to title'))
    expect(connection.run(all).names).toEqual(['id', 'title', 'place'])
    const [portion] = connection.read(all, 10)
    expect(portion?.names).toEqual(['id', 'title', 'place'])
    expect(timesPrepared(all.sql)).toBe(1)
  })
})

describe('more than one statement', () => {
  it.each([
    'select 1; delete from notes',
    'delete from notes; -- all\nselect 1',
    'select 1; /* -- */ x /* */',
  ])('is refused, and none of it is run: %s', (sql) => {
    connection.run(query("insert into notes (text) values ('stays')"))
    expect(() => connection.run(query(sql))).toThrow('One statement at a time')
    expect(connection.run(query('select text from notes')).rows).toEqual([['stays']])
  })

  it.each([
    'select 1;',
    'select 1 ; ; ',
    'select 1; -- the end',
    'select 1; /* a */ /* open',
    "select ';' as a;\n",
  ])('is not seen where only comments and blanks follow: %s', (sql) => {
    expect(connection.run(query(sql)).rows).toHaveLength(1)
  })

  it('is seen exactly where SQLite itself sees one', () => {
    const piece = fc.constantFrom(
      ' ',
      ';',
      '\n',
      '\r',
      '-',
      '--',
      '/',
      '*',
      '/*',
      '*/',
      "'",
      '"',
      'x',
      'select 1',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const rest = pieces.join('')
        const refused = messageOf(() => connection.run(query(`select 1;${rest}`))).includes('One statement')
        const nothing = messageOf(() => database.prepare(rest)).includes('contains no statements')
        expect(refused).toBe(!nothing)
      }),
      { numRuns: 2000 },
    )
  })

  it('is not seen in text of nothing but comments: that is an error', () => {
    expect(() => connection.run(query('-- nothing'))).toThrow('contains no statements')
  })
})

it('rows come from whatever answers rows: RETURNING, PRAGMA, EXPLAIN, VALUES', () => {
  expect(connection.run(query("insert into notes (text) values ('a') returning id, text"))).toEqual({
    names: ['id', 'text'],
    rows: [[1, 'a']],
  })
  expect(connection.run(query('pragma user_version')).rows).toEqual([[0]])
  expect(connection.run(query('values (1), (2)')).rows).toEqual([[1], [2]])
  expect(connection.run(query('explain query plan select 1')).rows).toHaveLength(1)
  expect(connection.run(query("update notes set text = 'b'"))).toMatchObject({
    rows: [],
    numAffectedRows: 1n,
  })
})

it('closing the connection frees its statements first', () => {
  connection.run(query('select ? as a', 1))
  connection.close()
  expect(database.isOpen).toBe(false)
  expect(() => connection.close()).not.toThrow()
})
