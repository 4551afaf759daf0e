/** Turns the values of a query into what SQLite takes, and refuses what would be stored as something else. */
import type { SQLInputValue } from 'node:sqlite'

/** Throws a TypeError for a value that has no plain meaning in SQLite. */
export function toSqlite(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map(toSqliteValue)
}

function toSqliteValue(value: unknown, index: number): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'bigint' || value === null) return value
  if (typeof value === 'number') return toSqliteNumber(value, index)
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (value === undefined) return null
  if (value instanceof Uint8Array) return value
  if (value instanceof Date) throw refused(index, 'a Date', 'a time is a text here: use toISOString()')
  throw refused(index, `a ${typeof value}`, 'use a text, a number, true, false, null or a Uint8Array')
}

/** node:sqlite passes every number as a fraction: 7 / 2 would be 3.5, and 2 joined to a text "2.0". */
function toSqliteNumber(value: number, index: number): SQLInputValue {
  if (Number.isSafeInteger(value)) return BigInt(value)
  if (Number.isNaN(value)) throw refused(index, 'not a number (NaN)', 'SQLite would store null')
  return value
}

function refused(index: number, what: string, advice: string): TypeError {
  return new TypeError(`Parameter ${index + 1} of the statement is ${what}; ${advice}`)
}
