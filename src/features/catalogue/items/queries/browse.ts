/** The list as its page shows it: one page of items, how many there are, and the filters with their numbers. */
import type { Readers } from '../../../../db/engine/connection.ts'
import { ifInTime, inTime } from '../../../../db/engine/time-limit.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { parseSearch } from '../forms/query.ts'
import { countItems } from './count.ts'
import type { Total } from './count.ts'
import { listFacets, namedFacets, readFacets, wantedFacets } from './facets.ts'
import type { CountedFacets } from './facets.ts'
import { listItems, withLinks } from './list.ts'
import { readOffers } from './offers.ts'
import type { Offers } from './offers.ts'
import type { PageOfItems } from './list.ts'
import { foundFields, listedFields } from './fields.ts'
import { isQuick, rowsOf } from './page.ts'
import { searchItems } from './search.ts'

export interface Browsed extends CountedFacets {
  list: PageOfItems
  total: Total
  /** Where little or nothing was found. */
  offers?: Offers
}

/** The board has its own items: see `board.ts`. */
const noPage: PageOfItems = { items: [], hasBefore: false, hasAfter: false }

/**
 * What is narrowed is found, ordered and counted by one search.
 * @throws TookTooLongError when even the items are not found in time
 */
export async function browseItems(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Browsed> {
  authorize(viewer, 'catalogue.read')
  return isQuick(filter)
    ? browseQuickly(readers, filter, viewer)
    : inTime(() => browseFound(readers, filter, viewer))
}

async function browseFound(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Browsed> {
  const page = filter.view !== 'board'
  const answer = await searchItems(readers, filter, viewer, { ...wantedFacets(filter, viewer), page })
  const fields = filter.query.length > 0 ? foundFields(viewer) : listedFields(viewer)
  const { rows, ...ends } = await rowsOf(readers.db, answer.page, fields)
  const [items, counted, offers] = await Promise.all([
    withLinks(readers.db, rows, viewer),
    namedFacets(readers.db, filter, answer),
    readOffers(readers, filter, viewer, answer),
  ])
  const instead = page && answer.total === 0 ? await foundInstead(readers, filter, viewer, offers) : undefined
  return {
    list: { items, ...ends },
    total: { count: answer.total },
    offers: { ...offers, ...(instead && { instead }) },
    ...counted,
  }
}

/** Somebody who has misspelt a word sees at once what they likely meant. */
async function foundInstead(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  { spelling: [nearest] = [] }: Offers,
): Promise<Offers['instead']> {
  if (!nearest) return undefined
  const { q } = nearest
  const { query } = parseSearch(q, readableFields(viewer), viewer.user?.username)
  const respelled = { ...filter, q, query, page: 1, after: null, before: null }
  const { page, total } = await searchItems(readers, respelled, viewer, { page: true })
  const { rows } = await rowsOf(readers.db, page, foundFields(viewer))
  return total === 0 ? undefined : { q, total, items: await withLinks(readers.db, rows, viewer) }
}

/** From the indexes and the counters, whether or not the search is ready; without it some numbers are missing beside the filters. */
async function browseQuickly(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Browsed> {
  const [list, total, counted] = await Promise.all([
    filter.view === 'board' ? noPage : listItems(readers, filter, viewer),
    countItems(readers, filter, viewer),
    ifInTime(() => readFacets(readers, filter, viewer)),
  ])
  return {
    list,
    total,
    ...(counted ?? { facets: await listFacets(readers.db, filter, viewer), fieldFacets: {} }),
  }
}
