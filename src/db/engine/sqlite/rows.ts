/** Turns what SQLite answers into rows. */
import type { SQLOutputValue } from 'node:sqlite'

/** The values of one row, in the order of the columns. */
export type SqliteValues = SQLOutputValue[]

export type SqliteRow = Record<string, SQLOutputValue>

/** Rows as SQLite gives them: the names once, then only values. Cheap to build, and to send to another thread. */
export interface SqliteTable {
  names: readonly string[]
  rows: SqliteValues[]
}

/**
 * Integers are read as bigints; those that a number can hold become numbers, in place. Larger ones stay bigints, because
 * a rounded id is another row's id.
 */
export function withNumbers(rows: SqliteValues[]): SqliteValues[] {
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      const value = row[column]
      if (typeof value !== 'bigint') continue
      const number = Number(value)
      if (Number.isSafeInteger(number)) row[column] = number
    }
  }
  return rows
}

/** Plain objects. (node:sqlite's own objects have no prototype and are up to a hundred times slower to read from.) */
export function toObjects({ names, rows }: SqliteTable): SqliteRow[] {
  return rows.map((values) => {
    const row: SqliteRow = {}
    for (let column = 0; column < names.length; column++) {
      row[names[column] as string] = values[column] as SQLOutputValue
    }
    return row
  })
}
