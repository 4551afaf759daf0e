/** A search as it was understood: what the parser makes of what a person typed, and what the index is asked. Plain data, without SQL. */

/** All groups must hold. Of a group any term will do: `dune OR solaris` is one. */
export type SearchQuery = readonly (readonly Term[])[]

/** One thing that must be there, or with `not` must not be there. */
export type Term = { readonly not?: boolean } & (WordsTerm | FieldTerm | IdTerm)

/**
 * Words that stand one after the other in one field: a single word is a phrase of one. Tokens are those of `rules/tokens`.
 */
export interface WordsTerm {
  readonly kind: 'words'
  readonly tokens: readonly string[]
  /** The same as one word, which will do as well (see `Chunk`). */
  readonly joined?: string | undefined
  /** Whether the last token may be the beginning of a longer one; never for what stood in quotes. */
  readonly isPrefix: boolean
  /** Only in this field: the name of one that the index holds, such as `title`, `creators`, or `item_type`. Undefined: in any of them. */
  readonly in?: string | undefined
}

/** A declared field that is narrowed by its own filter, as the address `?price_from=10` does it. `choice` is what the filter's `read` returned. */
export interface FieldTerm {
  readonly kind: 'field'
  readonly name: string
  readonly choice: unknown
}

/** The item with this number. */
export interface IdTerm {
  readonly kind: 'id'
  readonly id: number
}
