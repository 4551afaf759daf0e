/** Pieces of SQL that several kinds of field need, in words that both engines understand. */
import { limits } from '../rules/limits.ts'
import type { Check, Order } from './field.ts'

/** A text in SQL. */
export const textLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`

export const atMost = (column: string, characters: number): Check => ({
  name: 'length',
  expression: `length(${column}) <= ${characters}`,
})

export const notBlank = (column: string): Check => ({
  name: 'not_blank',
  expression: `trim(${column}) <> ''`,
})

export const between = (column: string, least: number | string, most: number | string): Check => ({
  name: 'range',
  expression: `${column} between ${least} and ${most}`,
})

/** What has no value is taken for the largest going up and for the smallest going down: so it comes last both ways. */
export const emptyLast = (column: string, largest: string, smallest: string): Order => ({
  up: `coalesce(${column}, ${largest})`,
  down: `coalesce(${column}, ${smallest})`,
})

/**
 * What a folded text is sorted by: its beginning, or a key of its own (`rules/sort-key.ts`). An index entry on PostgreSQL may not be longer
 * than 2,704 bytes.
 * @see https://www.postgresql.org/docs/15/btree-implementation.html
 */
const sorted = (column: string) => `${column}_sort_key, substr(${column}_key, 1, ${limits.sortedCharacters})`

export const titleOrder = (column: string): string => `coalesce(${sorted(column)})`

/** Sorts after every text: the highest code point. */
const lastText = "'\u{10FFFF}'"

/** By a folded text. */
export const keyOrder = (key: string): Order => emptyLast(key, lastText, "''")

export const textOrder = (column: string): Order => keyOrder(sorted(column))
