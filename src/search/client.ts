/** Sends a search to whoever answers it: a separate process once the server has started one, otherwise the caller's own process. */
import { setTimeout } from 'node:timers/promises'
import type { Readers } from '../db/engine/connection.ts'
import { currentLimit } from '../db/engine/time-limit.ts'
import type { SearchAnswer, SearchRequest } from './request.ts'
import { NoIndexError, Searcher } from './searcher.ts'

/** Whoever answers searches of a database. */
export interface Answerer {
  /** @throws NoIndexError while the index is being built */
  answer(request: SearchRequest): Promise<SearchAnswer>
}

const answerers = new WeakMap<Readers['heavy'], Answerer>()

/** From now on searches of this database go there. */
export function answerWith({ heavy }: Pick<Readers, 'heavy'>, answerer: Answerer): void {
  answerers.set(heavy, answerer)
}

/** While the index is being built, it is asked again after so many milliseconds. */
const pause = 250

/**
 * Asks for a search. A search that needs the index waits for it, as long as its time limit allows.
 * @throws NoIndexError where there is no index, and the caller has no time limit or has reached it
 */
export async function search(
  { heavy }: Pick<Readers, 'heavy'>,
  request: SearchRequest,
): Promise<SearchAnswer> {
  const answerer = answerers.get(heavy) ?? new Searcher(heavy)
  answerers.set(heavy, answerer)
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
