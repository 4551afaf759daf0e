/** A field that holds a day, as text: `2026-03-29`. No time and no time zone, so that it is the same day everywhere. */
import { p } from '@mikro-orm/core'
import type { Checked } from '../rules/checks.ts'
import type { OptionsWith } from './field.ts'
import { rangeFilter } from './filters.ts'
import { between, emptyLast, textLiteral } from './sql.ts'

export interface DateOptions extends OptionsWith<string> {
  min?: string
  max?: string
}

/** The first and the last day that can be written stand for "none" where a list is sorted. */
const first = '0001-01-01'
const last = '9999-12-31'
const days = { min: '0001-01-02', max: '9999-12-30' }

export function dateField(label: string, options: DateOptions = {}) {
  const { min = days.min, max = days.max } = options
  const parse = (sent: string): Checked<string | null> => {
    const text = sent.trim()
    if (text === '') return { value: null }
    if (!isDay(text))
      return { problem: 'is not a day', fix: 'Write it such as 2026-03-29: year, month, day.' }
    return text >= min && text <= max ? { value: text } : { problem: `is not a day from ${min} to ${max}` }
  }
  return {
    kind: 'date' as const,
    label,
    ...options,
    keyed: false as const,
    empty: null as string | null,
    column: () => p.date().$type<string>().nullable(),
    checks: (name: string) => [between(name, textLiteral(min), textLiteral(max))],
    parse,
    text: (value: string | null) => value ?? '',
    order: (column: string) => emptyLast(column, textLiteral(last), textLiteral(first)),
    filterBy: rangeFilter<string>(parse, String, (a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  }
}

/** Whether there is such a day: not 30 February. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
