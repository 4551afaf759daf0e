/** A table's definition taken apart and put together again means the same to SQLite. */
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseTable, referenceOf, tableSql } from '../../../../src/db/migrate/sqlite/definition.ts'
import { quote } from '../../../../src/db/migrate/ddl/quote.ts'
import { normaliseSql } from '../../../../src/db/migrate/sqlite/tokens.ts'

const name = fc.oneof(
  fc.constantFrom(
    'select',
    'Order',
    'a',
    'references',
    'not null',
    'x"y',
    "it's",
    'é',
    '表',
    '[b]',
    '`c`',
    'a,b',
    '(',
    '--',
  ),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[\0\ud800-\udfff]/.test(text)),
)
const columnRules = fc.subarray([
  'not null',
  "default 'a,(b'",
  'default (1 + (2))',
  'default -1.5',
  'collate nocase',
  'unique',
  `constraint "c k" check (1 <> ')')`,
  'constraint fk references other (id) on delete set null on update set default not deferrable initially immediate',
])
const type = fc.constantFrom('', 'text', 'integer', 'varchar(10, 2)', 'unsigned big int')
const column = fc.tuple(name, type, columnRules)

const definitions = fc
  .tuple(
    name,
    fc.uniqueArray(column, { minLength: 1, maxLength: 5, selector: ([text]) => text.toLowerCase() }),
    fc.boolean(),
  )
  .map(([table, columns, ruled]) => {
    const parts = columns.map(([text, kind, rules]) =>
      [quote(text), kind, ...rules].filter(Boolean).join(' '),
    )
    const first = quote(columns[0]?.[0] ?? '')
    const rules = ruled
      ? [`constraint pk primary key (${first})`, `check (${first} is null or /* , */ 1) -- the end\n`]
      : []
    return `create table ${quote(`t${table}`)} (${[...parts, ...rules].join(',\n')})`
  })

function meaning(sql: string): unknown {
  const database = new DatabaseSync(':memory:')
  try {
    database.exec('create table other (id integer primary key)')
    database.exec(sql)
    const [row] = database
      .prepare(`select name from sqlite_master where type = 'table' and name <> 'other'`)
      .all() as { name: string }[]
    const table = row?.name ?? ''
    const ask = (pragma: string) => database.prepare(`select * from ${pragma}(?)`).all(table)
    return {
      table,
      columns: ask('pragma_table_xinfo'),
      keys: ask('pragma_foreign_key_list'),
      indexes: ask('pragma_index_list'),
    }
  } finally {
    database.close()
  }
}

it('reads back what SQLite reads', () => {
  fc.assert(
    fc.property(definitions, (sql) => {
      expect(meaning(tableSql(parseTable(sql)))).toEqual(meaning(sql))
    }),
    { numRuns: 500 },
  )
})

it('takes rules apart, with their names, wherever they stand', () => {
  const table =
    parseTable(`create table main.t (a integer constraint "p k" primary key autoincrement not null, b text null default null,
    c generated always as (b || ',') stored, constraint u unique (a, b) constraint ck check ((a is null) = (b is null)), foreign key (a) references t (a)) strict`)
  expect(table.name).toBe('t')
  expect(table.columns.map(({ rules }) => rules.map(({ kind }) => kind))).toEqual([
    ['primaryKey', 'notNull'],
    ['null', 'default'],
    ['generated'],
  ])
  expect(table.columns[0]?.rules[0]).toEqual({
    kind: 'primaryKey',
    name: 'p k',
    text: 'primary key autoincrement',
  })
  expect(table.rules.map(({ kind, name: rule }) => [kind, rule])).toEqual([
    ['unique', 'u'],
    ['check', 'ck'],
    ['foreignKey', undefined],
  ])
  expect(table.options).toBe('strict')
})

it('reads what a foreign key refers to', () => {
  expect(
    referenceOf('foreign key (a) references "P" (x, y) on delete set default on update no action'),
  ).toEqual({
    table: 'P',
    columns: ['x', 'y'],
    onDelete: 'set default',
    onUpdate: 'no action',
  })
  expect(referenceOf('references p')).toEqual({
    table: 'p',
    columns: [],
    onDelete: 'no action',
    onUpdate: 'no action',
  })
})

it('writes one form for what differs only in the writing', () => {
  expect(normaliseSql(`(( "a"  <>'B' ) AND b IN (1,2) and  year between -9999 and 9999)`)).toBe(
    `(a <> 'B') and b in (1, 2) and year between -9999 and 9999`,
  )
  expect(normaliseSql('old."year" + "old".year + "a"."b" > 5.')).toBe('old.year + old.year + a.b > 5.')
  expect(normaliseSql('Length( title )<=2000')).toBe('length(title) <= 2000')
  expect(normaliseSql('"order" = "Mixed" - -1')).toBe('"order" = "Mixed" - -1')
})
