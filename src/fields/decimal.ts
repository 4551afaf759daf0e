/** A field that holds an exact decimal number, carried as text: `12.50`. Money is one with a currency. */
import { p } from '@mikro-orm/core'
import type { Checked } from '../rules/checks.ts'
import type { OptionsWith } from './field.ts'
import { rangeFilter } from './filters.ts'
import { between, emptyLast } from './sql.ts'

/** A double keeps so many digits of a decimal exactly, and SQLite keeps decimals as doubles. */
export const exactDigits = 15

/** Whether there can be so many digits after the point. */
export const isDecimals = (digits: number) => Number.isInteger(digits) && digits >= 0 && digits < exactDigits

export interface DecimalOptions extends OptionsWith<string> {
  /** Digits after the point. Default 2. */
  decimals?: number
  /** Shown behind the number: `kg`. */
  unit?: string
  /** The least and the most, as text: `'0'`. */
  min?: string | number
  max?: string | number
}

export function decimalField(label: string, { decimals = 2, ...options }: DecimalOptions = {}) {
  return { kind: 'decimal' as const, label, ...options, decimals, ...exactNumber({ decimals, ...options }) }
}

/** What decimals and money have in common. */
export function exactNumber({
  min,
  max,
  ...options
}: Pick<DecimalOptions, 'min' | 'max'> & { decimals: number }) {
  // Any other number stops the start (see `declaration.ts`).
  const decimals = isDecimals(options.decimals) ? options.decimals : 2
  const whole = exactDigits - decimals
  const outermost = (10 ** whole - 10 ** -decimals).toFixed(decimals)
  const least = Number(min ?? `-${outermost}`).toFixed(decimals)
  const most = Number(max ?? outermost).toFixed(decimals)
  const example = (12.5).toFixed(decimals)
  // At least one digit, and behind the point no more than are kept, but for noughts.
  const form = new RegExp(`^[+-]?(?=\\.?\\d)\\d*(?:\\.\\d{0,${decimals}}0*)?$`)

  const parse = (sent: string): Checked<string | null> => {
    const text = sent.trim()
    if (text === '') return { value: null }
    if (!form.test(text))
      return { problem: problemOf(text), fix: `Write it such as ${example}, without a unit.` }
    // More digits than a double keeps would be rounded before they are compared.
    if (text.replace(/^[+-]?0*|\..*$/g, '').length > whole || !isBetween(Number(text), least, most))
      return { problem: `is not between ${least} and ${most}` }
    return { value: written(Number(text), decimals) }
  }
  const problemOf = (text: string) =>
    /^[+-]?\d+,\d+$/.test(text)
      ? 'has a comma where it needs a point'
      : /^[+-]?\d*\.\d+$/.test(text)
        ? `has more than ${decimals} digits after the point`
        : 'is not a number'

  return {
    keyed: false as const,
    empty: null as string | null,
    column: () => p.decimal().precision(exactDigits).scale(decimals).nullable(),
    checks: (name: string) => [between(name, least, most)],
    parse,
    text: (value: string | null) => value ?? '',
    /** SQLite answers a number, PostgreSQL a text. */
    fromRow: (stored: unknown) => (stored === null ? null : written(Number(stored), decimals)),
    // Empty values sort beyond the limits of the column, not of what may be typed: those may change without a new index.
    order: (column: string) => emptyLast(column, `1${'0'.repeat(whole)}`, `-1${'0'.repeat(whole)}`),
    filterBy: rangeFilter<string>(parse, String, (a, b) => Number(a) - Number(b)),
  }
}

const isBetween = (number: number, least: string, most: string) =>
  number >= Number(least) && number <= Number(most)

/** Up to 15 digits a double gives back what was put in. There is no minus zero. */
const written = (number: number, decimals: number) => (number === 0 ? 0 : number).toFixed(decimals)
