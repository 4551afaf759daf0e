/** Which rows stand in the way of a step: how many there are, and the first of them by name. */
import { counted, noun } from '../../../rules/words.ts'
import type { Noun } from '../../../rules/words.ts'
import type { Connection, Obstacle, Row } from '../connection/connection.ts'
import { showValue } from '../core/show-value.ts'
import { misfitOf } from '../ddl/misfit.ts'
import { describeTable } from '../shape/index.ts'
import { quote } from '../ddl/quote.ts'
import type { Constraint, Step } from '../core/plan.ts'

/** How many rows are named; the rest are counted. */
const named = 5

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
  const obstacle = await obstacleOf(connection, step, source)
  if (!obstacle) return undefined
  if (connection.onObstacle) {
    connection.onObstacle(obstacle)
    return undefined
  }
  const { before, rows, order, says, name } = obstacle
  if (before !== undefined) await connection.query(before)
  const [count] = await connection.query<{ n: number }>(`select count(*) as n from (${rows}) as found`)
  const n = count?.n ?? 0
  if (n === 0) return undefined
  const first = (await connection.query(`${rows}${order} limit ${named}`)).map(name).filter(Boolean)
  return says(n, [...first, ...(first.length > 0 && n > named ? ['...'] : [])].join(', '))
}

/** @param engine in whose words; it is not that of the connection where only the tables are known */
export async function obstacleOf(
  connection: Connection,
  step: Step,
  source?: string,
  engine = connection.engine,
): Promise<Obstacle | undefined> {
  if (!('table' in step)) return undefined
  const { table } = step
  const from = source ?? quote(table)
  const shape = await describeTable(connection, table)
  // The columns by which a person knows a row again.
  const key = shape?.primaryKey?.columns ?? []
  const rows = (where: string, show: readonly string[], says: Noun, before?: string) =>
    rowsInTheWay({
      from,
      key,
      where,
      show,
      says: noun(`row of ${table} ${says.one}`, `rows of ${table} ${says.many}`),
      ...(before && { before }),
    })
  switch (step.kind) {
    case 'addColumn':
      return unfilled(step, from)
    case 'alterColumn': {
      const { type, using, nullable } = step.change
      if (nullable === false)
        return rows(
          `${quote(step.column)} is null`,
          [],
          noun(`has no ${step.column}`, `have no ${step.column}`),
        )
      if (!type || using !== undefined) return undefined
      const known = connection.engine === engine
      const old = known ? shape?.columns.find(({ name }) => name === step.column)?.type : undefined
      const { before, where } = misfitOf(engine, step.column, type, old)
      const unfit = `a ${step.column} that does not fit the new type`
      return rows(where, [step.column], noun(`has ${unfit}`, `have ${unfit}`), before)
    }
    case 'createIndex':
      if (!step.index.unique) return undefined
      return duplicates(table, plainColumns(step.index.parts), from, step.index.where)
    case 'addConstraint':
      return broken(step.table, step.constraint, from, rows)
    default:
      return undefined
  }
}

type Rows = (where: string, show: readonly string[], says: Noun) => Obstacle

function broken(table: string, constraint: Constraint, from: string, rows: Rows): Obstacle {
  if (constraint.kind === 'check')
    return rows(
      `(${constraint.expression}) is false`,
      [],
      noun(`breaks the check ${constraint.name}`, `break the check ${constraint.name}`),
    )
  if (constraint.kind !== 'foreignKey') return duplicates(table, constraint.columns, from)
  const { columns, references, table: to } = constraint
  const pairs = references.map(
    (column, i) => `p.${quote(column)} = ${quote(table)}.${quote(columns[i] ?? '')}`,
  )
  const filled = columns.map((column) => `${quote(column)} is not null`).join(' and ')
  const where = `${filled} and not exists (select 1 from ${quote(to)} as p where ${pairs.join(' and ')})`
  return rows(where, columns, noun(`refers to no row of ${to}`, `refer to no row of ${to}`))
}

function plainColumns(parts: readonly { column: string | { sql: string } }[]): string[] {
  return parts.map(({ column }) => (typeof column === 'string' ? column : column.sql))
}

function rowsInTheWay(search: {
  from: string
  key: readonly string[]
  where: string
  show: readonly string[]
  says: Noun
  before?: string
}): Obstacle {
  const { from, key, where, show, says, before } = search
  const columns = [...new Set([...key, ...show])].map(quote)
  return {
    ...(before && { before }),
    rows: `select ${columns.join(', ') || '1'} from ${from} where ${where}`,
    order: key.length > 0 ? ` order by ${key.map(quote).join(', ')}` : '',
    says: (n, examples) => `${howMany(n, says)}${examples === '' ? '' : ` (${examples})`}`,
    name: (row) => nameRow(row, key, show),
  }
}

/** With its verb behind the noun; where nobody counted, there are some. */
function howMany(n: number | undefined, says: Noun): string {
  return n === undefined ? `some ${says.many}` : counted(n, says)
}

/** "id 4", "item_id 4 creator_id 9", or "id 4: "c. 1800"". */
function nameRow(row: Row, key: readonly string[], show: readonly string[]): string {
  const name = key.map((column) => `${column} ${String(row[column])}`).join(' ')
  const values = show.map((column) => showValue(row[column])).join(', ')
  return [name, values].filter(Boolean).join(': ')
}

function unfilled(step: Extract<Step, { kind: 'addColumn' }>, from: string): Obstacle | undefined {
  const { nullable, default: value, name, generated, autoIncrement } = step.column
  if (nullable || value !== undefined || step.fill || generated !== undefined || autoIncrement)
    return undefined
  return {
    rows: `select 1 from ${from}`,
    order: '',
    says: (n) =>
      `the ${n === undefined ? 'present rows' : counted(n, noun('row', 'rows'))} of ${step.table} would have no ${name}: give the column a default, or say how to fill it`,
    name: () => '',
  }
}

function duplicates(table: string, columns: readonly string[], from: string, where = 'true'): Obstacle {
  const parts = columns.map((column) => (/[(\s]/.test(column) ? column : quote(column)))
  const filled = parts.map((part) => `${part} is not null`).join(' and ')
  const values = parts.map((part, i) => `${part} as c${i}`)
  const what = `${table}.${columns.join(' and ')}`
  return {
    rows: `select ${values.join(', ')}, count(*) as n from ${from} where (${where}) and ${filled} group by ${parts.join(', ')} having count(*) > 1`,
    order: ` order by ${parts.join(', ')}`,
    says: (n, examples) =>
      `${howMany(n, noun(`value of ${what} occurs`, `values of ${what} occur`))} more than once${examples === '' ? '' : `: ${examples}`}`,
    name: (row) => `${columns.map((_, i) => showValue(row[`c${i}`])).join(' and ')} (${String(row.n)} rows)`,
  }
}
