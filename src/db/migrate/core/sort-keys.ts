/**
 * Computes the sort keys of rows that were there before lists were sorted by them. It computes them as today's program does: where that
 * changes, a revision makes all keys again.
 */
import { ownSortKeyOfText } from '../../../rules/sort-key.ts'
import { sortKeyOfName } from '../../../rules/sort-name.ts'
import { fill } from './fill.ts'
import type { DataWork } from './plan.ts'

type Row = Readonly<Record<string, string | null>>

/**
 * Fills the column `NAME_sort_key` from `NAME_key`.
 * @param articles words that do not count where a text begins with them, folded
 */
export const sortKeys = (table: string, name: string, articles: readonly string[] = []): DataWork =>
  fill(table, `${name}_sort_key`, ({ [`${name}_key`]: key }: Row) =>
    key == null ? null : ownSortKeyOfText(key, articles),
  )

/** Fills the column `sort_key` of a lookup from its names and sort names. */
export const sortNames = (table: string): DataWork =>
  fill(table, 'sort_key', ({ name, sort_name }: Row) => sortKeyOfName(name ?? '', sort_name))
