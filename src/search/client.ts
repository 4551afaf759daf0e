/**
 * Sends a search to whoever answers it: a separate process once the server has started one, otherwise the caller's own process. Caches the
 * answers until an item is written, so that people who go through the pages of a list do not have the same numbers counted again and again.
 */
import { setTimeout } from 'node:timers/promises'
import type { Readers } from '../db/engine/connection.ts'
import { currentLimit } from '../db/engine/time-limit.ts'
import { cached } from '../db/reading/cached.ts'
import { newestChange } from './change-log.ts'
import type { SearchAnswer, SearchRequest } from './request.ts'
import { NoIndexError, Searcher } from './searcher.ts'

/** Whoever answers searches of a database. */
export interface Answerer {
  /** @throws NoIndexError while the index is being built */
  answer(request: SearchRequest): Promise<SearchAnswer>
}

/** Answers that are cached for each database. With a page of items and all numbers beside it, one is a few kilobytes. */
const mostCached = 200

interface Client {
  answerer: Answerer
  /** Takes the cached answer until an item is written. */
  cachedAnswer: ReturnType<typeof cached<SearchAnswer>>
}

const clients = new WeakMap<Readers['heavy'], Client>()

/** From now on searches of this database go there. What was answered before is forgotten. */
export function answerWith({ heavy }: Pick<Readers, 'heavy'>, answerer: Answerer): Client {
  const client = { answerer, cachedAnswer: cached<SearchAnswer>(mostCached, newestChange) }
  clients.set(heavy, client)
  return client
}

/** While the index is being built, it is asked again after so many milliseconds. */
const pause = 250

/** Longer pages are not cached: they are read once, for a file or a sum. */
const longestPage = 100

/**
 * Asks for a search. The same search is not asked again until an item is written. One that needs the index waits for it, as long as its
 * time limit allows.
 * @throws NoIndexError where there is no index, and the caller has no time limit or has reached it
 */
export async function search(
  readers: Pick<Readers, 'db' | 'heavy'>,
  request: SearchRequest,
): Promise<SearchAnswer> {
  const client = clients.get(readers.heavy) ?? answerWith(readers, new Searcher(readers.heavy))
  const find = () => ask(client.answerer, request)
  // Who has no time limit does not wait for an index, and shares no answer with those who do.
  const key = JSON.stringify([currentLimit().signal !== undefined, request])
  return isCacheable(request) ? client.cachedAnswer(readers.db, key, find) : find()
}

/** A condition is SQL, which may read what the log of changes does not cover. */
function isCacheable({ conditions, query, page }: SearchRequest): boolean {
  const isCondition = query.some((terms) => terms.some(({ kind }) => kind === 'condition'))
  return conditions.length === 0 && !isCondition && (page?.most ?? 0) <= longestPage
}

async function ask(answerer: Answerer, request: SearchRequest): Promise<SearchAnswer> {
  const { signal } = currentLimit()
  for (;;) {
    try {
      return await answerer.answer(request)
    } catch (error) {
      if (!(error instanceof NoIndexError) || !signal || signal.aborted) throw error
      await setTimeout(pause)
    }
  }
}
