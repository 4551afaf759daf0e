/** Somebody's saved searches: what each finds now, and how much of that is new since they last looked. */
import { HTTPException } from 'hono/http-exception'
import type { Reader, Readers } from '../../db/engine/connection.ts'
import { ifInTime } from '../../db/engine/time-limit.ts'
import { newestItemId } from '../../db/reading/newest-item.ts'
import { limitOf } from '../../db/reading/prepared.ts'
import { authorize, refusal } from '../../security/rights/authorize.ts'
import { readableFields } from '../../security/rights/policy.ts'
import { may } from '../../security/rights/viewer.ts'
import type { Account, Viewer } from '../../security/rights/viewer.ts'
import { readAddress } from '../catalogue/items/forms/address.ts'
import { filterQuery, isNarrowed, parseItemFilter } from '../catalogue/items/forms/filter.ts'
import type { ItemFilter } from '../catalogue/items/forms/filter.ts'
import { countItems, leaveOutUnknown, listItems } from '../catalogue/items/queries.ts'
import { perPage } from './forms.ts'

/** As many as are counted exactly; of more it is said that there are more. */
const mostNew = 50

export interface ListedSearch {
  id: number
  name: string
  /** What stands behind the `?` of the list's address. */
  address: string
  /** Whether it still asks for all that it asked for: a creator may have been deleted, or a field taken out. */
  isWhole: boolean
  /** Neither is there where counting takes too long. */
  total?: number | undefined
  /** Items that came since its owner looked last. */
  fresh?: Fresh | undefined
}

interface Fresh {
  count: number
  /** There may be more: counting stopped there. */
  isMore: boolean
}

/** Whoever keeps searches has an account. @throws HTTPException for others */
export function ownerOfSearches(viewer: Viewer): Account {
  authorize(viewer, 'search.save')
  if (viewer.user === null) throw refusal(viewer)
  return viewer.user
}

/** One page of one's own searches, the newest first. */
export async function listSearches(
  readers: Readers,
  page: number,
  viewer: Viewer,
): Promise<{ searches: ListedSearch[]; total: number }> {
  const owner = ownerOfSearches(viewer)
  const { db } = readers
  const [total, rows, newest] = await Promise.all([
    countSearches(db, viewer),
    db
      .selectFrom('saved_searches')
      .select(['id', 'name', 'address', 'seen_up_to'])
      .where('user_id', '=', owner.id)
      .orderBy('id', 'desc')
      .limit(limitOf(perPage))
      .offset((page - 1) * perPage)
      .execute(),
    newestItemId(db),
  ])
  // One after the other: twenty counts at once would hold up everybody else who counts.
  const searches: ListedSearch[] = []
  for (const row of rows) searches.push(await withNumbers(readers, row, newest, viewer))
  return { searches, total }
}

/** How many searches somebody keeps. */
export async function countSearches(db: Reader, viewer: Viewer): Promise<number> {
  const { id } = ownerOfSearches(viewer)
  const { count } = await db
    .selectFrom('saved_searches')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', id)
    .executeTakeFirstOrThrow()
  return count
}

interface Row {
  id: number
  name: string
  address: string
  seen_up_to: number
}

async function withNumbers(
  readers: Readers,
  { id, name, address, seen_up_to }: Row,
  newest: number,
  viewer: Viewer,
): Promise<ListedSearch> {
  const search = { id, name, address }
  if (!may(viewer, 'catalogue.read')) return { ...search, isWhole: true }
  const parsed = parseItemFilter(readAddress(address), readableFields(viewer), viewer.user?.username)
  const { filter, notices } = await leaveOutUnknown(readers.db, parsed, viewer)
  // Without any condition left it would find all items, and no number would mean what the name of the search says.
  if (!isNarrowed(filter)) return { ...search, isWhole: false }
  return {
    ...search,
    isWhole: notices.length === 0,
    total: (await ifInTime(() => countItems(readers, filter, viewer)))?.count,
    fresh: newest > seen_up_to ? await ifInTime(() => countFresh(readers, filter, seen_up_to, viewer)) : none,
  }
}

const none: Fresh = { count: 0, isMore: false }

/** The newest stand first, so those that are new are the first of them: reading one page tells how many, however many items are found. */
async function countFresh(
  readers: Readers,
  filter: ItemFilter,
  seen: number,
  viewer: Viewer,
): Promise<Fresh> {
  const newestFirst = { sort: 'newest', page: 1, after: null, before: null, per_page: mostNew } as const
  const { items, hasAfter } = await listItems(readers, { ...filter, ...newestFirst }, viewer)
  const count = items.filter(({ id }) => id > seen).length
  return { count, isMore: hasAfter && count === mostNew }
}

/** The choices of an address in the form that the list itself gives them, for this viewer's rights; empty where they narrow nothing. */
export function narrowedAddress(address: string, viewer: Viewer): string {
  const { username } = ownerOfSearches(viewer)
  const { filter } = parseItemFilter(readAddress(address), readableFields(viewer), username)
  if (!isNarrowed(filter)) return ''
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filterQuery(filter, { page: 1, after: null, before: null })))
    for (const each of [value ?? []].flat()) if (each !== '') search.append(name, String(each))
  return search.toString()
}

/** @throws HTTPException 404 where there is none, or it is somebody else's */
export async function findSearch(
  db: Reader,
  id: number,
  viewer: Viewer,
): Promise<{ id: number; address: string }> {
  return db
    .selectFrom('saved_searches')
    .select(['id', 'address'])
    .where('id', '=', id)
    .where('user_id', '=', ownerOfSearches(viewer).id)
    .executeTakeFirstOrThrow(() => new HTTPException(404))
}
