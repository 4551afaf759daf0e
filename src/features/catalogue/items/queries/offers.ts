/** What is offered where a search finds little or nothing. */
import type { ChoiceName } from '../forms/choices.ts'

export interface Offers {
  /** What was typed in other spellings, the nearest first. */
  spelling?: readonly { readonly q: string }[]
  /** Creators, categories and other entries that are called as what was typed. */
  names: readonly OfferedName[]
  /** How many items the same words find without the filters beside the list, where those are on. */
  withoutFilters?: number
}

export interface OfferedName {
  readonly choice: ChoiceName
  readonly id: number
  readonly name: string
  /** How many items it has, where that is known. */
  readonly count?: number
}
