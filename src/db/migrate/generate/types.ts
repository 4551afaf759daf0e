/** From what the databases call a type or a default back to what a revision writes. */
import type { ColumnType, DefaultValue } from '../core/columns.ts'
import { typeName } from '../ddl/create.ts'

const plain = [
  'integer',
  'bigint',
  'real',
  'boolean',
  'key',
  'text',
  'time',
  'date',
  'json',
  'bytes',
] as const

/** The type that is called so on both engines; one that only they know keeps both its names. */
export function columnTypeOf(sqlite: string, postgresql: string): ColumnType {
  const known = plain.find(
    (kind) =>
      typeName({ kind }, 'sqlite') === sqlite &&
      typeName({ kind }, 'postgresql').toLowerCase() === postgresql,
  )
  if (known) return { kind: known }
  const [, precision, scale] = /^(?:numeric|decimal)\((\d+),\s*(\d+)\)$/.exec(postgresql) ?? []
  if (precision !== undefined && scale !== undefined)
    return { kind: 'decimal', precision: Number(precision), scale: Number(scale) }
  return { kind: 'custom', sqlite, postgresql }
}

/** A default from its SQL: a text, a number, true or false, or an expression. */
export function defaultOf(sql: string | null): DefaultValue | undefined {
  if (sql === null || sql === 'null') return undefined
  if (/^'(?:[^']|'')*'$/.test(sql)) return sql.slice(1, -1).replaceAll("''", "'")
  if (/^-?\d+(\.\d+)?$/.test(sql)) return Number(sql)
  if (sql === 'true' || sql === 'false') return sql === 'true'
  return { sql }
}
