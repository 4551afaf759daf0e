/** The list as its page shows it: one page of items, how many there are, and the filters with their numbers. */
import type { DeclaredName } from '../../../../declared.ts'
import type { Readers } from '../../../../db/engine/connection.ts'
import { ifInTime, inTime } from '../../../../db/engine/time-limit.ts'
import type { FieldFacet } from '../../../../search/facet.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { countItems } from './count.ts'
import type { Total } from './count.ts'
import { listFacets, readFacets } from './facets.ts'
import type { Facets } from './facets.ts'
import { listItems } from './list.ts'
import type { Offers } from './offers.ts'
import type { PageOfItems } from './list.ts'

export interface Browsed {
  list: PageOfItems
  /** Undefined when counting took too long: then the facets have no numbers either. */
  total: Total | undefined
  facets: Facets
  /** The numbers beside declared fields; those that were not counted are missing. */
  fieldFacets?: FieldFacets
  /** Where little or nothing was found. */
  offers?: Offers
}

export type FieldFacets = Partial<Record<DeclaredName, FieldFacet>>

/** The board has its own items: see `board.ts`. */
const noPage: PageOfItems = { items: [], hasBefore: false, hasAfter: false }

/** @throws TookTooLongError when even the items are not found in time */
export async function browseItems(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Browsed> {
  authorize(viewer, 'catalogue.read')
  const [list, counts] = await Promise.all([
    filter.view === 'board' ? noPage : inTime(() => listItems(readers, filter, viewer)),
    ifInTime(() => Promise.all([countItems(readers, filter, viewer), readFacets(readers, filter, viewer)])),
  ])
  const [total, facets] = counts ?? [undefined, await listFacets(readers.db, filter, viewer)]
  return { list, total, facets }
}
