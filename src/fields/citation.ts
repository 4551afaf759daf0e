/** What a domain says about citing its items: which field plays which part, and what kind of work each type is. */

import type { KindOfWork } from '../rules/citations/work.ts'

/** Fields of an item by their names. */
export interface DeclaredCitation {
  /** The lookup's field that holds the authors. */
  readonly authors: string
  /** The field of an author with the name as it is cited: "Family, Given", or without a comma a name that is not turned round. */
  readonly citedAs?: string
  readonly year?: string
  /** What it appeared in: a journal, a collection. */
  readonly container?: string
  readonly volume?: string
  readonly pages?: string
  readonly publisher?: string
  /** The field with a DOI, or the shelf mark of an original. */
  readonly identifier?: string
  /** Where the original is kept. */
  readonly place?: string
  /** By the type's name; a type that is not here is a `document`. */
  readonly kinds: Readonly<Record<string, KindOfWork>>
}
