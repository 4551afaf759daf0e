/** The columns of declared fields, as they are written. */
import { ownSortKeyOfText } from '../rules/sort-key.ts'
import { hasSortKey } from './field.ts'
import type { AnyField } from './field.ts'

/** A field's column and, where it has one, that of its folded text, with that of its order. */
export function columnsIn(name: string, field: AnyField, value: unknown): [column: string, value: unknown][] {
  return field.keyOf ? [[name, value], ...keysIn(name, field, field.keyOf(value))] : [[name, value]]
}

/** What follows from the folded text of a field: its column, and that of its order where the list is sorted by it. */
export function keysIn(
  name: string,
  field: AnyField,
  key: string | null,
): [column: string, value: string | null][] {
  const keys: [string, string | null][] = [[`${name}_key`, key]]
  if (hasSortKey(field))
    keys.push([`${name}_sort_key`, key === null ? null : ownSortKeyOfText(key, field.articles)])
  return keys
}
