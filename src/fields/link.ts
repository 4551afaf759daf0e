/** A field that holds the address of a page elsewhere. */
import { p } from '@mikro-orm/core'
import { sql } from 'kysely'
import { checkTrimmed } from '../rules/checks.ts'
import type { Checked } from '../rules/checks.ts'
import { limits } from '../rules/limits.ts'
import type { OptionsWith } from './field.ts'
import { choicesFilter } from './filters.ts'
import { atMost, notBlank } from './sql.ts'

export function linkField(label: string, options: OptionsWith<string> = {}) {
  return {
    kind: 'link' as const,
    label,
    ...options,
    keyed: false as const,
    empty: null as string | null,
    column: () => p.text().nullable(),
    checks: (name: string) => [notBlank(name), atMost(name, limits.link)],
    parse(sent: string): Checked<string | null> {
      if (sent.trim() === '') return { value: null }
      const text = checkTrimmed(sent, limits.link)
      if (text.value === undefined || isWebAddress(text.value)) return text
      return { problem: 'is not the address of a web page', fix: 'It begins with https:// or http://.' }
    },
    text: (value: string | null) => value ?? '',
    filterBy: choicesFilter(['yes', 'none'], (column, key) =>
      key === 'yes' ? sql`${sql.ref(column)} is not null` : sql`${sql.ref(column)} is null`,
    ),
  }
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text)
}
