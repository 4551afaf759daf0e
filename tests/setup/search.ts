/** Searches for tests. */
import { parseSearch } from '../../src/features/catalogue/items/forms/query.ts'
import { declaredNames } from '../../src/declared.ts'
import type { SearchRequest } from '../../src/search/request.ts'

/** Asks the public index for allItems. */
export const allItems: SearchRequest = {
  parts: ['public'],
  query: [],
  chosen: {},
  fields: {},
  conditions: [],
  facets: [],
  fieldFacets: [],
  entries: 20,
}

/** A filter that searches, as the address of the list gives it. */
export function searchFor(q: string) {
  const { typed, query } = parseSearch(q, declaredNames)
  return { q: typed, query }
}
