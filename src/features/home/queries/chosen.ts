/** From the items that a domain chooses for its front page to a filter of the list, for somebody who may read all that it asks for. */
import { itemReferences } from '../../../declared.ts'
import type { Chosen } from '../../../fields/home.ts'
import { dayFromToday } from '../../../rules/day.ts'
import { readableFields } from '../../../security/rights/policy.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { parseItemFilter } from '../../catalogue/items/forms/filter.ts'
import type { ItemFilter } from '../../catalogue/items/forms/filter.ts'

/** @returns undefined where the viewer may not read a field that it names, or where it says `me` and nobody is signed in */
export function filterOf(
  chosen: Chosen,
  { sort, most }: { sort?: string | undefined; most?: number | undefined },
  viewer: Viewer,
): ItemFilter | undefined {
  const narrowing = typeof chosen === 'function' ? chosen(dayFromToday) : chosen
  const people = itemReferences.flatMap(([name, { kind }]) => (kind === 'person' ? [narrowing[name]] : []))
  if (viewer.user === null && people.includes('me')) return undefined
  const sent = Object.fromEntries(Object.entries(narrowing).map(([name, value]) => [name, [value].flat()]))
  // The list reads an address in the same way: what somebody may not read is a name that it does not know.
  const { filter, notices } = parseItemFilter(
    { ...sent, ...(sort !== undefined && { sort: [sort] }) },
    readableFields(viewer),
    viewer.user?.username,
  )
  if (notices.length > 0) return undefined
  return most === undefined ? filter : { ...filter, per_page: most }
}
