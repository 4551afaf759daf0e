/** How names are found that begin with a text: as a range of an index. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { lastCharacter } from '../../../../rules/text.ts'

/** So many items are suggested, and so many entries of each lookup. */
export const mostOfEach = 5

/** The key that was typed, and the end of the range of keys that begin with it. */
export interface KeyRange {
  key: string
  end: string
}

export const endOf = (key: string): string => key + lastCharacter

/** `like 'du%'` would do the same on neither engine: keys are compared by code point, and `%` may have been typed. */
export function beginning(
  column: RawBuilder<unknown>,
  value: (name: 'key' | 'end') => RawBuilder<string>,
): RawBuilder<boolean> {
  return sql<boolean>`${column} >= ${value('key')} and ${column} < ${value('end')}`
}
