/** Rows that a plan takes away without saying so. Keys are compared: as many rows as before may be other rows. */
import { counted, formatNumber, noun } from '../../../rules/words.ts'
import type { Connection } from '../connection/connection.ts'
import { quote } from '../ddl/quote.ts'
import { MigrationError } from '../core/errors.ts'
import type { Engine, Step } from '../core/plan.ts'
import { describeDatabase, describeTable } from '../shape/index.ts'
import type { TableShape } from '../shape/shape.ts'

/** Tables whose rows come and go by themselves: what is in them is summed up elsewhere. */
export const transient: ReadonlySet<string> = new Set(['kept_count_changes'])

/** The keys of a table as they were, in a temporary table. */
export interface Keys {
  readonly table: string
  readonly key: readonly string[]
  readonly copy: string
  readonly rows: number
  /** PostgreSQL: how many rows this transaction has deleted from it, and its file, which is another one after TRUNCATE. */
  readonly touched: string | undefined
}

/** Notes the keys of the tables that these steps may take rows from. They are read before any step has locked anything. */
export async function noteKeys(connection: Connection, steps: readonly Step[]): Promise<Keys[]> {
  const { tables } = await describeDatabase(connection)
  const noted: Keys[] = []
  for (const shape of tables.filter(({ name }) => isAtRisk(name, steps, connection.engine))) {
    const key = shape.primaryKey?.columns ?? []
    const copy = `crowfoot_keys_${noted.length}`
    const columns =
      key.length === 0 ? '1 as no_key' : key.map((column, i) => `${quote(column)} as k${i}`).join(', ')
    await connection.query(`drop table if exists ${copy}`)
    await connection.query(`create temporary table ${copy} as select ${columns} from ${quote(shape.name)}`)
    const touched = await touchedIn(connection, shape.name)
    noted.push({ table: shape.name, key, copy, rows: await count(connection, copy), touched })
  }
  return noted
}

/** SQL and work on rows may take them from anywhere; a change of shape only on SQLite, which rebuilds the table. */
function isAtRisk(table: string, steps: readonly Step[], engine: Engine): boolean {
  const name = nameAfter(table, steps)
  if (name === undefined || transient.has(table)) return false
  const declared = declaredLosses(steps)
  if (declared.has(table) || declared.has(name)) return false
  return steps.some((step) => {
    if (step.kind === 'data') return true
    if (step.kind === 'sql') return step[engine].length > 0
    return engine === 'sqlite' && step.table === table
  })
}

/** "items lost 3 of 500 rows", and the first of them: "items: id 4, id 9, id 12". */
interface Loss {
  readonly says: string
  readonly rows?: string
}

/** One for each table that has lost rows. */
async function findLostRows(
  connection: Connection,
  noted: readonly Keys[],
  steps: readonly Step[],
): Promise<Loss[]> {
  const losses: Loss[] = []
  for (const keys of noted) {
    const loss = await lossOf(connection, keys, steps)
    if (loss) losses.push(loss)
    await connection.query(`drop table ${keys.copy}`)
  }
  return losses
}

const row = noun('row', 'rows')

async function lossOf(connection: Connection, keys: Keys, steps: readonly Step[]): Promise<Loss | undefined> {
  const { table, rows, copy, touched } = keys
  const name = nameAfter(table, steps) ?? table
  // Others may delete rows on PostgreSQL meanwhile: that is not this revision's doing.
  if (touched !== undefined && touched === (await touchedIn(connection, name))) return undefined
  const shape = await describeTable(connection, name)
  if (!shape)
    return rows === 0
      ? undefined
      : { says: `${table} lost ${rows === 1 ? 'its only row' : `all ${counted(rows, row)}`}` }
  const key = keyAfter(keys, steps, shape)
  if (key === undefined) {
    const lost = rows - (await count(connection, quote(name)))
    return lost > 0 ? { says: `${table} lost ${formatNumber(lost)} of ${counted(rows, row)}` } : undefined
  }
  const same = connection.engine === 'sqlite' ? 'is' : '='
  const match = key.map((column, i) => `t.${quote(column)} ${same} c.k${i}`).join(' and ')
  const missing = `${copy} as c where not exists (select 1 from ${quote(name)} as t where ${match})`
  const lost = await count(connection, missing)
  if (lost === 0) return undefined
  const first = await connection.query(`select * from ${missing} limit 3`)
  const names = first.map((row) => key.map((column, i) => `${column} ${String(row[`k${i}`])}`).join(' '))
  const shown = [...names, ...(lost > 3 ? ['...'] : [])].join(', ')
  return { says: `${table} lost ${formatNumber(lost)} of ${counted(rows, row)}`, rows: `${table}: ${shown}` }
}

/** The columns of the key under their present names; undefined where only numbers of rows can be compared, and no longer their keys. */
function keyAfter({ table, key }: Keys, steps: readonly Step[], shape: TableShape): string[] | undefined {
  let name = table
  let columns = [...key]
  for (const step of steps) {
    if (!('table' in step) || step.table !== name) continue
    if (step.kind === 'renameTable') name = step.to
    if (step.kind === 'renameColumn')
      columns = columns.map((column) => (column === step.column ? step.to : column))
    if (step.kind === 'alterColumn' && step.change.type && columns.includes(step.column)) return undefined
  }
  const there = columns.every((column) => shape.columns.some((each) => each.name === column))
  return columns.length > 0 && there ? columns : undefined
}

async function count(connection: Connection, from: string): Promise<number> {
  return (await connection.query<{ n: number }>(`select count(*) as n from ${from}`))[0]?.n ?? 0
}

/** Undefined where it is not known: on SQLite, and where a server keeps no statistics. */
async function touchedIn(connection: Connection, table: string): Promise<string | undefined> {
  if (connection.engine === 'sqlite') return undefined
  const [row] = await connection.query<{ touched: string }>(
    `select concat(oid, ' ', relfilenode, ' ', pg_stat_get_xact_tuples_deleted(oid)) as touched
     from pg_class where oid = to_regclass($1) and current_setting('track_counts') = 'on'`,
    [quote(table)],
  )
  return row?.touched
}

/** Tables that lose rows on purpose. */
export function declaredLosses(steps: readonly Step[]): Set<string> {
  return new Set(steps.flatMap((step) => (step.kind === 'sql' || step.kind === 'data' ? step.loses : [])))
}

/** What a table is called after these steps; undefined where it is dropped. */
export function nameAfter(table: string, steps: readonly Step[]): string | undefined {
  let name: string | undefined = table
  for (const step of steps) {
    if (step.kind === 'renameTable' && step.table === name) name = step.to
    if (step.kind === 'dropTable' && step.table === name) name = undefined
  }
  return name
}

/** @throws MigrationError where rows are lost; `done` where nothing can take that back */
export async function refuseLostRows(
  connection: Connection,
  noted: readonly Keys[],
  steps: readonly Step[],
  done = false,
): Promise<void> {
  const losses = await findLostRows(connection, noted, steps)
  if (losses.length === 0) return
  const examples = losses.flatMap(({ rows }) => rows ?? []).join('; ')
  const [would, after] = done
    ? ['were', '. The step ran outside a transaction, so this is done; the revision is not noted as applied']
    : ['would be', '']
  throw new MigrationError(
    `${losses.map(({ says }) => says).join(', ')}: rows ${would} lost that the revision does not declare${examples && ` (${examples})`}; if it is meant, the step says { loses: [...] }${after}`,
  )
}
