/** A field that holds a rating: a whole number from 1 to the most that can be given. */
import type { OptionsWith } from './field.ts'
import { wholeNumber } from './whole-number.ts'

export interface RatingOptions extends OptionsWith<number> {
  /** The best rating. Default 5. */
  most?: number
}

export function ratingField(label: string, { most = 5, ...options }: RatingOptions = {}) {
  return { kind: 'rating' as const, label, ...options, most, ...wholeNumber({ min: 1, max: most }) }
}
