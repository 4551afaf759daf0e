/** A field that holds a year, negative before our era: -428 is 428 BCE. */
import { limits } from '../rules/limits.ts'
import type { OptionsWith } from './field.ts'
import { wholeNumber } from './whole-number.ts'

export interface YearOptions extends OptionsWith<number> {
  min?: number
  max?: number
}

export function yearField(label: string, options: YearOptions = {}) {
  const { min = limits.year.min, max = limits.year.max } = options
  return {
    kind: 'year' as const,
    label,
    help: 'A whole number. Years BCE are negative: -700',
    ...options,
    ...wholeNumber({
      min,
      max,
      fix: 'Years BCE are negative, such as -700. It may also stay empty.',
      beyond: { largest: limits.year.max + 1, smallest: limits.year.min - 1 },
    }),
  }
}
