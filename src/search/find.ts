/** Finds the items of one term of a search, and caches those of the terms asked last. */
import { CompiledQuery } from 'kysely'
import type { Reader } from '../db/engine/connection.ts'
import { itemReferences } from '../declared.ts'
import { normalForms } from '../rules/identifiers/index.ts'
import { limits } from '../rules/limits.ts'
import { LruCache } from '../rules/lru-cache.ts'
import type { WordsTerm } from '../rules/search-query.ts'
import { separator } from '../rules/tokens.ts'
import { identifierCode } from './documents.ts'
import { Spelling } from './near.ts'
import { searchOf } from './engines/index.ts'
import { IdSet } from './id-set.ts'
import type { Condition, SearchedTerm, SearchRequest } from './request.ts'
import { identifiers, parts } from './shape.ts'
import type { SearchPart, IndexedName } from './shape.ts'

/** Sets that are cached: of a million items each takes 125 kB. */
const mostCached = 64

/** A part of an identifier is looked for from so many characters on, where they hold a digit. */
const shortestCode = 3

const names: readonly IndexedName[] = ['title', ...itemReferences.map(([name]) => name)]

export class TermFinder {
  /** The index that is searched; undefined where there is none yet. */
  readonly index: number | undefined
  readonly #db: Reader
  readonly #cache = new LruCache<IdSet>(mostCached)
  readonly spelling: Spelling | undefined

  constructor(db: Reader, index: number | undefined) {
    this.#db = db
    this.index = index
    if (index !== undefined) this.spelling = new Spelling(db, index)
  }

  /** Something was written: what was found may be another now. */
  forget(): void {
    this.#cache.clear()
    this.spelling?.forget()
  }

  /** The items that fit a term, whatever its `not` says. @param readable the parts of the index that may be asked */
  async find(readable: readonly string[], term: SearchedTerm): Promise<IdSet> {
    if (term.kind === 'id') return IdSet.of([term.id])
    if (term.kind === 'condition') return idsWhere(this.#db, term.condition)
    let found = new IdSet()
    for (const part of parts)
      if (readable.includes(part.name)) found = found.or(await this.#findIn(part, term))
    return found
  }

  /** The items that have each of the words in one of these fields; what is not words is left out. */
  async within({ parts: readable, query }: SearchRequest, fields: 'title' | 'names'): Promise<IdSet> {
    let all: IdSet | undefined
    for (const terms of query) {
      const words = terms.filter((term) => term.kind === 'words' && !term.not && term.in === undefined)
      if (words.length === 0) continue
      let any = new IdSet()
      for (const term of words)
        for (const name of fields === 'title' ? (['title'] as const) : names)
          any = any.or(await this.find(readable, { ...(term as WordsTerm), in: name }))
      all = all ? all.and(any) : any
    }
    return all ?? new IdSet()
  }

  /** The items with an identifier that equals all that was typed, whatever signs or spaces divide it. */
  async withIdentifier({ parts: readable, query }: SearchRequest): Promise<IdSet> {
    const { index } = this
    const code = typedCode(query)
    let all = new IdSet()
    if (index === undefined || code === undefined) return all
    const forms = new Set([code, ...normalForms(code).map(identifierCode)])
    for (const part of parts)
      if (readable.includes(part.name))
        for (const form of forms)
          all = all.or(
            IdSet.parse(
              await searchOf(this.#db).findCode(this.#db, index, part, separator + form + separator),
            ),
          )
    return all
  }

  async #findIn(part: SearchPart, term: WordsTerm): Promise<IdSet> {
    const key = JSON.stringify([part.name, term.tokens, term.joined, term.isPrefix, term.in])
    const known = this.#cache.get(key)
    if (known) return known
    const found = await this.#ask(part, term)
    this.#cache.set(key, found)
    return found
  }

  async #ask(part: SearchPart, term: WordsTerm): Promise<IdSet> {
    const { index } = this
    if (index === undefined || (term.in !== undefined && !part.fields.some((field) => field === term.in)))
      return new IdSet()
    const search = searchOf(this.#db)
    const found = IdSet.parse(await search.find(this.#db, index, part, term))
    const codes = await Promise.all(
      codesIn(term).map(async (code) => IdSet.parse(await search.findCode(this.#db, index, part, code))),
    )
    return codes.reduce((all, each) => all.or(each), found)
  }
}

/**
 * What to look for inside identifiers: a word with a digit in it, without the signs that divide it; and the other spelling of a whole
 * identifier, such as an ISBN of ten digits.
 */
export function codesIn({ tokens, joined, isPrefix, in: field }: WordsTerm): string[] {
  if (field !== undefined && !identifiers.some((name) => name === field)) return []
  const code = joined ?? (tokens.length === 1 ? tokens[0] : undefined)
  if (!isPrefix || code === undefined || [...code].length < shortestCode || !/\p{Nd}/u.test(code)) return []
  return [...new Set([code, ...normalForms(code).map(identifierCode)])]
}

/** All words of a search as one identifier; undefined where it says more than words, or more than an identifier can hold. */
function typedCode(query: SearchRequest['query']): string | undefined {
  const codes = query.map((terms) => {
    const [term] = terms
    return terms.length === 1 && term?.kind === 'words' && !term.not && term.in === undefined
      ? term.tokens.join('')
      : undefined
  })
  const code = codes.join('')
  return code !== '' && !codes.includes(undefined) && code.length <= limits.identifier ? code : undefined
}

/** @returns the ids that a statement selects */
export async function idsWhere(db: Reader, { sql, parameters }: Condition): Promise<IdSet> {
  const { rows } = await db.executeQuery<{ id: number }>(CompiledQuery.raw(sql, [...parameters]))
  return IdSet.of(rows.map(({ id }) => id))
}
