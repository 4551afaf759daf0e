/** A field that holds a moment, in UTC: `2026-03-29T08:00:00.000Z`. */
import { p } from '@mikro-orm/core'
import type { Checked } from '../rules/checks.ts'
import { isDay } from './date.ts'
import type { OptionsWith } from './field.ts'
import { rangeFilter } from './filters.ts'
import { emptyLast, textLiteral } from './sql.ts'
import { UtcTime } from './utc-time.ts'
import type { Instant } from './utc-time.ts'

export interface DateTimeOptions extends OptionsWith<string> {
  min?: string
  max?: string
}

/** The first and the last moment that can be written stand for "none" where a list is sorted. */
const first = '0001-01-01T00:00:00.000Z'
const last = '9999-12-31T23:59:59.999Z'

export function dateTimeField(label: string, options: DateTimeOptions = {}) {
  const min = options.min === undefined ? first : momentOf(options.min)
  const max = options.max === undefined ? last : momentOf(options.max)
  const parse = (sent: string): Checked<Instant | null> => {
    if (sent.trim() === '') return { value: null }
    const moment = momentOf(sent.trim())
    if (moment === undefined) {
      return { problem: 'is not a moment', fix: 'Write it such as 2026-03-29T08:00:00Z, in UTC.' }
    }
    if (moment > first && moment < last && moment >= (min ?? first) && moment <= (max ?? last))
      return { value: moment }
    return { problem: `is not a moment from ${min ?? first} to ${max ?? last}` }
  }
  return {
    kind: 'dateTime' as const,
    label,
    ...options,
    keyed: false as const,
    empty: null as Instant | null,
    column: () => p.type(UtcTime).nullable(),
    checks: () => [],
    parse,
    text: (value: Instant | null) => value?.replace(/\.000Z$/, 'Z') ?? '',
    order: (column: string) => emptyLast(column, textLiteral(last), textLiteral(first)),
    filterBy: rangeFilter<Instant>(
      parse,
      (value) => value.replace(/\.000Z$/, 'Z'),
      (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    ),
  }
}

const form =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})0*)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A moment in any of the usual forms, as it is stored; without a zone it is in UTC. Undefined where there is no such moment. */
function momentOf(text: string): Instant | undefined {
  const [, day = '', hours = '00', minutes = '00', seconds = '00', part = '', zone = 'Z'] =
    form.exec(text) ?? []
  if (!isDay(day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const withColon = zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const date = new Date(`${day}T${hours}:${minutes}:${seconds}.${part.padEnd(3, '0')}${withColon}`)
  const year = date.getUTCFullYear()
  return year >= 1 && year <= 9999 ? date.toISOString() : undefined
}
