/** What the kinds that hold a whole number have in common: integers, years and ratings. */
import { p } from '@mikro-orm/core'
import type { Checked } from '../rules/checks.ts'
import { rangeFilter } from './filters.ts'
import { between, emptyLast } from './sql.ts'

/** What the column holds on both engines: 32 bits. */
export const integers = { min: -2_147_483_648, max: 2_147_483_647 }

export interface WholeNumbers {
  min: number
  max: number
  /** What to do about a wrong one: a sentence. */
  fix?: string
  /** Stands for an empty value in the order, so that it comes last. */
  beyond?: { largest: number; smallest: number }
}

export function wholeNumber({ min, max, fix, beyond }: WholeNumbers) {
  const parse = (sent: string): Checked<number | null> => {
    const text = sent.trim()
    if (text === '') return { value: null }
    const number = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : NaN
    // Minus zero is a number of its own to JavaScript, and none to anybody else.
    if (number >= min && number <= max) return { value: number === 0 ? 0 : number }
    return { problem: `is not a whole number from ${min} to ${max}`, ...(fix !== undefined && { fix }) }
  }
  // Empty values sort beyond the limits of the column, not of what may be typed: those may change without a new index.
  const { largest, smallest } = beyond ?? { largest: integers.max + 1, smallest: integers.min - 1 }
  return {
    keyed: false as const,
    empty: null as number | null,
    column: () => p.integer().nullable(),
    checks: (name: string) => [between(name, min, max)],
    parse,
    text: (value: number | null) => (value === null ? '' : String(value)),
    order: (column: string) => emptyLast(column, String(largest), String(smallest)),
    filterBy: rangeFilter<number>(parse, String, (a, b) => a - b),
  }
}
