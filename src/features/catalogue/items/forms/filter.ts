/** What a visitor may send to the catalogue: the choices in the address of the list. Pure: nothing here reads the database. */
import { declarationOf, fieldNamed } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { limits } from '../../../../rules/limits.ts'
import type { SearchQuery } from '../../../../rules/search-query.ts'
import { AddressReader, withoutAliases } from './address.ts'
import type { Filtering, Sent } from './address.ts'
import { readableComparisons } from './comparisons.ts'
import { boardFor } from './board.ts'
import { choiceNames, choicesFor, nothingChosen } from './choices.ts'
import type { ChoiceName, ChosenIds } from './choices.ts'
import type { ParsedSearch } from './query.ts'
import { wordsTerm } from './query-words.ts'

/** `relevance`, `newest`, or a field's name, with `-` before it for the other way round. */
export type Sort = string

/** In which orders the list can be shown, to somebody who may read these fields. */
export function sortsOf(readable: readonly DeclaredName[]): Sort[] {
  const sortable = readable.filter((name) => fieldNamed(name)?.sort && fieldNamed(name)?.order)
  return ['relevance', 'newest', ...sortable.flatMap((name) => [name, `-${name}`])]
}

export type ListView = 'cards' | 'table' | 'board'

/** In which forms the list can be shown, to somebody who may read these fields. */
export function viewsOf(readable: readonly DeclaredName[]): ListView[] {
  return boardFor(readable) ? ['cards', 'table', 'board'] : ['cards', 'table']
}

const perPage = { default: 24, most: 100 }

/** Every item, newest first: what an address without choices means. */
export const noFilter: ItemFilter = {
  q: '',
  query: [],
  ...nothingChosen,
  fields: {},
  breaks: '',
  is: [],
  sort: 'newest',
  page: 1,
  after: null,
  before: null,
  per_page: perPage.default,
  view: 'cards',
}

/** Which items the list shows, in which order and form. Ids are those of types, categories and creators: any of them. */
export interface ItemFilter extends ChosenIds {
  /** What was typed into the search box, and `query`, as which it was understood for this viewer. */
  q: string
  query: SearchQuery
  /** What is chosen of each declared field that narrows the list; see its `filterBy`. */
  fields: FieldChoices
  /** Only items that break a rule about this field; see `breaksRule`. */
  breaks: DeclaredName | ''
  /** The declared comparisons that must hold. */
  is: string[]
  sort: Sort
  page: number
  /** The id of the item after (or before) which the page begins, in the order of `sort`. */
  after: number | null
  before: number | null
  per_page: number
  view: ListView
}

export type FieldChoices = Partial<Record<DeclaredName, unknown>>

export interface ParsedFilter {
  filter: ItemFilter
  /** What of the address could not be used, in sentences for the visitor. Nothing unknown passes silently. */
  notices: string[]
  /** The terms of the search, each with what was typed without it. */
  chips: ParsedSearch['chips']
  /** Whether the search was understood as a whole. A file, which can say nothing, is offered only then. */
  isUnderstood: boolean
}

/**
 * Reads the choices from an address. What makes no sense is left out with a notice: a list is always shown.
 * @param readable the fields that the viewer may read; any other is answered like a name that does not exist
 * @param me the viewer's username, for a field that holds a person
 */
export function parseItemFilter(sent: Sent, readable: readonly DeclaredName[], me?: string): ParsedFilter {
  const filtering = filteringFields(readable)
  const chosen = choicesFor(readable)
  const comparisons = readableComparisons(readable).map(([name]) => name)
  const known = new Set([
    ...[...common, ...chosen.map(({ name }) => name), ...(comparisons.length > 0 ? ['is'] : [])],
    ...filtering.flatMap(([name, { filterBy }]) => filterBy?.parameters(name) ?? []),
  ])
  const address = new AddressReader(withoutAliases(sent, known))
  const { typed: q, query, chips, notices } = address.search('q', readable, me)
  const ids = chosen.map(({ name, noun }) => [name, address.ids(name, noun.one)])
  const filter: ItemFilter = {
    ...nothingChosen,
    ...(Object.fromEntries(ids) as ChosenIds),
    ...{ q, query },
    fields: Object.fromEntries(filtering.flatMap((each) => address.field(each, me))),
    breaks: address.choice<DeclaredName | ''>('breaks', 'broken rules', readable.filter(hasRule), ''),
    is: comparisons.length > 0 ? address.choices('is', 'the conditions', comparisons) : [],
    sort: address.choice('sort', 'the order', sortsOf(readable), q === '' ? 'newest' : 'relevance'),
    ...placeIn(address),
    view: address.choice('view', 'the view', viewsOf(readable), 'cards'),
  }
  address.noticeUnknown(known)
  return { filter, notices: address.notices, chips, isUnderstood: notices.length === 0 }
}

function placeIn(address: AddressReader) {
  const page = address.whole('page', 'the page', 1, limits.numberedPages) ?? 1
  const after = address.whole('after', 'the place to begin', 1, limits.id)
  const before = address.whole('before', 'the place to end', 1, limits.id)
  const per_page = address.whole('per_page', 'the length of a page', 1, perPage.most) ?? perPage.default
  return { page, after, before: after === null ? before : null, per_page }
}

/** Every item has a title: there is no rule to break. */
const hasRule = (name: DeclaredName) => name !== 'title'

/** The names in an address that every list knows, whatever its fields. */
const common = ['q', 'breaks', 'sort', 'page', 'after', 'before', 'per_page', 'view']

/** The fields that narrow the list with a filter of their own. */
function filteringFields(readable: readonly DeclaredName[]): Filtering[] {
  return readable.flatMap((name): Filtering[] => {
    const field = declarationOf(name)
    return field.filter && field.filterBy ? [[name, field]] : []
  })
}

/** The choices as they stand in an address: what is the default is left out, so that one view has one address. */
export function filterQuery(
  filter: ItemFilter,
  change: Partial<ItemFilter> = {},
): Record<string, string | number | string[] | number[] | undefined> {
  const f = { ...filter, ...change }
  return {
    q: f.q,
    ...Object.fromEntries(choiceNames.map((name) => [name, f[name]])),
    ...queryOfFields(f),
    breaks: f.breaks === '' ? undefined : f.breaks,
    is: f.is,
    sort: f.sort === (f.q === '' ? 'newest' : 'relevance') ? undefined : f.sort,
    per_page: f.per_page === perPage.default ? undefined : f.per_page,
    view: f.view === 'cards' ? undefined : f.view,
    page: f.page === 1 ? undefined : f.page,
    after: f.after ?? undefined,
    before: f.before ?? undefined,
  }
}

function queryOfFields(filter: ItemFilter): Record<string, string | string[]> {
  const queries = chosenFields(filter).map(({ filterBy, name, choice }) => filterBy.query(name, choice))
  return Object.fromEntries(queries.flatMap((query) => Object.entries(query)))
}

/** The declared fields that narrow the list, each with what is chosen of it. */
export function chosenFields({ fields }: Pick<ItemFilter, 'fields'>) {
  return (Object.entries(fields) as [DeclaredName, unknown][]).flatMap(([name, choice]) => {
    const { label, filterBy } = declarationOf(name)
    return filterBy && choice !== undefined ? [{ name, label, filterBy, choice }] : []
  })
}

/** The search with the words that are looked for in long texts: `?description=word` finds what `description:word` does. */
export function wholeQuery(filter: Pick<ItemFilter, 'query' | 'fields'>): SearchQuery {
  const ofTexts = chosenFields(filter).filter(({ filterBy }) => filterBy.kind === 'words')
  return [...filter.query, ...ofTexts.flatMap(({ name, choice }) => wordsIn(name, choice as string))]
}

function wordsIn(name: DeclaredName, text: string): SearchQuery {
  return text.split(' ').flatMap((word) => {
    const term = wordsTerm(word, false)
    return term ? [[{ ...term, in: name }]] : []
  })
}

/** Whether anything narrows the list (the order and the form do not). */
export function isNarrowed(filter: ItemFilter): boolean {
  return (
    filter.query.length > 0 ||
    filter.breaks !== '' ||
    filter.is.length > 0 ||
    chosenFields(filter).length > 0 ||
    choiceNames.some((name) => filter[name].length > 0)
  )
}

/** The one type, creator or other entry that is chosen, where that is all the filter asks for. */
export function onlyChoice(filter: ItemFilter): { name: ChoiceName; id: number } | undefined {
  for (const name of choiceNames) {
    const [id, ...others] = filter[name]
    if (id === undefined) continue
    return others.length === 0 && !isNarrowed({ ...filter, [name]: [] }) ? { name, id } : undefined
  }
  return undefined
}
