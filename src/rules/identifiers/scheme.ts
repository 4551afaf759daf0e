/** What a scheme of identifiers is: how a number is read, compared and shown. Each scheme is a file of this folder. */
import type { Checked } from '../checks.ts'

export interface Scheme {
  /** What it is called where it is chosen: "ISBN". */
  readonly label: string
  /** Said beside the field in an item's form. */
  readonly help: (pattern: string) => string
  /**
   * The normal form, by which two spellings are one. What is read is what `searchKey` makes of the text, and the normal form of a normal form
   * is itself.
   * @param pattern for the scheme that has one
   */
  readonly read: (folded: string, pattern: string) => Checked<string>
  /**
   * The usual form for people to read. Only asked for what `read` takes.
   * @param typed as it was typed
   * @param normal its normal form
   */
  readonly show: (typed: string, normal: string, pattern: string) => string
  /** Where the thing itself is found. */
  readonly href?: (typed: string) => string
}

/** A sentence for a number whose digits do not belong together. */
export const wrongLastDigit = (what: string) => ({
  problem: `is no ${what}: its last digit does not fit`,
  fix: 'Is a digit wrong, or are two swapped?',
})

/** What people set between digits does not count. */
export const withoutSeparators = (folded: string) => folded.replace(/[ -]/g, '')
