/** How many items each further choice would leave: the numbers beside the filters. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { countsOf, topNames } from '../../../../db/reading/counts.ts'
import type { NamedCount, Subject, TopNames } from '../../../../db/reading/counts.ts'
import { limitOf } from '../../../../db/reading/prepared.ts'
import { cached } from '../../../../db/reading/cached.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choiceNames, choices } from '../forms/choices.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { isNarrowed } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { choiceTables, isLinkedBy, namesOfChoices } from './choices.ts'
import { chosenBy, narrow } from './narrow.ts'

export interface FacetValue {
  id: number
  name: string
  /** Unknown where there was no time to count. */
  count?: number
  chosen: boolean
}

type Counted = Omit<FacetValue, 'chosen'>

/** Of each choice that is offered the values; of the others nothing. */
export type Facets = Record<ChoiceName, FacetValue[]>

/** How many values of a facet are offered: those with most items. What is chosen is always among them. */
const offered = (facet: ChoiceName) => (facet === 'type' ? 20 : 16)

const noFacets = (): Facets => Object.fromEntries(choices.map(({ name }) => [name, []])) as unknown as Facets

/** The facets that this viewer is offered, and those by which the list is narrowed already. */
function facetsFor(viewer: Viewer, filter: ItemFilter): ChoiceName[] {
  return choices
    .filter(({ name, reference, filter: isOffered }) => {
      const mayRead = reference === undefined || mayReadField(viewer, reference)
      return mayRead && (isOffered || filter[name].length > 0)
    })
    .map(({ name }) => name)
}

/**
 * The values of each facet with the number of items they would leave. A facet's own choice does not narrow its numbers,
 * since any of its values will do: ticking a second one adds items.
 */
export async function readFacets(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Facets> {
  authorize(viewer, 'catalogue.read')
  const facets = isNarrowed(filter) ? noFacets() : await readCountedFacets(readers.db, filter, viewer)
  const missing = facetsFor(viewer, filter).filter(
    (name) => isNarrowed(filter) || !choiceTables[name].counter,
  )
  await Promise.all(
    missing.map(async (name) => {
      facets[name] = await readFacet(readers, name, filter)
    }),
  )
  return facets
}

/** Over all items what the counters keep is not counted. */
async function readCountedFacets(db: Reader, filter: ItemFilter, viewer: Viewer): Promise<Facets> {
  const facets = noFacets()
  const wanted = facetsFor(viewer, filter).filter((name) => choiceTables[name].counter)
  for (const { subject, id, name, count } of await topOf(db, wanted))
    facets[subject as ChoiceName].push({ id, name, count, chosen: false })
  return facets
}

/** The values of these with most items. Built once for each set of them. */
const built = new Map<string, ReturnType<typeof topNames>>()

function topOf(db: Reader, names: readonly ChoiceName[]): Promise<NamedCount[]> {
  if (names.length === 0) return Promise.resolve([])
  const key = names.join()
  const query = built.get(key) ?? topNames(names.flatMap(asked))
  built.set(key, query)
  return query(db)
}

function asked(name: ChoiceName): TopNames[] {
  const { counter, names } = choiceTables[name]
  return counter ? [{ subject: counter, names, most: offered(name) }] : []
}

/**
 * The same without counting: what most items of the catalogue have, and what is chosen. For a page whose counts take too long.
 */
export async function listFacets(db: Reader, filter: ItemFilter, viewer: Viewer): Promise<Facets> {
  authorize(viewer, 'catalogue.read')
  const facets = await readCountedFacets(db, filter, viewer)
  for (const facet of facetsFor(viewer, filter)) {
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
  const { counter } = choiceTables[facet]
  const counts =
    counter && !isNarrowed(others)
      ? await valuesOfCounters(db, facet, counter, chosen)
      : await countedOnce(db, JSON.stringify([facet, chosenBy(others), chosen]), () =>
          countValues(heavy, facet, others, chosen),
        )
  // Chosen values that would leave nothing are still shown, so that they can be taken off.
  const unseen = chosen.filter((id) => !counts.some((value) => value.id === id))
  const names = await namesOfChoices(db, facet, unseen)
  return [...counts, ...names.map((value) => ({ ...value, count: 0 }))]
    .map((value) => ({ ...value, chosen: chosen.includes(value.id) }))
    .filter((value, place) => value.chosen || place < offered(facet))
}

/** Over all items, from the counters: the highest, and those that are chosen. */
async function valuesOfCounters(
  db: Reader,
  facet: ChoiceName,
  counter: Subject,
  chosen: readonly number[],
): Promise<Counted[]> {
  const highest = (await topOf(db, [facet])).map(({ id, name, count }) => ({ id, name, count }))
  const missing = chosen.filter((id) => !highest.some((value) => value.id === id))
  const counts = await countsOf(db, counter, missing)
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
  const { names, label, links, item, value } = choiceTables[facet]
  const chosenFirst =
    chosen.length === 0 ? sql`` : sql`case when ${sql.ref(value)} in (${sql.join(chosen)}) then 0 else 1 end,`
  const { rows } = await sql<{ id: number; name: string; count: number }>`
    select names.id, names.${sql.ref(label)} as name, counted.count
    from (
      select ${sql.ref(value)} as id, count(*) as count from ${sql.table(links)}
      where ${sql.ref(value)} is not null ${isNarrowed(filter) ? sql`and ${sql.ref(item)} in (${foundBy(heavy, filter)})` : sql``}
      group by ${sql.ref(value)}
      order by ${chosenFirst} count(*) desc, ${sql.ref(value)} limit ${limitOf(offered(facet) + chosen.length)}
    ) as counted
    inner join ${sql.table(names)} as names on names.id = counted.id
    order by counted.count desc, names.${sql.ref(label)}`.execute(heavy)
  return rows
}

/** The ids of the items that the filter finds. Where it asks for one kind of link alone, the links tell without the items. */
function foundBy(heavy: Reader, filter: ItemFilter): RawBuilder<unknown> {
  for (const kind of choiceNames) {
    if (!isLinkedBy(kind) || filter[kind].length === 0 || isNarrowed({ ...filter, [kind]: [] })) continue
    const { links, item, value } = choiceTables[kind]
    return sql`select ${sql.ref(item)} from ${sql.table(links)} where ${sql.ref(value)} in (${sql.join(filter[kind])})`
  }
  return sql`${narrow(heavy.selectFrom('items'), filter).select('items.id')}`
}
