/** Values as SQL text, for statements that are written down rather than run. */
import type { Engine } from '../core/plan.ts'

/** Puts the values where the statement has marks for them. */
export function inline(sql: string, parameters: readonly unknown[], engine: Engine): string {
  if (parameters.length === 0) return sql
  let next = 0
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?|\$(\d+)/g, (mark, number: string | undefined) => {
    if (mark === '?') return literal(parameters[next++], engine)
    return number === undefined ? mark : literal(parameters[Number(number) - 1], engine)
  })
}

export function literal(value: unknown, engine: Engine): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean' && engine === 'sqlite') return value ? '1' : '0'
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  if (value instanceof Uint8Array)
    return engine === 'sqlite'
      ? `x'${Buffer.from(value).toString('hex')}'`
      : `'\\x${Buffer.from(value).toString('hex')}'`
  const text =
    value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : JSON.stringify(value)
  return `'${text.replaceAll("'", "''")}'`
}
