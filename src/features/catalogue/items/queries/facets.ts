/** How many items each further choice would leave: the numbers beside the filters. */
import type { DeclaredName } from '../../../../declared.ts'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { topNames } from '../../../../db/reading/counts.ts'
import type { NamedCount, TopNames } from '../../../../db/reading/counts.ts'
import type { FieldFacet } from '../../../../rules/facet.ts'
import type { SearchAnswer } from '../../../../search/request.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choiceNamed, choices } from '../forms/choices.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { isNarrowed } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { choiceTables, namesOfChoices } from './choices.ts'
import { countedFields, searchItems, searchName } from './search.ts'
import type { Wanted } from './search.ts'

export interface FacetValue {
  id: number
  name: string
  /** Unknown where there was no time to count. */
  count?: number
  chosen: boolean
}

/** Of each choice that is offered the values; of the others nothing. */
export type Facets = Record<ChoiceName, FacetValue[]>

/** How many values of a facet are offered: those with most items. What is chosen is always among them. */
const mostOffered = 20
const offered = (facet: ChoiceName) => (facet === 'type' ? mostOffered : 16)

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

export interface CountedFacets {
  facets: Facets
  /** The numbers beside declared fields. */
  fieldFacets: FieldFacets
}

export type FieldFacets = Partial<Record<DeclaredName, FieldFacet>>

/**
 * The values of each facet with the number of items they would leave. A facet's own choice does not narrow its numbers,
 * since any of its values will do: ticking a second one adds items. Over all items the counters are read.
 * @param counting what the search counts, if not all that stands beside the list
 */
export async function readFacets(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  counting: Pick<Wanted, 'facets' | 'fieldFacets' | 'widths'> = {},
): Promise<CountedFacets> {
  authorize(viewer, 'catalogue.read')
  const wanted = { ...wantedFacets(filter, viewer), ...counting }
  const [facets, answer] = await Promise.all([
    isNarrowed(filter) ? noFacets() : readCountedFacets(readers.db, filter, viewer),
    isAny(wanted) ? searchItems(readers, filter, viewer, wanted) : undefined,
  ])
  return answer ? namedFacets(readers.db, filter, answer, facets) : { facets, fieldFacets: {} }
}

const isAny = ({ facets, fieldFacets }: Wanted) => facets?.length !== 0 || fieldFacets?.length !== 0

/** What the search has to count: all that no counter keeps. */
export function wantedFacets(filter: ItemFilter, viewer: Viewer): Wanted {
  const names = facetsFor(viewer, filter).filter((name) => isNarrowed(filter) || !choiceTables[name].counter)
  return {
    facets: names.map((name) => searchName(choiceNamed(name))),
    fieldFacets: countedFields(viewer),
    entries: mostOffered,
  }
}

/** The counts of the search with the names that people read. @param known facets that are there already */
export async function namedFacets(
  db: Reader,
  filter: ItemFilter,
  answer: SearchAnswer,
  known: Facets = noFacets(),
): Promise<CountedFacets> {
  const facets = { ...known }
  for (const choice of choices) {
    const { name } = choice
    const counted = answer.facets[searchName(choice)]
    if (!counted) continue
    const kept = counted.filter(([id], place) => place < offered(name) || filter[name].includes(id))
    const names = new Map(
      (
        await namesOfChoices(
          db,
          name,
          kept.map(([id]) => id),
        )
      ).map((entry) => [entry.id, entry.name]),
    )
    facets[name] = kept.flatMap(([id, count]) => {
      const label = names.get(id)
      return label === undefined ? [] : [{ id, name: label, count, chosen: filter[name].includes(id) }]
    })
  }
  return { facets, fieldFacets: answer.fields }
}

/** The facets over all items, read from the counters. */
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
