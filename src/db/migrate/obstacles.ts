/** Which rows stand in the way of a step: how many there are, and the first of them by name. */
import type { Connection, Row } from './connection/index.ts'
import { misfitSql } from './conversion.ts'
import { describeTable } from './shape/index.ts'
import { quote } from './ddl/quote.ts'
import type { ForeignKey, Step } from './plan.ts'

/** How many rows are named; the rest are counted. */
const named = 5

/** Rows that a rule forbids: what they are read from, the condition that finds them, and what is said of each. */
interface Search {
  table: string
  source: string
  where: string
  show: readonly string[]
  says: (rows: string) => string
}

/**
 * Looks for what a step cannot go over.
 * @param source what is read instead of the table, where other changes of the same rebuild come first
 * @returns one line that names the rows; undefined when there are none
 */
export async function findObstacle(
  connection: Connection,
  step: Step,
  source?: string,
): Promise<string | undefined> {
  if (!('table' in step)) return undefined
  const { table } = step
  const from = source ?? quote(table)
  const look = (search: Omit<Search, 'table' | 'source'>) =>
    findRows(connection, { table, source: from, ...search })
  if (step.kind === 'addColumn') return findUnfilled(connection, step, from)
  if (step.kind === 'alterColumn') {
    const column = quote(step.column)
    if (step.change.nullable === false) {
      return look({
        where: `${column} is null`,
        show: [],
        says: (rows) => `${rows} of ${table} have no ${step.column}`,
      })
    }
    const misfit = await misfitSql(connection, table, step.column, step.change)
    if (misfit === undefined) return undefined
    const says = (rows: string) => `${rows} of ${table} have a ${step.column} that does not fit the new type`
    return look({ where: misfit, show: [step.column], says })
  }
  if (step.kind === 'createIndex' && step.index.unique)
    return findDuplicates(connection, table, plainColumns(step.index.parts), from, step.index.where)
  if (step.kind !== 'addConstraint') return undefined
  const { constraint } = step
  if (constraint.kind === 'check') {
    const says = (rows: string) => `${rows} of ${table} break the check ${constraint.name}`
    return look({ where: `(${constraint.expression}) is false`, show: [], says })
  }
  if (constraint.kind === 'foreignKey') return findOrphans(connection, table, constraint, from)
  return findDuplicates(connection, table, constraint.columns, from)
}

function plainColumns(parts: readonly { column: string | { sql: string } }[]): string[] {
  return parts.map(({ column }) => (typeof column === 'string' ? column : column.sql))
}

/** The columns by which a person knows a row again. */
async function keyOf(connection: Connection, table: string): Promise<readonly string[]> {
  return (await describeTable(connection, table))?.primaryKey?.columns ?? []
}

async function findRows(
  connection: Connection,
  { table, source, where, show, says }: Search,
): Promise<string | undefined> {
  const [count] = await connection.query<{ n: number }>(`select count(*) as n from ${source} where ${where}`)
  const n = count?.n ?? 0
  if (n === 0) return undefined
  const key = await keyOf(connection, table)
  const columns = [...key, ...show].map(quote)
  const order = key.length > 0 ? ` order by ${key.map(quote).join(', ')}` : ''
  const rows =
    columns.length === 0
      ? []
      : await connection.query(
          `select ${columns.join(', ')} from ${source} where ${where}${order} limit ${named}`,
        )
  const names = rows.map((row) => nameRow(row, key, show))
  const examples = names.length === 0 ? '' : ` (${[...names, ...(n > named ? ['...'] : [])].join(', ')})`
  return says(`${n} ${n === 1 ? 'row' : 'rows'}`) + examples
}

/** "id 4", "item_id 4 creator_id 9", or "id 4: "c. 1800"". */
function nameRow(row: Row, key: readonly string[], show: readonly string[]): string {
  const name = key.map((column) => `${column} ${String(row[column])}`).join(' ')
  const values = show.map((column) => showValue(row[column])).join(', ')
  return [name, values].filter(Boolean).join(': ')
}

function showValue(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

async function findUnfilled(
  connection: Connection,
  step: Extract<Step, { kind: 'addColumn' }>,
  source: string,
): Promise<string | undefined> {
  const { nullable, default: value, name, generated, autoIncrement } = step.column
  if (nullable || value !== undefined || step.fill || generated !== undefined || autoIncrement)
    return undefined
  const [row] = await connection.query<{ n: number }>(`select count(*) as n from ${source}`)
  const n = row?.n ?? 0
  if (n === 0) return undefined
  return `the ${n} ${n === 1 ? 'row' : 'rows'} of ${step.table} would have no ${name}: give the column a default, or say how to fill it`
}

async function findDuplicates(
  connection: Connection,
  table: string,
  columns: readonly string[],
  source: string,
  where = 'true',
): Promise<string | undefined> {
  const parts = columns.map((column) => (/[(\s]/.test(column) ? column : quote(column)))
  const filled = parts.map((part) => `${part} is not null`).join(' and ')
  const groups = `select ${parts.map((part, i) => `${part} as c${i}`).join(', ')}, count(*) as n from ${source} where (${where}) and ${filled} group by ${parts.join(', ')} having count(*) > 1`
  const [count] = await connection.query<{ n: number }>(`select count(*) as n from (${groups}) as repeated`)
  const n = count?.n ?? 0
  if (n === 0) return undefined
  const rows = await connection.query(`${groups} order by ${parts.join(', ')} limit ${named}`)
  const examples = rows.map(
    (row) => `${columns.map((_, i) => showValue(row[`c${i}`])).join(' and ')} (${String(row.n)} rows)`,
  )
  const values = n === 1 ? '1 value' : `${n} values`
  return `${values} of ${table}.${columns.join(' and ')} occur more than once: ${examples.join(', ')}${n > named ? ', ...' : ''}`
}

async function findOrphans(
  connection: Connection,
  table: string,
  key: ForeignKey,
  source: string,
): Promise<string | undefined> {
  const references = key.references.map(
    (column, i) => `p.${quote(column)} = c.${quote(key.columns[i] ?? '')}`,
  )
  const filled = key.columns.map((column) => `c.${quote(column)} is not null`).join(' and ')
  const where = `${filled} and not exists (select 1 from ${quote(key.table)} as p where ${references.join(' and ')})`
  const says = (rows: string) => `${rows} of ${table} refer to no row of ${key.table}`
  return findRows(connection, {
    table,
    source: `(select * from ${source}) as c`,
    where,
    show: key.columns,
    says,
  })
}
