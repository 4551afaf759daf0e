/** Who may read and who may write each field of an item, by hand: a list that was taken from the code would agree with every mistake in it. */
import { declaredNames } from '../../src/declared.ts'
import { mayReadField, mayWriteField } from '../../src/security/rights/policy.ts'
import type { Viewer } from '../../src/security/rights/viewer.ts'

export const roles = { v: 'visitor', m: 'member', s: 'staff', a: 'admin' } as const
export type Letter = keyof typeof roles
export const letters = Object.keys(roles) as Letter[]

/**
 * A line for each field that `domain.ts` declares, with the first letters of those who may: who sees it, in whatever form; and who sends
 * it, of those who may save items at all. Decide it here, whatever the declaration says.
 */
export const rights: Readonly<Record<string, readonly [read: string, write: string]>> = {
  title: ['vmsa', 'vmsa'],
  creators: ['vmsa', 'vmsa'],
  year: ['vmsa', 'vmsa'],
  identifier: ['vmsa', 'vmsa'],
  shelf_mark: ['vmsa', 'vmsa'],
  categories: ['vmsa', 'vmsa'],
  description: ['vmsa', 'vmsa'],
  internal_notes: ['sa', 'sa'],
}

/** The same for what every item has beside its fields. */
export const rightsToOthers: typeof rights = {
  id: ['vmsa', ''],
  item_type_id: ['vmsa', 'vmsa'],
  created_by: ['a', ''],
  created_at: ['vmsa', ''],
  updated_at: ['vmsa', ''],
  version: ['vmsa', ''],
}

/** Who may save items, and who may take them out as a file. */
export const savers = 'sa'
export const exporters = 'sa'

/** Those who stand in both. */
export const both = (some: string, others: string) =>
  [...some].filter((letter) => others.includes(letter)).join('')

/** The letters of those for whom it is so. */
export const lettersOf = (is: (letter: Letter) => boolean) => letters.filter(is).join('')

/** What to do about fields that the table lacks: the lines that say of them what their declarations say. Empty where it has all. */
export function missingRights(viewers: Readonly<Record<Letter, Viewer>>): string {
  const lines = declaredNames
    .filter((name) => !Object.hasOwn(rights, name))
    .map((name) => {
      const read = lettersOf((letter) => mayReadField(viewers[letter], name))
      const write = lettersOf((letter) => mayWriteField(viewers[letter], name))
      return `  ${name}: ['${read}', '${write}'],\n`
    })
  return lines.length === 0
    ? ''
    : `The table of rights in tests/access/rights.ts lacks a field. If this is who may read and write it, add to the table:\n${lines.join('')}`
}
