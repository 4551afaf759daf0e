/** What is offered where a search finds little or nothing. */
import type { Readers } from '../../../../db/engine/connection.ts'
import { holdsWords, soughtIn, soughtWords } from '../../../../rules/found-words.ts'
import type { SearchAnswer } from '../../../../search/request.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choicesFor } from '../forms/choices.ts'
import type { ChoiceName, ItemChoice } from '../forms/choices.ts'
import { isNarrowed, noFilter } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { respelled } from '../forms/query.ts'
import { namesOfChoices } from './choices.ts'
import type { ListedItem } from './list.ts'
import { searchItems, searchName } from './search.ts'

export interface Offers {
  /** What was typed in other spellings, the nearest first. */
  spelling?: readonly { readonly q: string }[]
  /** Where nothing was found: what the nearest spelling finds. */
  instead?: { readonly q: string; readonly items: readonly ListedItem[]; readonly total: number }
  /** Creators, categories and other entries that are called as what was typed. */
  names: readonly OfferedName[]
  /** How many items the same words find without the filters beside the list, where those are on. */
  withoutFilters?: number
}

export interface OfferedName {
  readonly choice: ChoiceName
  readonly id: number
  readonly name: string
  /** How many items it has, where that is known. */
  readonly count?: number
}

/** Spellings are offered for few items, all else for none. Each further search is as cheap as the first, since it finds little too. */
export async function readOffers(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  { total, near = [] }: SearchAnswer,
): Promise<Offers> {
  authorize(viewer, 'catalogue.read')
  const spelling = spellingsOf(filter.q, near).map((q) => ({ q }))
  if (total > 0 || filter.query.length === 0) return { spelling, names: [] }
  const isFiltered = isNarrowed({ ...filter, query: [] })
  const words = { ...noFilter, query: filter.query }
  const [names, without] = await Promise.all([
    Promise.all(choicesFor(readableFields(viewer)).map((choice) => namesOf(readers, choice, filter, viewer))),
    isFiltered ? searchItems(readers, words, viewer, {}) : undefined,
  ])
  return { spelling, names: best(names.flat()), ...(without && { withoutFilters: without.total }) }
}

const mostSpellings = 3
const mostNames = 8

/** First with all misspelt words in their nearest spelling, then with one of them in another. */
function spellingsOf(q: string, near: NonNullable<SearchAnswer['near']>): string[] {
  const nearest = near.reduce((text, { token, words: [word = token] }) => respelled(text, token, word), q)
  const others = near.flatMap(({ token, words }) => words.slice(1).map((word) => respelled(q, token, word)))
  return [...new Set([nearest, ...others])].filter((text) => text !== q).slice(0, mostSpellings)
}

/** So many entries of a lookup are looked at: those with most items among the items that have one of the words in it. */
const lookedAt = 50

/** The entries of a lookup that have one of the words in their name. */
async function namesOf(
  readers: Readers,
  choice: ItemChoice,
  filter: ItemFilter,
  viewer: Viewer,
): Promise<(OfferedName & { held: number })[]> {
  const name = searchName(choice)
  const terms = soughtIn(soughtWords(filter.query), name).map((term) => ({ ...term, in: name }))
  if (terms.length === 0 || choice.lookup === undefined) return []
  const wanted = { facets: [name], entries: lookedAt }
  const { facets } = await searchItems(readers, { ...noFilter, query: [terms] }, viewer, wanted)
  const counts = new Map(facets[name])
  const entries = await namesOfChoices(readers.db, choice.name, [...counts.keys()])
  return entries.flatMap((entry) => {
    const held = terms.filter((term) => holdsWords(entry.name, term)).length
    return held === 0 ? [] : [{ ...entry, choice: choice.name, count: counts.get(entry.id) ?? 0, held }]
  })
}

/** Those with more of the words first, then those with more items. */
function best(names: (OfferedName & { held: number })[]): OfferedName[] {
  return names
    .sort((a, b) => b.held - a.held || (b.count ?? 0) - (a.count ?? 0) || a.id - b.id)
    .slice(0, mostNames)
    .map(({ held: _, ...name }) => name)
}
