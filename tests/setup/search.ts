/** A filter that searches, as the address of the list gives it. */
import { parseSearch } from '../../src/features/catalogue/items/forms/query.ts'
import { declaredNames } from '../../src/declared.ts'

export function searchFor(q: string) {
  const { typed, query } = parseSearch(q, declaredNames)
  return { q: typed, query }
}
