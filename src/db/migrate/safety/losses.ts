/** What a plan takes away, asked of the data while it is still there: a table with its rows, a column with its values. */
import { counted, noun } from '../../../rules/words.ts'
import type { Connection } from '../connection/connection.ts'
import type { Step } from '../core/plan.ts'
import { describeDatabase } from '../shape/index.ts'
import type { Shape } from '../shape/shape.ts'
import { quote } from '../ddl/quote.ts'

/** Each loss in a few words. Tables and columns that the same plan made are nobody's loss. */
export async function findLosses(connection: Connection, steps: readonly Step[]): Promise<string[]> {
  const shape = await describeDatabase(connection)
  const losses: string[] = []
  const names = new Map(shape.tables.map(({ name }) => [name, name])) // as the plan calls a table, to what it is called now
  for (const step of steps) {
    if (step.kind === 'renameTable') {
      names.set(step.to, names.get(step.table) ?? step.table)
      names.delete(step.table)
    }
    if (step.kind === 'dropTable') losses.push(...(await tableLoss(connection, names.get(step.table))))
    if (step.kind === 'dropColumn')
      losses.push(...(await columnLoss(connection, shape, names.get(step.table), step.column)))
  }
  return losses
}

async function tableLoss(connection: Connection, table: string | undefined): Promise<string[]> {
  if (table === undefined) return []
  const [row] = await connection.query<{ n: number }>(`select count(*) as n from ${quote(table)}`)
  return [`the table ${table} with its ${counted(row?.n ?? 0, noun('row', 'rows'))}`]
}

async function columnLoss(
  connection: Connection,
  shape: Shape,
  table: string | undefined,
  column: string,
): Promise<string[]> {
  const found = shape.tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column)
  if (table === undefined || !found) return []
  // PostgreSQL does not compare these.
  const as = /^(json|xml)$/.test(found.type) && connection.engine === 'postgresql' ? '::text' : ''
  const other = found.default === null ? '' : ` and ${quote(column)}${as} <> (${found.default})${as}`
  const [row] = await connection.query<{ n: number }>(
    `select count(*) as n from ${quote(table)} where ${quote(column)} is not null${other}`,
  )
  return [`the column ${table}.${column} with ${counted(row?.n ?? 0, noun('value', 'values'))}`]
}
