/** What a rehearsed revision changes in values that stay: those of a column with another type, and rows that steps work on. */
import { counted, noun } from '../../../rules/words.ts'
import type { Connection, Row } from '../connection/connection.ts'
import { readContents } from './content.ts'
import type { Content } from './content.ts'
import { quote } from '../ddl/quote.ts'
import type { Step } from '../core/plan.ts'
import { nameAfter, transient } from '../safety/lost-rows.ts'
import { describeDatabase } from '../shape/index.ts'
import type { Shape } from '../shape/shape.ts'

/** How many values are named; the rest are counted. */
const named = 3

interface Watched {
  table: string
  column: string
  key: readonly string[]
  copy: string
}

/** Keeps the values of the columns that get another type. @returns what they have become, one line each */
export async function watchValues(
  connection: Connection,
  { tables }: Shape,
  steps: readonly Step[],
): Promise<() => Promise<string[]>> {
  const watched: Watched[] = []
  for (const step of steps) {
    if (step.kind !== 'alterColumn' || !step.change.type) continue
    const { table, column } = step
    const shape = tables.find(({ name }) => name === table)
    const key = shape?.primaryKey?.columns ?? []
    if (key.length === 0 || !shape?.columns.some(({ name }) => name === column)) continue
    const copy = quote(`crowfoot_was_${watched.length}`)
    const kept = [...key.map(quote), `cast(${quote(column)} as text) as was`].join(', ')
    await connection.query(`create temporary table ${copy} as select ${kept} from ${quote(table)}`)
    watched.push({ table, column, key, copy })
  }
  return async () => {
    const lines: string[] = []
    for (const one of watched) lines.push(...(await compare(connection, one, steps)))
    return lines
  }
}

async function compare(
  connection: Connection,
  { table, column, key, copy }: Watched,
  steps: readonly Step[],
): Promise<string[]> {
  const shape = (await describeDatabase(connection)).tables.find(
    ({ name }) => name === nameAfter(table, steps),
  )
  const has = (name: string) => shape?.columns.some((other) => other.name === name)
  let lines: string[] = []
  if (shape && [...key, column].every(has)) {
    const is = `cast(now.${quote(column)} as text)`
    const same = key.map((name) => `now.${quote(name)} = old.${quote(name)}`).join(' and ')
    const differ = `from ${copy} as old join ${quote(shape.name)} as now on ${same} where coalesce(old.was <> ${is}, old.was is not null or ${is} is not null)`
    const [count] = await connection.query<{ n: number }>(`select count(*) as n ${differ}`)
    const keys = key.map((name) => `old.${quote(name)}`).join(', ')
    const rows = await connection.query(`select ${keys}, old.was, ${is} as becomes ${differ} limit ${named}`)
    if (count && count.n > 0) lines = [say(table, column, key, count.n, rows)]
  }
  await connection.query(`drop table ${copy}`)
  return lines
}

function say(table: string, column: string, key: readonly string[], n: number, rows: readonly Row[]): string {
  const examples = rows.map((row) => {
    const id = key.map((name) => `${name} ${String(row[name])}`).join(' ')
    return `${id}: ${JSON.stringify(row.was)} becomes ${JSON.stringify(row.becomes)}`
  })
  const more = n > rows.length ? ', ...' : ''
  return `${counted(n, noun('value', 'values'))} of ${table}.${column} (${examples.join(', ')}${more})`
}

/** Tables in which SQL or a data step changed something, although they look as before. */
export async function changedRows(
  connection: Connection,
  before: { shape: Shape; contents: ReadonlyMap<string, Content> },
  steps: readonly Step[],
): Promise<string[]> {
  if (!steps.some(({ kind }) => kind === 'sql' || kind === 'data')) return []
  const shape = await describeDatabase(connection)
  const columns = (those: Shape, table: string) =>
    JSON.stringify(
      those.tables.find(({ name }) => name === table)?.columns.map(({ name, type }) => [name, type]),
    )
  const alike = shape.tables.filter(
    ({ name }) => !transient.has(name) && columns(shape, name) === columns(before.shape, name),
  )
  const after = await readContents(connection, { ...shape, tables: alike })
  return [...after]
    .filter(([name, { digest }]) => before.contents.get(name)?.digest !== digest)
    .map(([name]) => `the rows of ${name}`)
}
