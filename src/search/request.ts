/** What the searcher is asked and what it answers: plain data, which can go from one process to another. */
import type { SearchQuery, Term } from '../rules/search-query.ts'
import type { FieldFacet } from '../rules/facet.ts'

/** A statement of ours that selects ids, for what is neither in the index nor in memory. */
export interface Condition {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A declared field within a typed search has become a condition. */
export type SearchedTerm =
  | Exclude<Term, { kind: 'field' }>
  | { readonly kind: 'condition'; readonly condition: Condition; readonly not?: boolean }

export interface SearchRequest {
  /** Names of the parts of the index that the asker may read; what is in others does not exist for them. */
  parts: readonly string[]
  query: readonly (readonly SearchedTerm[])[]
  /** By reference, or `item_type`: any of these ids. */
  chosen: Readonly<Record<string, readonly number[]>>
  /** By declared field: what is chosen, as its filter has it. */
  fields: Readonly<Record<string, unknown>>
  conditions: readonly Condition[]
  page?: PageRequest | undefined
  /** Which references, and which fields, are counted. */
  facets: readonly string[]
  fieldFacets: readonly string[]
  /** By field: the width of its bars, where they are not to fit its values. */
  widths?: Readonly<Record<string, number>>
  /** How many entries of a reference are wanted: those with most items, and those that are chosen. */
  entries: number
}

export interface PageRequest {
  order: 'relevance' | SortOrder
  /** Where the page begins: at most one of these three. */
  skipped?: number | undefined
  after?: number | undefined
  before?: number | undefined
  most: number
}

/** @see SortKey for what `key` may hold; null sorts by id, the newest first */
export interface SortOrder {
  key: string | null
  descending: boolean
}

export interface SearchAnswer {
  total: number
  /** The items of the page in their order; undefined where none was asked for. */
  page?: { ids: number[]; hasBefore: boolean; hasAfter: boolean } | undefined
  /** By reference: ids with the number of their items, the highest first. */
  facets: Record<string, [id: number, count: number][]>
  fields: Record<string, FieldFacet>
  /** Other spellings of what was typed, where little was found. */
  near?: { token: string; words: string[] }[] | undefined
}

export type { SearchQuery }
