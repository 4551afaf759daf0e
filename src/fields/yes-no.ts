/** A field that holds yes, no, or nothing where nobody knows. */
import { p } from '@mikro-orm/core'
import { sql } from 'kysely'
import type { Checked } from '../rules/checks.ts'
import type { OptionsWith } from './field.ts'
import { choicesFilter } from './filters.ts'

export interface YesNoOptions extends OptionsWith<boolean> {
  /** What yes and no are called: `Seen`, `Not yet`. */
  yes?: string
  no?: string
}

export function yesNoField(label: string, { yes = 'Yes', no = 'No', ...options }: YesNoOptions = {}) {
  return {
    kind: 'yesNo' as const,
    label,
    ...options,
    yes,
    no,
    keyed: false as const,
    empty: null as boolean | null,
    column: () => p.boolean().nullable(),
    checks: (name: string) => [{ name: 'yes_or_no', expression: `${name} in (true, false)` }],
    parse(sent: string): Checked<boolean | null> {
      const text = sent.trim().toLowerCase()
      if (text === '') return { value: null }
      if (text === 'yes' || text === yes.toLowerCase()) return { value: true }
      if (text === 'no' || text === no.toLowerCase()) return { value: false }
      return { problem: 'is neither yes nor no', fix: 'Write yes or no, or leave it empty.' }
    },
    text: (value: boolean | null) => (value === null ? '' : value ? 'yes' : 'no'),
    json: (value: boolean | null) => value,
    /** SQLite answers 1 and 0. */
    fromRow: (stored: unknown) => (stored === null ? null : Boolean(stored)),
    // PostgreSQL indexes an expression only in brackets, unless it is a function call.
    order: (column: string) => ({
      up: `(case ${column} when true then 0 when false then 1 else 2 end)`,
      down: `(case ${column} when true then 0 when false then 1 else -1 end)`,
    }),
    filterBy: choicesFilter(['yes', 'no', 'none'], (column, key) =>
      key === 'none'
        ? sql`${sql.ref(column)} is null`
        : sql`${sql.ref(column)} = ${sql.raw(key === 'yes' ? 'true' : 'false')}`,
    ),
  }
}
