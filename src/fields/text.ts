/** A field of one line of text. Beside it stands its folded form, by which it is compared, sorted and found. */
import { p } from '@mikro-orm/core'
import { checkKeyed } from '../rules/checks.ts'
import type { Checked } from '../rules/checks.ts'
import { limits } from '../rules/limits.ts'
import { searchKey } from '../rules/text.ts'
import type { OptionsWith } from './field.ts'
import { containsFilter } from './filters.ts'
import { atMost, notBlank, textOrder } from './sql.ts'

export interface TextOptions extends OptionsWith<string> {
  /** Characters, at most. */
  limit?: number
  /** What the whole text must look like; say in `help` what that is. */
  pattern?: RegExp
}

export function textField(label: string, { limit = limits.text, pattern, ...options }: TextOptions = {}) {
  const field = {
    kind: 'text',
    label,
    ...options,
    limit,
    keyed: true,
    empty: null as string | null,
    column: () => p.text().nullable(),
    checks: (name: string) => [
      notBlank(name),
      atMost(name, limit),
      { ...atMost(`${name}_key`, limit), name: 'key_length' },
    ],
    parse(sent: string): Checked<string | null> {
      if (sent.trim() === '') return { value: null }
      const checked = checkKeyed(sent, limit, {
        problem: 'holds no letter and no digit',
        fix: 'Write at least one, or leave it empty.',
      })
      if (checked.value === undefined || !pattern || isWhole(pattern, checked.value)) return checked
      return {
        problem: 'does not have the form that is asked for',
        ...(options.help && { fix: options.help }),
      }
    },
    text: (value: string | null) => value ?? '',
    keyOf: (value: string | null) => (value === null ? null : searchKey(value)),
    order: textOrder,
    filterBy: containsFilter,
  } as const
  return field
}

/** Whether the pattern fits the text from its first character to its last. */
function isWhole(pattern: RegExp, text: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, '')).test(text)
}
