/** Turns the list's filter into a request for the search, which finds and counts whatever is narrowed. */
import { sql } from 'kysely'
import { declarationOf } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf } from '../../../../db/engine/many.ts'
import type { Term } from '../../../../rules/search-query.ts'
import { search } from '../../../../search/client.ts'
import type {
  Condition,
  PageRequest,
  SearchAnswer,
  SearchedTerm,
  SearchRequest,
} from '../../../../search/request.ts'
import { isInMemory, parts } from '../../../../search/shape.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import { may } from '../../../../security/rights/viewer.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choices } from '../forms/choices.ts'
import { chosenFields, noFilter, wholeQuery } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { narrow } from './narrow.ts'
import type { ItemQuery } from './narrow.ts'
import { orderOf } from './order.ts'

/** By what the search calls it: the field, or `item_type`. */
export const searchName = ({ reference }: Pick<(typeof choices)[number], 'reference'>): string =>
  reference ?? 'item_type'

export interface Wanted {
  page?: boolean
  /** References (see `searchName`) and fields that are counted. */
  facets?: readonly string[]
  fieldFacets?: readonly DeclaredName[]
  /** By field: the width of its bars, where they are not to fit its values. */
  widths?: Readonly<Partial<Record<DeclaredName, number>>>
  entries?: number
}

export function searchItems(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  wanted: Wanted,
): Promise<SearchAnswer> {
  return search(readers, requestOf(readers.heavy, filter, viewer, wanted))
}

function requestOf(db: Reader, filter: ItemFilter, viewer: Viewer, wanted: Wanted): SearchRequest {
  const inMemory = chosenFields(filter).filter(({ name }) => isInMemory(name))
  return {
    parts: parts
      .filter(({ permission }) => permission === undefined || may(viewer, permission))
      .map(({ name }) => name),
    query: wholeQuery(filter).map((terms) => terms.map((term) => searchedTerm(db, term))),
    chosen: Object.fromEntries(choices.map((choice) => [searchName(choice), filter[choice.name]])),
    fields: Object.fromEntries(inMemory.map(({ name, choice }) => [name, choice])),
    conditions: conditionsOf(db, filter),
    page: wanted.page ? pageOf(filter) : undefined,
    facets: wanted.facets ?? [],
    fieldFacets: wanted.fieldFacets ?? [],
    ...(wanted.widths && { widths: wanted.widths }),
    entries: wanted.entries ?? 0,
  }
}

function searchedTerm(db: Reader, term: Term): SearchedTerm {
  if (term.kind !== 'field') return term
  return {
    kind: 'condition',
    condition: conditionOf(db, { fields: { [term.name]: term.choice } }),
    ...(term.not && { not: true }),
  }
}

/** What is chosen and neither in the index nor in memory: each is a statement of its own. */
function conditionsOf(db: Reader, filter: ItemFilter): Condition[] {
  // Words of a long text are in the query.
  const others = chosenFields(filter).filter(
    ({ name, filterBy }) => !isInMemory(name) && filterBy.kind !== 'words',
  )
  return [
    ...others.map(({ name, choice }) => conditionOf(db, { fields: { [name]: choice } })),
    ...(filter.breaks === '' ? [] : [conditionOf(db, { breaks: filter.breaks })]),
    ...filter.is.map((name) => conditionOf(db, { is: [name] })),
  ]
}

function conditionOf(db: Reader, only: Partial<ItemFilter>): Condition {
  const { sql: text, parameters } = narrow(db.selectFrom('items').select('items.id'), {
    ...noFilter,
    ...only,
  }).compile()
  return { sql: text, parameters }
}

function pageOf({ sort, page, per_page, after, before, query }: ItemFilter): PageRequest {
  return {
    order: sort === 'relevance' && query.length > 0 ? 'relevance' : orderOf(sort),
    most: per_page,
    ...(after !== null ? { after } : before !== null ? { before } : { skipped: (page - 1) * per_page }),
  }
}

/** The items that a filter finds, as a query over them: for sums and other things that are worked out from the rows. */
export async function itemsFoundBy<O>(
  readers: Readers,
  query: ItemQuery<O>,
  filter: ItemFilter,
  viewer: Viewer,
): Promise<ItemQuery<O>> {
  const narrowed = narrow(query, filter)
  const words = wholeQuery(filter)
  if (words.length === 0) return narrowed
  const all = { ...noFilter, query: words, sort: 'newest', per_page: 2 ** 31 }
  const { page } = await searchItems(readers, all, viewer, { page: true })
  return narrowed.where(isOneOf(engineUsedBy(readers.heavy), sql.ref('items.id'), page?.ids ?? []))
}

/** The fields whose values are counted beside the list, of those that the viewer may read. */
export function countedFields(viewer: Viewer): DeclaredName[] {
  return readableFields(viewer).filter((name) => declarationOf(name).filter && isInMemory(name))
}
