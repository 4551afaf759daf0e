/**
 * Answers searches: which items, in which order, and how many have which value. The text index is in the database. The values by which
 * items are filtered and counted are in memory (`columns.ts`), and so is a cache of what the last words found.
 */
import type { Reader } from '../db/engine/connection.ts'
import { withoutLimit } from '../db/engine/time-limit.ts'
import { readyIndex } from './state.ts'
import { ValueStore } from './columns.ts'
import { changesSince, newestChange } from './change-log.ts'
import { ColumnFilters } from './filters.ts'
import { FacetCounter } from './count.ts'
import type { IdSet } from './id-set.ts'
import { idsWhere, TermFinder } from './find.ts'
import { pageInOrder } from './order.ts'
import type { FoundPage } from './order.ts'
import { pageByRelevance } from './relevance.ts'
import type { Within } from './relevance.ts'
import type { PageRequest, SearchAnswer, SearchRequest } from './request.ts'

/** There is no index yet that fits the declaration: it is being built. */
export class NoIndexError extends Error {
  readonly code = 'no-index'

  constructor() {
    super('The search index is being built')
    this.name = 'NoIndexError'
  }
}

/** What items are filtered and counted by, as it was after one change. */
interface Catalogue {
  columns: ValueStore
  filters: ColumnFilters
  counter: FacetCounter
}

export class Searcher {
  readonly #db: Reader
  #catalogue: Catalogue | undefined
  /** The newest change that it has taken in. */
  #known = 0
  /** Requests that need it wait for it to be read, once for all. */
  #reading: Promise<Catalogue> | undefined
  #finder: TermFinder | undefined

  /** @param db reads the database; nobody else waits for it meanwhile */
  constructor(db: Reader) {
    this.#db = db
  }

  /** Reads what is kept in memory, so that the first search does not wait for it. */
  async prepare(): Promise<void> {
    await this.#readCatalogue()
  }

  /** Reads the words for other spellings, which takes seconds on PostgreSQL; only searches that find little wait for them. */
  async prepareSpelling(): Promise<void> {
    const { columns } = await this.#readCatalogue()
    const finder = await this.#finderFor({ query: [] }, columns)
    await finder.spelling?.prepare()
  }

  /**
   * When a new index is ready, the tables of the old one are dropped, at times during a search. That search then asks the new one.
   * @throws NoIndexError where words are searched and there is no index yet
   */
  async answer(request: SearchRequest): Promise<SearchAnswer> {
    try {
      return await this.#find(request)
    } catch (error) {
      const index = this.#finder?.index
      if (index === undefined || (await readyIndex(this.#db)) === index) throw error
      return this.#find(request)
    }
  }

  async #find(request: SearchRequest): Promise<SearchAnswer> {
    const { columns, filters, counter } = await this.#readCatalogue()
    const finder = await this.#finderFor(request, columns)
    const narrowed = filters.narrow(await this.#baseOf(request, columns, finder), request)
    const total = narrowed.all.size
    const near = request.page && (await finder.spelling?.near(request, total))
    return {
      total,
      page: request.page && (await this.#pageOf(request, request.page, narrowed.all, finder)),
      facets: Object.fromEntries(
        request.facets.map((name) => {
          const chosen = request.chosen[name] ?? []
          return [name, counter.references(name, narrowed.without(name), request.entries, chosen)]
        }),
      ),
      fields: Object.fromEntries(
        request.fieldFacets.flatMap((name) => {
          const facet = counter.field(name, narrowed.without(name), request.widths?.[name])
          return facet ? [[name, facet]] : []
        }),
      ),
      ...(near && near.length > 0 && { near }),
    }
  }

  #pageOf(request: SearchRequest, page: PageRequest, found: IdSet, finder: TermFinder): Promise<FoundPage> {
    if (page.order !== 'relevance') return pageInOrder(this.#db, found, page.order, page)
    const within = (fields: Within) =>
      fields === 'identifier' ? finder.withIdentifier(request) : finder.within(request, fields)
    return pageByRelevance(this.#db, request.query, found, within, page)
  }

  /** All items that the words and the conditions find, before the facets narrow them. */
  async #baseOf(request: SearchRequest, columns: ValueStore, finder: TermFinder): Promise<IdSet> {
    let base = columns.items
    for (const terms of request.query) {
      let any: IdSet | undefined
      for (const term of terms) {
        const items = await finder.find(request.parts, term)
        const matching = term.not ? columns.items.without(items) : items
        any = any ? any.or(matching) : matching
      }
      if (any) base = base.and(any)
    }
    for (const condition of request.conditions) base = base.and(await idsWhere(this.#db, condition))
    return base
  }

  /** Where there are no items, there is nothing to be found, and no index is needed. */
  async #finderFor({ query }: Pick<SearchRequest, 'query'>, { items }: ValueStore): Promise<TermFinder> {
    const index = await readyIndex(this.#db)
    const needsIndex = query.some((terms) => terms.some(({ kind }) => kind === 'words'))
    if (index === undefined && needsIndex && items.pieces.size > 0) throw new NoIndexError()
    if (this.#finder?.index !== index) this.#finder = undefined
    return (this.#finder ??= new TermFinder(this.#db, index))
  }

  /** As it is after the newest change. */
  async #readCatalogue(): Promise<Catalogue> {
    this.#reading ??= withoutLimit(() => this.#bringUpToDate()).finally(() => (this.#reading = undefined))
    return this.#reading
  }

  async #bringUpToDate(): Promise<Catalogue> {
    const newest = await newestChange(this.#db)
    if (this.#catalogue && newest === this.#known) return this.#catalogue
    const changed = this.#catalogue && (await changesSince(this.#db, this.#known))
    let columns = this.#catalogue?.columns
    if (columns && changed) await columns.reload(this.#db, changed)
    else {
      columns = new ValueStore()
      await columns.load(this.#db)
    }
    this.#catalogue = { columns, filters: new ColumnFilters(columns), counter: new FacetCounter(columns) }
    this.#finder?.forget()
    this.#known = newest
    return this.#catalogue
  }
}
