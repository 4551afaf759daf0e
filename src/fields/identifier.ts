/** A number or code by which the world knows a thing (ISBN, DOI, product code): unique in its type, compared by its folded form. */
import { p } from '@mikro-orm/core'
import { checkKeyed } from '../rules/checks.ts'
import type { Checked } from '../rules/checks.ts'
import { limits } from '../rules/limits.ts'
import { searchKey } from '../rules/text.ts'
import type { FieldOptions } from './field.ts'
import { identifierFilter } from './filters.ts'
import { atMost, notBlank, textOrder } from './sql.ts'

/** What people and programs write where there is no identifier. Taken for one, it would make different works the same. */
const filler = /^(none|null|nan|undefined|#?n\/a|n\.a\.|[-–—?]+|0+|\[\]|=?""|)$/i

/** What Excel leaves of a long number in a CSV file: `9.78014E+12`. */
const shortenedNumber = /^\d([.,]\d+)?E\+\d{2,}$/i

export function identifierField(label: string, options: Omit<FieldOptions, 'unique'> = {}) {
  return {
    kind: 'identifier',
    label,
    ...options,
    keyed: true,
    empty: null as string | null,
    column: () => p.text().nullable(),
    checks: (name: string) => [
      notBlank(name),
      atMost(name, limits.identifier),
      { ...atMost(`${name}_key`, limits.identifier), name: 'key_length' },
      { name: 'has_key', expression: `(${name} is null) = (${name}_key is null)` },
    ],
    /** None where nothing was sent, or something that only fills the place. */
    parse(sent: string): Checked<string | null> {
      if (filler.test(sent.trim())) return { value: null }
      if (shortenedNumber.test(sent.trim())) {
        return {
          problem:
            'is what Excel leaves of a long number: in Excel give the column the format Number with 0 decimal places, and save it as CSV again',
          fix: 'Write the whole number.',
        }
      }
      return checkKeyed(sent, limits.identifier, {
        problem: 'holds nothing that can be read',
        fix: 'Write it again, or leave it empty.',
      })
    },
    text: (value: string | null) => value ?? '',
    keyOf: (value: string | null) => (value === null ? null : searchKey(value)),
    order: textOrder,
    filterBy: identifierFilter,
  } as const
}
