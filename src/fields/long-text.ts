/** A field of text on several lines, such as a description. It may be empty. */
import { p } from '@mikro-orm/core'
import { checkText } from '../rules/checks.ts'
import { limits } from '../rules/limits.ts'
import type { OptionsWith } from './field.ts'
import { wordsFilter } from './filters.ts'
import { atMost } from './sql.ts'

export interface LongTextOptions extends OptionsWith<string> {
  /** Characters, at most. */
  limit?: number
}

export function longTextField(label: string, { limit = limits.longText, ...options }: LongTextOptions = {}) {
  return {
    kind: 'longText',
    label,
    ...options,
    limit,
    keyed: false,
    empty: '',
    column: () => p.text().default(''),
    checks: (name: string) => [atMost(name, limit)],
    parse: (sent: string) => checkText(sent, limit),
    text: (value: string) => value,
    filterBy: wordsFilter,
  } as const
}
