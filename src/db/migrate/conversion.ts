/** How a value becomes one of another type, and which values do not: the same answer on both engines, and never a guess. */
import type { ColumnType } from './columns.ts'
import type { Connection } from './connection/index.ts'
import { typeName } from './ddl/create.ts'
import type { ColumnChange } from './plan.ts'
import { describeTable } from './shape/index.ts'
import { quote } from './ddl/quote.ts'

const decimal = /^ *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *$/
const moment =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$/
const yes = ['t', 'true', '1', 'yes', 'y', 'on']
const no = ['f', 'false', '0', 'no', 'n', 'off']
const largest = { integer: 2 ** 31 - 1, bigint: Number.MAX_SAFE_INTEGER }

/** SQL for the new value of a column, in SQLite's words. */
export function sqliteConversion(column: string, type: ColumnType): string {
  const c = quote(column)
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      return `cast(cast(trim(${c}) as numeric) as integer)`
    case 'real':
      return `cast(trim(${c}) as real)`
    case 'decimal':
      return `cast(trim(${c}) as numeric)`
    case 'text':
      return `cast(${c} as text)`
    case 'boolean':
      return `case when ${c} is not null then lower(trim(${c})) in (${yes.map((word) => `'${word}'`).join(', ')}) end`
    case 'time':
      return `strftime('%Y-%m-%dT%H:%M:%fZ', ${c})`
    case 'date':
      return `date(${c})`
    case 'custom':
      return `cast(${c} as ${type.sqlite})`
    default:
      return c
  }
}

/** The same in PostgreSQL's; a moment becomes the ISO 8601 text that it is everywhere in the project. */
export function postgresConversion(column: string, type: ColumnType, from: string): string {
  const c = quote(column)
  if (type.kind === 'text' && from.startsWith('timestamp')) {
    return `to_char(${c} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  }
  const throughNumber = isText(from) && (type.kind === 'integer' || type.kind === 'bigint') ? '::numeric' : '' // '12.0' is 12
  return `${isText(from) ? `trim(${c})` : c}${throughNumber}::${typeName(type, 'postgresql')}`
}

/** A condition that finds the values which do not fit; undefined where the engine itself must say. */
export async function misfitSql(
  connection: Connection,
  table: string,
  column: string,
  change: ColumnChange,
): Promise<string | undefined> {
  const { type, using } = change
  if (!type || using !== undefined) return undefined
  const c = quote(column)
  if (connection.engine === 'sqlite') {
    const scale = type.kind === 'decimal' ? type.scale : 0
    return `${c} is not null and not crowfoot_fits(${c}, '${type.kind}', ${scale})`
  }
  const shape = await describeTable(connection, table)
  return postgresMisfit(c, type, shape?.columns.find(({ name }) => name === column)?.type ?? '')
}

/** SQLite's `crowfoot_fits(value, kind, scale)`. */
export function fits(value: unknown, kind: unknown, scale: unknown): 0 | 1 {
  const text = String(value)
  return fitsKind(text, kind as ColumnType['kind'], Number(scale)) ? 1 : 0
}

function fitsKind(text: string, kind: ColumnType['kind'], scale: number): boolean {
  switch (kind) {
    case 'integer':
    case 'bigint':
      return decimal.test(text) && Number.isInteger(Number(text)) && Math.abs(Number(text)) <= largest[kind]
    case 'real':
      return decimal.test(text)
    case 'decimal':
      return decimal.test(text) && Number(Number(text).toFixed(scale)) === Number(text)
    case 'boolean':
      return [...yes, ...no].includes(text.trim().toLowerCase())
    case 'time':
    case 'date':
      return moment.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T')))
    case 'json':
      return isJson(text)
    default:
      return true
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function postgresMisfit(c: string, type: ColumnType, from: string): string | undefined {
  const words = [...yes, ...no].map((word) => `'${word}'`).join(', ')
  const fitting = (pattern: RegExp, otherwise: string) =>
    `case when ${c}::text ~ '${pattern.source}' then ${otherwise} else ${c} is not null end`
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      if (from === 'boolean') return undefined
      return fitting(
        decimal,
        `trim(${c}::text)::numeric <> trunc(trim(${c}::text)::numeric) or abs(trim(${c}::text)::numeric) > ${largest[type.kind]}`,
      )
    case 'real':
      return fitting(decimal, 'false')
    case 'decimal':
      return fitting(decimal, `trim(${c}::text)::numeric <> round(trim(${c}::text)::numeric, ${type.scale})`)
    case 'boolean':
      return `lower(trim(${c}::text)) not in (${words})`
    case 'time':
    case 'date':
      return isText(from) ? fitting(moment, 'false') : undefined
    default:
      return undefined
  }
}

export function isText(type: string): boolean {
  return /char|text|clob/i.test(type)
}

/** Whether a default of the old type still makes sense in the new one: only between numbers, or between texts. */
export function keepsDefault(from: string, to: string): boolean {
  const family = (type: string) =>
    isText(type) ? 'text' : /int|numeric|decimal|real|double|float|serial/i.test(type) ? 'number' : type
  return family(from) === family(to)
}
