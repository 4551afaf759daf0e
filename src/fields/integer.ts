/** A field that holds a whole number. */
import type { OptionsWith } from './field.ts'
import { integers, wholeNumber } from './whole-number.ts'

export interface IntegerOptions extends OptionsWith<number> {
  min?: number
  max?: number
}

export function integerField(label: string, options: IntegerOptions = {}) {
  const { min = integers.min, max = integers.max } = options
  return { kind: 'integer' as const, label, ...options, ...wholeNumber({ min, max }) }
}
