/** What a visitor may send to the catalogue: the choices in the address of the list. Pure: nothing here reads the database. */
import { mostWords, searchWords } from '../../../../rules/text.ts'
import { domain } from '../../../../domain.ts'
import { limits } from '../../../../rules/limits.ts'

export const sorts = ['relevance', 'newest', 'title', '-title', 'year', '-year'] as const
export type Sort = (typeof sorts)[number]

export const views = ['cards', 'table'] as const
export type ListView = (typeof views)[number]

const perPage = { preset: 24, most: 100 }
const mostIds = 50
const longestSearch = 200
const largestId = 2_147_483_647

/** Every item, newest first: what an address without choices means. */
export const noFilter: ItemFilter = {
  q: '',
  type: [],
  category: [],
  creator: [],
  from: null,
  to: null,
  sort: 'newest',
  page: 1,
  after: null,
  before: null,
  per_page: perPage.preset,
  view: 'cards',
}

/** Which items the list shows, in which order and form. Ids are those of types, categories and creators: any of them. */
export interface ItemFilter {
  q: string
  type: number[]
  category: number[]
  creator: number[]
  from: number | null
  to: number | null
  sort: Sort
  page: number
  /** The id of the item after (or before) which the page begins, in the order of `sort`. */
  after: number | null
  before: number | null
  per_page: number
  view: ListView
}

export interface ParsedFilter {
  filter: ItemFilter
  /** What of the address could not be used, in sentences for the visitor. Nothing unknown passes silently. */
  notices: string[]
}

/** The values of an address by name, each repeated as often as it was sent. */
export type Sent = Readonly<Record<string, readonly string[]>>

/** Reads the choices from an address. What makes no sense is left out with a notice: a list is always shown. */
export function parseItemFilter(sent: Sent): ParsedFilter {
  const address = new AddressReader(sent)
  const q = address.search('q')
  const filter: ItemFilter = {
    q,
    type: address.ids('type', domain.type.one),
    category: address.ids('category', domain.category.one),
    creator: address.ids('creator', domain.creator.one),
    from: address.whole('from', 'the first year', limits.year.min, limits.year.max),
    to: address.whole('to', 'the last year', limits.year.min, limits.year.max),
    sort: address.choice('sort', 'the order', sorts, q === '' ? 'newest' : 'relevance'),
    page: address.whole('page', 'the page', 1, limits.numberedPages) ?? 1,
    after: address.whole('after', 'the place to begin', 1, largestId),
    before: address.whole('before', 'the place to end', 1, largestId),
    per_page: address.whole('per_page', 'the length of a page', 1, perPage.most) ?? perPage.preset,
    view: address.choice('view', 'the view', views, 'cards'),
  }
  address.noticeUnknown(Object.keys(filter))
  const { notices } = address
  if (filter.after !== null) filter.before = null
  if (filter.from !== null && filter.to !== null && filter.from > filter.to) {
    notices.push(
      `The years were the wrong way round: ${filter.from} comes after ${filter.to}. They were exchanged.`,
    )
    ;[filter.from, filter.to] = [filter.to, filter.from]
  }
  return { filter, notices }
}

/** Takes values out of an address by their names, and says in `notices` what of them could not be used. */
class AddressReader {
  readonly notices: string[] = []
  readonly #sent: Sent

  constructor(sent: Sent) {
    this.#sent = sent
  }

  /** A value that was sent several times counts as it was sent last. */
  #last(name: string): string {
    return this.#sent[name]?.at(-1)?.trim() ?? ''
  }

  search(name: string): string {
    const letters = [...this.#last(name).replace(/\s+/g, ' ')]
    if (letters.length > longestSearch)
      this.notices.push(`Only the first ${longestSearch} characters are searched for.`)
    const text = letters.slice(0, longestSearch).join('')
    if (searchWords(text).length > mostWords)
      this.notices.push(`Only the first ${mostWords} words are searched for.`)
    return text
  }

  choice<T extends string>(name: string, called: string, of: readonly T[], preset: T): T {
    const value = this.#last(name)
    const found = of.find((each) => each === value)
    if (value !== '' && !found)
      this.notices.push(`“${short(value)}” is not one of the choices for ${called}, so it was left out.`)
    return found ?? preset
  }

  whole(name: string, called: string, least: number, most: number): number | null {
    const value = this.#last(name)
    if (value === '') return null
    const number = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : NaN
    if (number >= least && number <= most) return number
    this.notices.push(
      `“${short(value)}” cannot be used for ${called}: it takes a whole number from ${least} to ${most}.`,
    )
    return Number.isNaN(number) ? null : Math.min(most, Math.max(least, number))
  }

  ids(name: string, called: string): number[] {
    const given = (this.#sent[name] ?? []).filter((value) => value !== '')
    const good = given.filter((value) => /^[1-9]\d{0,9}$/.test(value) && Number(value) <= largestId)
    if (good.length < given.length)
      this.notices.push(`Some of what was chosen for ${called} is not there, and was left out.`)
    if (good.length > mostIds) this.notices.push(`Only the first ${mostIds} choices for ${called} are used.`)
    return [...new Set(good.slice(0, mostIds).map(Number))]
  }

  noticeUnknown(known: readonly string[]): void {
    const unknown = Object.keys(this.#sent).filter((name) => !known.includes(name))
    if (unknown.length === 0) return
    const names = unknown.slice(0, 5).map((name) => `“${short(name)}”`)
    this.notices.push(`This page does not know ${names.join(', ')}.`)
  }
}

/** The choices as they stand in an address: what is preset is left out, so that one view has one address. */
export function filterQuery(
  filter: ItemFilter,
  change: Partial<ItemFilter> = {},
): Record<string, string | number | number[] | undefined> {
  const f = { ...filter, ...change }
  return {
    q: f.q,
    type: f.type,
    category: f.category,
    creator: f.creator,
    from: f.from ?? undefined,
    to: f.to ?? undefined,
    sort: f.sort === (f.q === '' ? 'newest' : 'relevance') ? undefined : f.sort,
    per_page: f.per_page === perPage.preset ? undefined : f.per_page,
    view: f.view === 'cards' ? undefined : f.view,
    page: f.page === 1 ? undefined : f.page,
    after: f.after ?? undefined,
    before: f.before ?? undefined,
  }
}

/** Whether anything narrows the list (the order and the form do not). */
export function isNarrowed(filter: ItemFilter): boolean {
  return (
    filter.q !== '' ||
    filter.from !== null ||
    filter.to !== null ||
    filter.type.length + filter.category.length + filter.creator.length > 0
  )
}

/** What is chosen by its id. */
export const choiceNames = ['type', 'category', 'creator'] as const
export type ChoiceName = (typeof choiceNames)[number]

/** The one type, category or creator that is chosen, where that is all the filter asks for. */
export function onlyChoice(filter: ItemFilter): { name: ChoiceName; id: number } | undefined {
  for (const name of choiceNames) {
    const [id, ...others] = filter[name]
    if (id === undefined) continue
    return others.length === 0 && !isNarrowed({ ...filter, [name]: [] }) ? { name, id } : undefined
  }
  return undefined
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
