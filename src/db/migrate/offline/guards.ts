/** What a script looks at before and after it changes something, so that it stops where the tool would stop. */
import { APPLICATION_ID } from '../../engine/sqlite/ownership.ts'
import { bookkeepingTable } from '../graph/bookkeeping.ts'
import { quote } from '../ddl/quote.ts'
import { lockNumber } from '../safety/lock.ts'
import type { Obstacle } from '../connection/connection.ts'
import type { Engine, Step } from '../core/plan.ts'
import { namingAtTheEnd } from '../postgresql/names-in-functions.ts'
import { declaredLosses, nameAfter, transient } from '../safety/lost-rows.ts'
import type { Shape, TableShape } from '../shape/shape.ts'
import { literal } from './literal.ts'

type Text = (why: string, rows: string) => string

/** Stops the script where the query finds rows, with a line that says why and the first of them. */
const stops: Record<Engine, Text> = {
  sqlite: (why, rows) =>
    [
      'drop table if exists temp.crowfoot_found;',
      `create temp table crowfoot_found as select ${literal(why, 'sqlite')} as why, * from (${rows} limit 5);`,
      'select * from temp.crowfoot_found;',
      'insert into temp.crowfoot_stop select why from temp.crowfoot_found limit 1;',
    ].join('\n'),
  postgresql: (why, rows) =>
    `do $crowfoot$ declare rows text; begin
  select string_agg(row_to_json(one)::text, ', ') into rows from (${rows} limit 5) as one;
  if rows is not null then raise exception using message = ${literal(why, 'postgresql')}, detail = rows; end if;
end $crowfoot$;`,
}

/** Before a step: the rows that are in its way. */
export function stopAt({ before, rows, says }: Obstacle, engine: Engine): string[] {
  return [...(before === undefined ? [] : [`${before};`]), stops[engine](says(undefined, ''), rows)]
}

/** Before everything: who runs it, where, and that the database is at the revisions that the script starts from. */
export function prologue(engine: Engine, ids: readonly string[]): string[] {
  const time = engine === 'sqlite' ? 'text' : 'timestamptz(3)'
  const table = `create table if not exists ${bookkeepingTable} (id text not null primary key, message text not null, checksum text not null, applied_at ${time} not null);`
  const list = ids.map((id) => literal(id, engine))
  const others = `select id from ${bookkeepingTable}${list.length === 0 ? '' : ` where id not in (${list.join(', ')})`}`
  const missing = `select column1 as id from (values ${list.map((id) => `(${id})`).join(', ')}) as expected where column1 not in (select id from ${bookkeepingTable})`
  return [
    ...(engine === 'sqlite' ? sqlitePrologue : postgresPrologue),
    table,
    stops[engine]('the database has revisions that this script does not start from', others),
    ...(list.length === 0
      ? []
      : [stops[engine]('the database lacks revisions that this script starts from', missing)]),
  ]
}

const sqlitePrologue = [
  '.bail on',
  'pragma foreign_keys = off;',
  'create temp table crowfoot_stop (why text check (why is null));',
  stops.sqlite(
    'this script needs SQLite 3.40 or later',
    `select sqlite_version() as version where cast(substr(sqlite_version(), 3) as integer) < 40`,
  ),
  stops.sqlite(
    'this file belongs to another program',
    `select application_id from pragma_application_id where application_id <> ${APPLICATION_ID} and (application_id <> 0 or exists (select 1 from sqlite_master))`,
  ),
  `pragma application_id = ${APPLICATION_ID};`,
]

const postgresPrologue = [
  '\\set ON_ERROR_STOP on',
  `set timezone = 'UTC';`,
  `set datestyle = 'ISO, YMD';`,
  `set client_min_messages = warning;`,
  stops.postgresql(
    'this script needs PostgreSQL 15 or later',
    `select current_setting('server_version') as version where current_setting('server_version_num')::integer < 150000`,
  ),
  stops.postgresql(
    'another process is migrating this database: try again when it has finished',
    `select where not pg_try_advisory_lock(${lockNumber})`,
  ),
]

/** @returns what stands at the beginning of a revision's transaction, and what at its end */
export function guards(
  before: Shape,
  after: Shape,
  steps: readonly Step[],
  engine: Engine,
): [string[], string[]] {
  const [keysFirst, keysLast] = keyGuards(before, after, steps, engine)
  if (engine === 'postgresql')
    return [
      keysFirst,
      [...keysLast, ...namingAtTheEnd(steps).map(([why, rows]) => stops.postgresql(why, rows))],
    ]
  const found = `select "table", rowid as row, parent, fkid from pragma_foreign_key_check`
  return [
    [...expected(before, steps), `create temp table crowfoot_orphans as ${found};`, ...keysFirst],
    [
      ...keysLast,
      stops.sqlite(
        'rows refer to no row',
        `select * from (${found} except select * from temp.crowfoot_orphans)`,
      ),
      'drop table temp.crowfoot_orphans;',
      ...after.views.map(({ name }) => `select * from ${quote(name)} limit 0;`),
    ],
  ]
}

function touched(steps: readonly Step[], { tables }: Shape): TableShape[] {
  const names = new Set(
    steps.flatMap((step) => ('table' in step ? [step.table, nameAfter(step.table, steps)] : [])),
  )
  return tables.filter(({ name }) => names.has(name))
}

/** A table that is rebuilt is made anew from what the revisions say: what somebody added by hand would be gone. */
function expected(before: Shape, steps: readonly Step[]): string[] {
  const listed = (names: readonly string[]) => literal(names.join(), 'sqlite')
  const views = before.views.map(({ name }) => literal(name, 'sqlite')).join(', ')
  return [
    ...touched(steps, before).map(({ name, columns, uniques, indexes, triggers }) => {
      const parts = [...uniques, ...indexes, ...triggers].map((part) => part.name).filter(Boolean)
      const here = literal(name, 'sqlite')
      const names = `select group_concat(name) from (select name from pragma_table_xinfo(${here}) where hidden <> 1 order by cid)`
      const own = `select group_concat(name) from (select name from sqlite_master where tbl_name = ${here} and type in ('index', 'trigger') and sql is not null order by name)`
      return stops.sqlite(
        `${name} is not as the revisions made it, and a script cannot keep what was added by hand: npx crowfoot db upgrade can`,
        `select (${names}) as columns, (${own}) as parts where columns is not ${listed(columns.map((column) => column.name))} or coalesce(parts, '') is not ${listed(parts.toSorted((a, b) => (a < b ? -1 : 1)))}`,
      )
    }),
    stops.sqlite(
      'a view is not of the revisions, and a script cannot see whether it will still work: npx crowfoot db upgrade can',
      `select name from sqlite_master where type = 'view' and name not in (${views})`,
    ),
  ]
}

/** Rows that are gone although no step says so: SQL and data steps may do anything, so the keys are compared. */
function keyGuards(
  before: Shape,
  after: Shape,
  steps: readonly Step[],
  engine: Engine,
): [string[], string[]] {
  const [first, last]: [string[], string[]] = [[], []]
  if (!steps.some(({ kind }) => kind === 'sql' || kind === 'data')) return [first, last]
  const losses = declaredLosses(steps)
  for (const { name, primaryKey } of before.tables) {
    const to = nameAfter(name, steps)
    const key = after.tables.find((table) => table.name === to)?.primaryKey
    if (to === undefined || !key || key.columns.length !== primaryKey?.columns.length) continue
    if (transient.has(name) || losses.has(name) || losses.has(to)) continue
    const columns = (those: readonly string[]) =>
      those.map((column, i) => `cast(${quote(column)} as text) as k${i}`).join(', ')
    const kept = quote(`crowfoot_keys_${name}`)
    first.push(
      `create temporary table ${kept}${engine === 'postgresql' ? ' on commit drop' : ''} as select ${columns(primaryKey.columns)} from ${quote(name)};`,
    )
    last.push(
      stops[engine](
        `${name} would lose rows that the revision does not declare`,
        `select * from (select * from ${kept} except select ${columns(key.columns)} from ${quote(to)}) as lost`,
      ),
    )
    if (engine === 'sqlite') last.push(`drop table temp.${kept};`)
  }
  return [first, last]
}
