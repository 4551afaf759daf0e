/** A page of the items found, in an order that the database keeps. */
import { sql } from 'kysely'
import { engineUsedBy, isOneOf } from '../db/engine/many.ts'
import type { Reader } from '../db/engine/connection.ts'
import { afterItem } from '../db/reading/cursor.ts'
import type { SortDirection, SortKey } from '../db/reading/cursor.ts'
import type { IdSet } from './id-set.ts'
import type { SortOrder, PageRequest } from './request.ts'

/** What of a list stands on a page. */
export interface FoundPage {
  ids: number[]
  hasBefore: boolean
  hasAfter: boolean
}

/** @param page its order is not `relevance`; see `relevance.ts` */
export async function pageInOrder(
  db: Reader,
  found: IdSet,
  order: SortOrder,
  { skipped = 0, after, before, most }: PageRequest,
): Promise<FoundPage> {
  const backwards = before !== undefined
  const past = before ?? after
  const ids = await idsInOrder(db, found, order, { backwards, past, skipped, most: most + 1 })
  const more = ids.length > most
  const shown = ids.slice(0, most)
  if (backwards) shown.reverse()
  return {
    ids: shown,
    hasBefore: backwards ? more : after !== undefined || skipped > 0,
    hasAfter: backwards || more,
  }
}

interface Place {
  backwards: boolean
  past: number | undefined
  skipped: number
  most: number
}

/**
 * Few items are looked up and sorted. Of many the database's index is walked through in its order, until enough of them have come by; how
 * far that is follows from their share of all.
 */
async function idsInOrder(
  db: Reader,
  found: IdSet,
  { key, descending }: SortOrder,
  place: Place,
): Promise<number[]> {
  const { backwards, past, skipped, most } = place
  if (key === null) return found.take(most, { up: backwards, skipped, ...(past !== undefined && { past }) })
  const direction = descending === backwards ? 'asc' : 'desc'
  const size = found.size
  if (size === 0) return []
  const walked = ((skipped + most) * (await countItems(db))) / size
  if (size * costOfSorting < walked) return sorted(db, found, sql.raw(key), direction, place)
  return walk(db, found, sql.raw(key), direction, place, Math.ceil(walked * 1.2))
}

/** To look up an item and sort it takes as long as to walk past so many. */
const costOfSorting = 4

async function sorted(
  db: Reader,
  found: IdSet,
  key: SortKey,
  direction: SortDirection,
  { past, skipped, most }: Place,
): Promise<number[]> {
  const way = sql.raw(direction)
  const cursor = past === undefined ? sql`` : sql`and ${afterItem(key, sql.ref('items.id'), past, direction)}`
  // `materialized` keeps a planner from walking through an index and looking at each item whether it was found.
  const { rows } = await sql<{ id: number }>`
    with found as materialized (
      select items.id, ${key} as key from items where ${isOneOf(engineUsedBy(db), 'items.id', found.toArray())} ${cursor}
    )
    select id from found order by key ${way}, id ${way} limit ${sql.lit(most)} offset ${sql.lit(skipped)}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

const portions = { least: 500, most: 20_000 }

async function walk(
  db: Reader,
  found: IdSet,
  key: SortKey,
  direction: SortDirection,
  { past, skipped, most }: Place,
  expected: number,
): Promise<number[]> {
  const way = sql.raw(direction)
  const ids: number[] = []
  const size = Math.min(portions.most, Math.max(portions.least, expected))
  let left = skipped
  for (let last = past; ;) {
    const cursor =
      last === undefined ? sql`` : sql`where ${afterItem(key, sql.ref('items.id'), last, direction)}`
    const { rows } = await sql<{ id: number }>`
      select items.id from items ${cursor} order by ${key} ${way}, items.id ${way} limit ${sql.lit(size)}`.execute(
      db,
    )
    for (const { id } of rows) {
      if (!found.has(id)) continue
      if (left > 0) left--
      else if (ids.push(id) === most) return ids
    }
    last = rows.at(-1)?.id
    if (rows.length < size || last === undefined) return ids
  }
}

async function countItems(db: Reader): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(count), 0) as count from kept_counts where subject = 'items'`.execute(db)
  return rows[0]?.count ?? 0
}
