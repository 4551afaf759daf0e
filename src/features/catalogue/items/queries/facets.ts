/** How many items each further choice would leave: the numbers beside the filters. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader } from '../../../../db/connection.ts'
import { countsOf, topNames } from '../../../../db/counts.ts'
import { limitOf } from '../../../../db/prepared.ts'
import { remember } from '../../../../db/remembered.ts'
import { authorize } from '../../../../security/authorize.ts'
import type { Viewer } from '../../../../security/viewer.ts'
import { isNarrowed } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { chosenBy, narrow } from './narrow.ts'

export interface FacetValue {
  id: number
  name: string
  count: number
  chosen: boolean
}

export interface Facets {
  type: FacetValue[]
  category: FacetValue[]
  creator: FacetValue[]
}

export type FacetName = keyof Facets

interface Handles {
  db: Reader
  /** Counting under a filter may take long. */
  heavy: Reader
}

/** How many values of a facet are offered: those with most items. What is chosen is always among them. */
const offered: Record<FacetName, number> = { type: 20, category: 16, creator: 8 }

/** Where each facet's values are named, and where its links to items stand. */
const tables = {
  type: { names: 'item_types', links: 'items', item: 'id', value: 'item_type_id' },
  category: { names: 'categories', links: 'item_categories', item: 'item_id', value: 'category_id' },
  creator: { names: 'creators', links: 'item_creators', item: 'item_id', value: 'creator_id' },
} as const

/**
 * The values of each facet with the number of items they would leave. A facet's own choice does not narrow its numbers,
 * since any of its values will do: ticking a second one adds items.
 */
export async function readFacets(handles: Handles, filter: ItemFilter, viewer: Viewer): Promise<Facets> {
  authorize(viewer, 'catalogue.read')
  if (!isNarrowed(filter)) return readAllFacets(handles.db)
  const [type, category, creator] = await Promise.all([
    readFacet(handles, 'type', filter),
    readFacet(handles, 'category', filter),
    readFacet(handles, 'creator', filter),
  ])
  return { type, category, creator }
}

/** Over all items nothing is counted: the counts are kept. */
async function readAllFacets(db: Reader): Promise<Facets> {
  const facets: Facets = { type: [], category: [], creator: [] }
  for (const { subject, id, name, count } of await topOfAll(db))
    facets[subject as FacetName].push({ id, name, count, chosen: false })
  return facets
}

const ask = (facet: FacetName) => ({ subject: facet, names: tables[facet].names, most: offered[facet] })
const topOfAll = topNames([ask('type'), ask('category'), ask('creator')])
const topOf = {
  type: topNames([ask('type')]),
  category: topNames([ask('category')]),
  creator: topNames([ask('creator')]),
}

/** Counting under a filter may take a tenth of a second, and each page of a list asks for the same numbers. */
const countedOnce = remember<Omit<FacetValue, 'chosen'>[]>()

async function readFacet(handles: Handles, facet: FacetName, filter: ItemFilter): Promise<FacetValue[]> {
  const chosen = filter[facet]
  const others = { ...filter, [facet]: [] }
  // Counts of all items are kept; only those under a filter must be counted.
  const count = (most: number, only?: readonly number[]) =>
    isNarrowed(others)
      ? countedOnce(handles.db, JSON.stringify([facet, chosenBy(others), most, only]), () =>
          countValues(handles.heavy, facet, others, most, only),
        )
      : keptValues(handles.db, facet, only)
  const counts = await count(offered[facet])
  const missing = chosen.filter((id) => !counts.some((value) => value.id === id))
  const rest = missing.length === 0 ? [] : await count(missing.length, missing)
  const known = [...counts, ...rest]
  // Chosen values that would leave nothing are still shown, so that they can be taken off.
  const unseen = chosen.filter((id) => !known.some((value) => value.id === id))
  const names = unseen.length === 0 ? [] : await namesOf(handles.db, facet, unseen)
  return [...known, ...names.map((value) => ({ ...value, count: 0 }))].map(({ id, name, count }) => ({
    ...{ id, name, count },
    chosen: chosen.includes(id),
  }))
}

/** The same over all items: the highest of the kept counts, or those of the given ids. */
async function keptValues(
  db: Reader,
  facet: FacetName,
  only?: readonly number[],
): Promise<Omit<FacetValue, 'chosen'>[]> {
  if (!only) return topOf[facet](db)
  const counts = await countsOf(db, facet, only)
  const names = await namesOf(db, facet, [...counts.keys()])
  return names.map((value) => ({ ...value, count: counts.get(value.id) ?? 0 }))
}

/** The values with most items among those that the filter finds; only the given ids where there are any. */
async function countValues(
  heavy: Reader,
  facet: FacetName,
  filter: ItemFilter,
  most: number,
  only?: readonly number[],
): Promise<Omit<FacetValue, 'chosen'>[]> {
  const { names, links, item, value } = tables[facet]
  const found = foundBy(heavy, filter)
  const conditions = [
    sql`${sql.ref(item)} in (${found})`,
    ...(only ? [sql`${sql.ref(value)} in (${sql.join(only)})`] : []),
  ]
  const { rows } = await sql<Omit<FacetValue, 'chosen'>>`
    select names.id, names.name, counted.count
    from (
      select ${sql.ref(value)} as id, count(*) as count from ${sql.table(links)}
      where ${sql.join(conditions, sql` and `)}
      group by ${sql.ref(value)} order by count(*) desc, ${sql.ref(value)} limit ${limitOf(most)}
    ) as counted
    inner join ${sql.table(names)} as names on names.id = counted.id
    order by counted.count desc, names.name_key`.execute(heavy)
  return rows
}

/** The ids of the items that the filter finds. Where it asks for one kind of link alone, the links tell without the items. */
function foundBy(heavy: Reader, filter: ItemFilter): RawBuilder<unknown> {
  for (const kind of ['creator', 'category'] as const) {
    if (filter[kind].length === 0 || isNarrowed({ ...filter, [kind]: [] })) continue
    const { links, value } = tables[kind]
    return sql`select item_id from ${sql.table(links)} where ${sql.ref(value)} in (${sql.join(filter[kind])})`
  }
  return sql`${narrow(heavy.selectFrom('items'), filter).select('items.id')}`
}

async function namesOf(db: Reader, facet: FacetName, ids: readonly number[]) {
  if (ids.length === 0) return []
  return db.selectFrom(tables[facet].names).select(['id', 'name']).where('id', 'in', ids).execute()
}
