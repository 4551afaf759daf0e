/**
 * Tries the functions. PostgreSQL stores them as text, so it notices only when a function runs, at the next write, that a name in it is
 * gone. A trigger is tried on a copy of its table with one row, where no rule of the table is in the way. All of it is rolled back.
 */
import type { Connection } from '../connection/connection.ts'
import { quote } from '../ddl/quote.ts'

interface Trigger {
  name: string
  table: string
  /** Where the table is, in quotes. */
  place: string
  columns: string[]
  /** Its definition, on the copy. */
  sql: string
}

const current = (alias: string) => `${alias}.relnamespace = current_schema()::regnamespace`

const listTriggers = `
  select t.tgname::text as name, c.relname::text as "table", format('%I.%I', n.nspname, c.relname) as place,
    replace(pg_get_triggerdef(t.oid), format(' ON %I.%I ', n.nspname, c.relname), format(' ON pg_temp.%I ', c.relname)) as sql,
    array(select quote_ident(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and t.tgenabled in ('O', 'A') and t.tgparentid = 0 and ${current('c')} order by c.relname, t.tgname`

/** Of functions in SQL the server reads the text again when they are made again. */
const listFunctions = `
  select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as sql from pg_proc p join pg_language l on l.oid = p.prolang
  where l.lanname = 'sql' and p.prokind in ('f', 'p') and p.pronamespace = current_schema()::regnamespace
    and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e') order by 1`

/** @returns a sentence for each that does not work; inside a transaction, which is as it was afterwards */
export async function findBrokenFunctions(connection: Connection): Promise<string[]> {
  const problems: string[] = []
  const note = (what: string, reason: string | undefined) => {
    if (reason !== undefined)
      problems.push(`${what} no longer works: ${reason}; make it again in this revision, with op.sql`)
  }
  for (const trigger of await connection.query<Trigger>(listTriggers))
    note(`the trigger ${trigger.name} of ${trigger.table}`, await tryTrigger(connection, trigger))
  for (const { name, sql } of await connection.query<{ name: string; sql: string }>(listFunctions))
    note(`the function ${name}`, await refusalOf(connection, [sql]))
  return problems
}

function tryTrigger(connection: Connection, trigger: Trigger): Promise<string | undefined> {
  const { place, columns } = trigger
  const copy = `pg_temp.${quote(trigger.table)}`
  const list = columns.join(', ')
  const setEach = (value: (column: string) => string) =>
    `update ${copy} set ${columns.map((column) => `${column} = ${value(column)}`).join(', ')}`
  // What says when it fires is kept with the names that it uses, and a copy of a view is a table: neither is what is tried.
  const sql = trigger.sql
    .replace(/^CREATE CONSTRAINT(.*?)(?: NOT)? DEFERRABLE(?: INITIALLY \w+)?/s, 'CREATE$1')
    .replace(/ WHEN \(.*\) EXECUTE FUNCTION /s, ' EXECUTE FUNCTION ')
    .replace(' INSTEAD OF ', ' BEFORE ')
  return refusalOf(
    connection,
    [
      `insert into ${copy} (${list}) select ${list} from ${place} limit 1`,
      `insert into ${copy} select where not exists (select 1 from ${copy})`,
      setEach((column) => column),
      setEach(() => 'null'),
      `delete from ${copy}`,
      `truncate ${copy}`,
    ],
    [
      `create temporary table ${quote(trigger.table)} (like ${place} including generated)`,
      ...columns.map((column) => `alter table ${copy} alter column ${column} drop not null`),
      sql,
    ],
  )
}

/** The class of errors of a statement that cannot be: a name that is not there, types that do not go together. */
const impossible = /^42/

/** Why one of the statements cannot be; undefined where each works, or fails only for what the rows hold. */
async function refusalOf(
  connection: Connection,
  statements: readonly string[],
  before: readonly string[] = [],
): Promise<string | undefined> {
  await connection.query('savepoint crowfoot_trial')
  try {
    for (const statement of before) await connection.query(statement)
    for (const statement of statements) {
      const reason = await messageOf(connection, statement)
      if (reason !== undefined) return reason
    }
    return undefined
  } catch {
    return undefined // it cannot be tried here, as without the right to temporary tables
  } finally {
    await connection.query('rollback to savepoint crowfoot_trial')
    await connection.query('release savepoint crowfoot_trial')
  }
}

async function messageOf(connection: Connection, statement: string): Promise<string | undefined> {
  await connection.query('savepoint crowfoot_write')
  try {
    await connection.query(statement)
    return undefined
  } catch (error) {
    await connection.query('rollback to savepoint crowfoot_write')
    const { code = '', message } = error as { code?: string; message: string }
    return impossible.test(code) ? message : undefined
  }
}
