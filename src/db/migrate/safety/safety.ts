/** What is looked at before and after a revision, inside its transaction: rows lost without a word, links to nothing, broken views. */
import { counted, noun } from '../../../rules/words.ts'
import type { Connection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import { noteKeys, refuseLostRows } from './lost-rows.ts'
import type { Keys } from './lost-rows.ts'
import type { Step } from '../core/plan.ts'
import { findBrokenFunctions } from '../postgresql/functions.ts'
import { findNaming, firstUntouched } from '../postgresql/names-in-functions.ts'
import type { Naming } from '../postgresql/names-in-functions.ts'
import { describeDatabase } from '../shape/index.ts'
import { quote } from '../ddl/quote.ts'

export interface Before {
  readonly keys: readonly Keys[]
  /** What did not hold already: it is not this revision's doing. */
  readonly problems: ReadonlySet<string>
  readonly naming: readonly Naming[]
}

export async function lookBefore(connection: Connection, steps: readonly Step[]): Promise<Before> {
  return {
    keys: await noteKeys(connection, steps),
    problems: new Set(await findProblems(connection)),
    naming: connection.engine === 'postgresql' ? await findNaming(connection, steps) : [],
  }
}

/** @throws MigrationError when the revision did something that it did not say */
export async function checkAfter(
  connection: Connection,
  before: Before,
  steps: readonly Step[],
): Promise<void> {
  await refuseLostRows(connection, before.keys, steps)
  const [problem = await firstUntouched(connection, before.naming)] = (await findProblems(connection)).filter(
    (found) => !before.problems.has(found),
  )
  if (problem !== undefined) throw new MigrationError(problem)
}

/** How many rows every table has. */
export async function countRows(connection: Connection): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { name } of (await describeDatabase(connection)).tables) {
    const [row] = await connection.query<{ n: number }>(`select count(*) as n from ${quote(name)}`)
    counts.set(name, row?.n ?? 0)
  }
  return counts
}

/** PostgreSQL checks foreign keys and views at every moment, so only its functions are tried. SQLite's foreign keys were off. */
async function findProblems(connection: Connection): Promise<string[]> {
  if (connection.engine === 'postgresql') return findBrokenFunctions(connection)
  return [...(await findOrphans(connection)), ...(await findBrokenSql(connection))]
}

export async function findOrphans(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ table: string; parent: string; n: number }>(
    'select "table", parent, count(*) as n from pragma_foreign_key_check group by 1, 2',
  )
  return rows.map(
    ({ table, parent, n }) =>
      `${counted(n, noun(`row of ${table} refers`, `rows of ${table} refer`))} to no row of ${parent}`,
  )
}

/** Views and triggers that name what is no longer there: SQLite would say so only when they are used. */
async function findBrokenSql(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ type: string; name: string; tbl_name: string }>(
    `select type, name, tbl_name from sqlite_master where type in ('view', 'trigger') order by type desc, name`,
  )
  const problems: string[] = []
  for (const { type, name, tbl_name } of rows) {
    const tries = type === 'view' ? [`select * from ${quote(name)}`] : await everyWrite(connection, tbl_name)
    for (const sql of tries) {
      const reason = await connection.query(`explain ${sql}`).then(
        () => undefined,
        (error: unknown) => (error as Error).message,
      )
      if (reason === undefined || /cannot modify .* because it is a view/.test(reason)) continue
      problems.push(`the ${type} ${name} no longer works: ${reason}`)
      break
    }
  }
  return problems
}

/** A statement of each kind, in which SQLite compiles the triggers of the table or view. */
async function everyWrite(connection: Connection, table: string): Promise<string[]> {
  const columns = await connection.query<{ name: string }>('select name from pragma_table_info(?)', [table])
  const [name, list] = [quote(table), columns.map((column) => quote(column.name))]
  return [
    `delete from ${name}`,
    `update ${name} set ${list.map((column) => `${column} = ${column}`).join(', ')}`,
    `insert into ${name} (${list.join(', ')}) select ${list.join(', ')} from ${name}`,
  ]
}
