/** How many items each further choice would leave: the numbers beside the filters. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { countsOf, topNames } from '../../../../db/reading/counts.ts'
import { limitOf } from '../../../../db/reading/prepared.ts'
import { cached } from '../../../../db/reading/cached.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choiceNames, isNarrowed } from '../forms/filter.ts'
import type { ChoiceName, ItemFilter } from '../forms/filter.ts'
import { choiceTables, namesOfChoices } from './choices.ts'
import { chosenBy, narrow } from './narrow.ts'

export interface FacetValue {
  id: number
  name: string
  /** Unknown where there was no time to count. */
  count?: number
  chosen: boolean
}

type Counted = Omit<FacetValue, 'chosen'>

export interface Facets {
  type: FacetValue[]
  category: FacetValue[]
  creator: FacetValue[]
}

/** How many values of a facet are offered: those with most items. What is chosen is always among them. */
const offered: Record<ChoiceName, number> = { type: 20, category: 16, creator: 8 }

/**
 * The values of each facet with the number of items they would leave. A facet's own choice does not narrow its numbers,
 * since any of its values will do: ticking a second one adds items.
 */
export async function readFacets(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Facets> {
  authorize(viewer, 'catalogue.read')
  if (!isNarrowed(filter)) return readAllFacets(readers.db)
  const [type, category, creator] = await Promise.all([
    readFacet(readers, 'type', filter),
    readFacet(readers, 'category', filter),
    readFacet(readers, 'creator', filter),
  ])
  return { type, category, creator }
}

/** Over all items nothing is counted: the counts are kept. */
async function readAllFacets(db: Reader): Promise<Facets> {
  const facets: Facets = { type: [], category: [], creator: [] }
  for (const { subject, id, name, count } of await topOfAll(db))
    facets[subject as ChoiceName].push({ id, name, count, chosen: false })
  return facets
}

const ask = (facet: ChoiceName) => ({
  subject: facet,
  names: choiceTables[facet].names,
  most: offered[facet],
})
const topOfAll = topNames([ask('type'), ask('category'), ask('creator')])
const topOf = {
  type: topNames([ask('type')]),
  category: topNames([ask('category')]),
  creator: topNames([ask('creator')]),
}

/**
 * The same without counting: what most items of the catalogue have, and what is chosen. For a page whose counts take too long.
 */
export async function listFacets(db: Reader, filter: ItemFilter, viewer: Viewer): Promise<Facets> {
  authorize(viewer, 'catalogue.read')
  const facets = await readAllFacets(db)
  for (const facet of choiceNames) {
    const chosen = await namesOfChoices(db, facet, filter[facet])
    const others = facets[facet].filter(({ id }) => !filter[facet].includes(id))
    facets[facet] = [
      ...chosen.map((value) => ({ ...value, chosen: true })),
      ...others.map(({ id, name }) => ({ id, name, chosen: false })),
    ]
  }
  return facets
}

/** Counting under a filter may take a tenth of a second, and each page of a list asks for the same numbers. */
const countedOnce = cached<Counted[]>()

async function readFacet(readers: Readers, facet: ChoiceName, filter: ItemFilter): Promise<FacetValue[]> {
  const { db, heavy } = readers
  const chosen = filter[facet]
  const others = { ...filter, [facet]: [] }
  const counts = isNarrowed(others)
    ? await countedOnce(db, JSON.stringify([facet, chosenBy(others), chosen]), () =>
        countValues(heavy, facet, others, chosen),
      )
    : await valuesOfCounters(db, facet, chosen)
  // Chosen values that would leave nothing are still shown, so that they can be taken off.
  const unseen = chosen.filter((id) => !counts.some((value) => value.id === id))
  const names = await namesOfChoices(db, facet, unseen)
  return [...counts, ...names.map((value) => ({ ...value, count: 0 }))]
    .map((value) => ({ ...value, chosen: chosen.includes(value.id) }))
    .filter((value, place) => value.chosen || place < offered[facet])
}

/** Over all items, from the counters: the highest, and those that are chosen. */
async function valuesOfCounters(
  db: Reader,
  facet: ChoiceName,
  chosen: readonly number[],
): Promise<Counted[]> {
  const highest = (await topOf[facet](db)).map(({ id, name, count }) => ({ id, name, count }))
  const missing = chosen.filter((id) => !highest.some((value) => value.id === id))
  const counts = await countsOf(db, facet, missing)
  const names = await namesOfChoices(db, facet, [...counts.keys()])
  return [...highest, ...names.map((value) => ({ ...value, count: counts.get(value.id) ?? 0 }))]
}

/** The values with most items among those that the filter finds, and those that are chosen. */
async function countValues(
  heavy: Reader,
  facet: ChoiceName,
  filter: ItemFilter,
  chosen: readonly number[],
): Promise<Counted[]> {
  const { names, links, item, value } = choiceTables[facet]
  const chosenFirst =
    chosen.length === 0 ? sql`` : sql`case when ${sql.ref(value)} in (${sql.join(chosen)}) then 0 else 1 end,`
  const { rows } = await sql<{ id: number; name: string; count: number }>`
    select names.id, names.name, counted.count
    from (
      select ${sql.ref(value)} as id, count(*) as count from ${sql.table(links)}
      where ${sql.ref(item)} in (${foundBy(heavy, filter)})
      group by ${sql.ref(value)}
      order by ${chosenFirst} count(*) desc, ${sql.ref(value)} limit ${limitOf(offered[facet] + chosen.length)}
    ) as counted
    inner join ${sql.table(names)} as names on names.id = counted.id
    order by counted.count desc, names.name_key`.execute(heavy)
  return rows
}

/** The ids of the items that the filter finds. Where it asks for one kind of link alone, the links tell without the items. */
function foundBy(heavy: Reader, filter: ItemFilter): RawBuilder<unknown> {
  for (const kind of ['creator', 'category'] as const) {
    if (filter[kind].length === 0 || isNarrowed({ ...filter, [kind]: [] })) continue
    const { links, value } = choiceTables[kind]
    return sql`select item_id from ${sql.table(links)} where ${sql.ref(value)} in (${sql.join(filter[kind])})`
  }
  return sql`${narrow(heavy.selectFrom('items'), filter).select('items.id')}`
}
