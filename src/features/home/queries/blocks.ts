/** The lists and charts of the front page. */
import { fieldNamed, itemReferences } from '../../../declared.ts'
import type { DeclaredName, FieldName, ReferenceName } from '../../../declared.ts'
import type { Readers } from '../../../db/engine/connection.ts'
import { ifInTime } from '../../../db/engine/time-limit.ts'
import { cached } from '../../../db/reading/cached.ts'
import { countsOf } from '../../../db/reading/counts.ts'
import type { HomeBlock, HomeList } from '../../../fields/home.ts'
import { mayReadField, readableFields } from '../../../security/rights/policy.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { FieldFacet } from '../../../rules/facet.ts'
import { filterQuery, noFilter } from '../../catalogue/items/forms/filter.ts'
import { choiceOfReference, listItems, listNewest, readFacets } from '../../catalogue/items/queries.ts'
import type { ListedItem, PageOfItems } from '../../catalogue/items/queries.ts'
import { filterOf } from './chosen.ts'
import { countFields, year } from './counted.ts'

/** What stands in the address of a list. */
export type QueryOfList = ReturnType<typeof filterQuery>

export interface ShownList {
  show: 'list' | 'newest'
  title?: string
  as: 'cards' | 'table' | 'lines'
  items: readonly ListedItem[]
  /** What stands beside each title, as far as the viewer may read it. */
  fields: readonly DeclaredName[]
  /** The whole list, where not all of it is shown. */
  more?: QueryOfList
  empty?: string
  half?: boolean
  urgent?: boolean
}

/** How many items have each value. */
export interface ShownBars {
  show: 'bars'
  by: 'types' | DeclaredName
  data: { value: number | string; label: string; count: number }[]
}

export interface ShownDecades {
  show: 'decades'
  /** The field that holds the year. */
  year: string
  years: 10 | 100
  decades: { decade: number; count: number }[]
}

export type ShownBlock = ShownList | ShownBars | ShownDecades

/** @returns undefined where the viewer may not see it, and where it could not be read in time */
export async function readBlock(
  readers: Readers,
  block: HomeBlock,
  viewer: Viewer,
): Promise<ShownBlock | undefined> {
  switch (block.show) {
    case 'newest': {
      const { as = 'cards', fields = [] } = block
      const items = await listNewest(readers, shownNewest, viewer)
      return { show: 'newest', as, items, fields: readable(fields, viewer) }
    }
    case 'list':
      return readList(readers, block, viewer)
    case 'bars':
      return readBars(readers, block.by, viewer)
    case 'decades':
      return readDecades(readers, block.years ?? 10, viewer)
  }
}

/** Fills whole rows of one, two and three cards, which is what the front page has room for. */
const shownNewest = 6

const readable = (names: readonly string[], viewer: Viewer) =>
  readableFields(viewer)
    .filter((name) => names.includes(name))
    .sort((a, b) => names.indexOf(a) - names.indexOf(b))

async function readList(readers: Readers, list: HomeList, viewer: Viewer): Promise<ShownList | undefined> {
  const { title, as = 'cards', empty, half, urgent } = list
  const filter = filterOf(list.filter, { sort: list.sort, most: list.most ?? shownNewest }, viewer)
  if (!filter) return undefined
  // What is read depends on what the viewer may read.
  const key = JSON.stringify([filter, readableFields(viewer)])
  const found = await ifInTime(() => listedOnce(readers.db, key, () => listItems(readers, filter, viewer)))
  if (!found || (found.items.length === 0 && empty === undefined)) return undefined
  return {
    ...{ show: 'list', title, as, items: found.items, fields: readable(list.fields ?? [], viewer) },
    ...(found.hasAfter && { more: filterQuery(filter, { per_page: noFilter.per_page }) }),
    ...(empty !== undefined && { empty }),
    ...(half && { half }),
    ...(urgent && { urgent }),
  }
}

const listedOnce = cached<PageOfItems>()

async function readBars(readers: Readers, by: string, viewer: Viewer): Promise<ShownBars | undefined> {
  if (by === 'types') return { show: 'bars', by, data: await countTypes(readers) }
  if (!mayReadField(viewer, by)) return undefined
  const name = by as DeclaredName
  const data = itemReferences.some(([each]) => each === by)
    ? await countEntriesOf(readers, name as ReferenceName, viewer)
    : choicesOf(name as FieldName, (await countFields(readers, viewer))?.[name])
  return data.length > 0 ? { show: 'bars', by: name, data } : undefined
}

async function countTypes({ db }: Readers): Promise<ShownBars['data']> {
  const [types, counts] = await Promise.all([
    db.selectFrom('item_types').select(['id', 'name']).orderBy('name_key').execute(),
    countsOf(db, 'type'),
  ])
  return types
    .map(({ id, name }) => ({ value: id, label: name, count: counts.get(id) ?? 0 }))
    .sort((a, b) => b.count - a.count)
}

/** So many bars stand beside another chart. */
const mostBars = 8

/** Most lookups have counters, and need no search. */
async function countEntriesOf(
  readers: Readers,
  name: ReferenceName,
  viewer: Viewer,
): Promise<ShownBars['data']> {
  const counted = await ifInTime(() => readFacets(readers, noFilter, viewer, { fieldFacets: [] }))
  const values = counted?.facets[choiceOfReference(name)] ?? []
  return values.slice(0, mostBars).map(({ id, name: label, count = 0 }) => ({ value: id, label, count }))
}

function choicesOf(name: FieldName, facet: FieldFacet | undefined): ShownBars['data'] {
  const { labels = {} } = fieldNamed(name) as { labels?: Record<string, string> }
  const counts = facet?.kind === 'choices' ? facet.counts : []
  const found = counts.flatMap(({ key, count }) => {
    const label = labels[key]
    return label === undefined || count === 0 ? [] : [{ value: key, label, count }]
  })
  // Few stand in the order of the declaration, as the steps of a task do; of many the most frequent.
  return found.length <= mostBars ? found : found.sort((a, b) => b.count - a.count).slice(0, mostBars)
}

/** Of the first field that holds a year. */
async function readDecades(
  readers: Readers,
  years: 10 | 100,
  viewer: Viewer,
): Promise<ShownDecades | undefined> {
  if (year === undefined || !mayReadField(viewer, year)) return undefined
  const facet = (await countFields(readers, viewer))?.[year]
  if (facet?.kind !== 'range') return undefined
  const decades = facet.bars
    .filter(({ count }) => count > 0)
    // The first may begin with the least year that the field takes.
    .map(({ from, count }) => ({ decade: Math.floor(Number(from) / 10) * 10, count }))
  return { show: 'decades', year, years, decades: years === 10 ? decades : inCenturies(decades) }
}

function inCenturies(decades: ShownDecades['decades']): ShownDecades['decades'] {
  const counts = new Map<number, number>()
  for (const { decade, count } of decades) {
    const century = Math.floor(decade / 100) * 100
    counts.set(century, (counts.get(century) ?? 0) + count)
  }
  return [...counts].map(([decade, count]) => ({ decade, count }))
}
