/**
 * Statistics, from which the query planners of both engines know how much there is of what. Neither engine takes them early enough by
 * itself: SQLite never does, and PostgreSQL some minutes after a large change. Without them, a query over several tables may take minutes
 * instead of a moment.
 */
import { sql } from 'kysely'
import type { Database, Engine, Reader } from './connection.ts'
import { isBusy } from './failures.ts'
import { totalOf } from '../reading/counts.ts'

/**
 * On SQLite a look at so many rows of each index is enough, and takes milliseconds. The table is made anew because connections that are
 * open read it again only when the schema has changed. @see https://www.sqlite.org/lang_analyze.html
 */
const onSqlite = ['pragma analysis_limit = 400', 'drop table if exists sqlite_stat1', 'analyze']

/**
 * On PostgreSQL `analyze` samples each table. For tables of other owners it would only print a warning. Empty tables are left out: it is
 * better to know nothing about one than that it is empty, since an import that fills it keeps the plans that it begins with.
 */
const ourTables = `
  select quote_ident(relname) as name from pg_class
  where relnamespace = current_schema()::regnamespace and relkind = 'r' and relowner = current_user::regrole and pg_relation_size(oid) > 0`

/** Runs one statement and answers its rows. */
type Run = (statement: string) => Promise<readonly { name?: string }[]>

/** Takes statistics of all tables. On SQLite to be called inside a transaction. */
export async function takeStatistics(engine: Engine, run: Run): Promise<void> {
  if (engine === 'sqlite') {
    for (const statement of onSqlite) await run(statement)
    return
  }
  const tables = await run(ourTables)
  if (tables.length > 0) await run(`analyze ${tables.map(({ name }) => name).join(', ')}`)
}

/** Takes them where there are none, or where the catalogue has grown or shrunk by a quarter since. */
export async function updateStatistics({
  em,
  db,
  engine,
}: Pick<Database, 'em' | 'db' | 'engine'>): Promise<void> {
  if (!(await areOld(db, engine))) return
  try {
    await em().transactional((tx) => takeStatistics(engine, (statement) => tx.execute(statement)))
  } catch (error) {
    // Somebody else is at the tables, such as PostgreSQL's own vacuum, which takes statistics too. What was written before stays written.
    if (!isBusy(error)) throw error
  }
}

/**
 * The same in the middle of a transaction on PostgreSQL that has written much and goes on to read it.
 * @param db the transaction
 */
export async function updateStatisticsWithin(db: Reader): Promise<void> {
  if (await areOld(db, 'postgresql')) await takeWithin(db, (run) => takeStatistics('postgresql', run))
}

/** Of one table, likewise. */
export async function takeStatisticsOf(db: Reader, table: string): Promise<void> {
  await takeWithin(db, (run) => run(`analyze ${table}`))
}

/** After this many written rows, statistics are first worth taking; then each time that there are four times as many. */
export const firstLook = 4_000

/** @returns whether it is time to take statistics, told how many rows were written so far; only PostgreSQL needs that in a transaction */
export function looksAt(engine: Engine): (written: number) => boolean {
  let next = engine === 'postgresql' ? firstLook : Infinity
  return (written) => {
    if (written < next) return false
    next = written * 4
    return true
  }
}

/** What was written before stays written, whoever else is at the tables. */
async function takeWithin(db: Reader, take: (run: Run) => Promise<unknown>): Promise<void> {
  await sql`savepoint statistics`.execute(db)
  try {
    await take(async (statement) => (await sql.raw<{ name?: string }>(statement).execute(db)).rows)
  } catch (error) {
    if (!isBusy(error)) throw error
    await sql`rollback to savepoint statistics`.execute(db)
  }
  await sql`release savepoint statistics`.execute(db)
}

async function areOld(db: Reader, engine: Engine): Promise<boolean> {
  const items = await totalOf(db, 'items')
  const then = await itemsThen(db, engine)
  return items > 0 && (then === undefined || Math.abs(items - then) > then / 4)
}

/** How many items there were when statistics were last taken; undefined where that never happened. */
async function itemsThen(db: Reader, engine: Engine): Promise<number | undefined> {
  if (engine === 'postgresql') {
    const { rows } = await sql<{ items: number }>`
      select reltuples as items from pg_class
      where oid = 'items'::regclass and exists (select 1 from pg_stats where schemaname = current_schema() and tablename = 'items')`.execute(
      db,
    )
    return rows[0]?.items
  }
  const { rows: tables } = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(db)
  if (tables.length === 0) return undefined
  // The first number is that of the table's rows.
  const { rows } = await sql<{ items: number }>`
    select cast(stat as integer) as items from sqlite_stat1 where tbl = 'items' limit 1`.execute(db)
  return rows[0]?.items
}

/** How often the running application looks whether the catalogue has grown, in milliseconds. */
const hour = 3_600_000

/** Looks now and every hour, as long as the database is open. */
export async function keepStatistics(database: Database): Promise<void> {
  await updateStatistics(database)
  const timer = setInterval(() => {
    // When the database is busy, in an hour is early enough; when it is closed, there is nothing left to do.
    updateStatistics(database).catch(() => undefined)
  }, hour)
  timer.unref()
}
