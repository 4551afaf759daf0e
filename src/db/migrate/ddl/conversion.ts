/**
 * How a value becomes one of another type, and which values do not. A value keeps its meaning exactly or it does not fit; both
 * engines go by the same rules, and both say them in plain SQL, so that a script can look as the tool does.
 */
import type { ColumnType } from '../core/columns.ts'
import type { Engine } from '../core/plan.ts'
import { postgresMisfit } from '../postgresql/conversion.ts'
import { sqliteMisfit } from '../sqlite/conversion.ts'

/** How to find the values that do not fit. */
export interface Misfit {
  /** A statement that has to run first. */
  readonly before?: string
  /** Holds for the rows whose value does not fit. */
  readonly where: string
}

/** @param from PostgreSQL: the name of the type that the column has; undefined where nobody knows it */
export function misfitOf(engine: Engine, column: string, type: ColumnType, from?: string): Misfit {
  return engine === 'sqlite' ? { where: sqliteMisfit(column, type) } : postgresMisfit(column, type, from)
}

/** What is true and what is false, in small letters. */
export const yes = ['t', 'true', 'yes', 'y', 'on']
export const no = ['f', 'false', 'no', 'n', 'off']

/** The integers that a column can hold, and that JavaScript counts exactly. */
export const limits = { integer: [-2147483648, 2147483647], bigint: [-(2 ** 53) + 1, 2 ** 53 - 1] } as const

/** The numbers that a double holds with all their digits, and the longest text that is read as a number. */
export const real = { least: '2.3e-308', most: '1.7976931348623157e308', length: 400 }

/**
 * The first number that is too large for a decimal, or for JSON that is a number alone: SQLite keeps both as integers where it
 * can, and beyond 2^53 JavaScript does not read them.
 */
export function tooLarge(type: ColumnType): number {
  return type.kind === 'decimal' ? Math.min(10 ** (type.precision - type.scale), 2 ** 53) : 2 ** 53
}

/** A list of texts as SQL. */
export const listed = (words: readonly string[]) => `(${words.map((word) => `'${word}'`).join(', ')})`

/** How many characters a type such as `varchar(20)` holds on either engine: both then refuse what one would cut off. */
export function longest(type: Extract<ColumnType, { kind: 'custom' }>): number | undefined {
  const found = /char(?:acter)?(?: varying)?\s*\((\d+)\)/i.exec(`${type.sqlite} ${type.postgresql}`)
  return found ? Number(found[1]) : undefined
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
