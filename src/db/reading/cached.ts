/** Answers are cached until something is written: what takes long to count is counted once for all who ask the same. */
import { SqliteAdapter, sql } from 'kysely'
import { LruCache } from '../../rules/lru-cache.ts'
import type { Reader } from '../engine/connection.ts'
import { currentLimit, reasonOf, untilAborted } from '../engine/time-limit.ts'

interface Cache<T> {
  /** See `stateOf`. */
  state: string | number
  answers: LruCache<Answer<T>>
}

interface Answer<T> {
  found: Promise<T>
  /** Whether it has been found. */
  isDone: boolean
  /** How many wait for it. Those without a time limit never leave. */
  waiting: number
  giveUp: (reason: Error) => void
}

/**
 * `const cachedCount = cached()` makes a function: `cachedCount(db, key, find)` returns what `find` found when it was last called with
 * this key, if nothing was written since. Callers that ask while `find` is running wait for the same answer. When all of them have given
 * up, it is cancelled.
 * The key must hold everything that the answer depends on, and so the viewer where viewers see different things.
 * @param most answers in the cache; the least recently used goes first
 * @param stateOf changes with each write that can change an answer; read before `find`, so that a write meanwhile throws
 *   the answer away too early, never too late
 */
export function cached<T>(
  most = 500,
  stateOf: (db: Reader) => Promise<string | number> = newestCommit,
): (db: Reader, key: string, find: () => Promise<T>) => Promise<T> {
  const byDatabase = new WeakMap<Reader, Cache<T>>()
  return async (db, key, find) => {
    const state = await stateOf(db)
    let cache = byDatabase.get(db)
    if (cache?.state !== state) byDatabase.set(db, (cache = { state, answers: new LruCache(most) }))
    const { answers } = cache
    const answer = answers.get(key) ?? begin(find)
    answers.set(key, answer)
    const forget = () => answers.get(key) === answer && answers.delete(key)
    // A failure is told to those who wait for it, and not cached.
    answer.found.catch(forget)
    return waitFor(answer, forget)
  }
}

function begin<T>(find: () => Promise<T>): Answer<T> {
  const controller = new AbortController()
  const { signal, optional } = currentLimit()
  // Its own limit: that of the first caller would end it for all. Without one there, none here.
  const found = signal ? untilAborted(() => controller.signal, find, optional) : find()
  const answer = { found, isDone: false, waiting: 0, giveUp: (reason: Error) => controller.abort(reason) }
  found.then(
    () => (answer.isDone = true),
    () => undefined,
  )
  return answer
}

function waitFor<T>(answer: Answer<T>, forget: () => void): Promise<T> {
  if (answer.isDone) return answer.found
  answer.waiting++
  const { signal } = currentLimit()
  if (!signal) return answer.found
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const leave = () => {
    reject(reasonOf(signal))
    if (--answer.waiting > 0) return
    forget()
    answer.giveUp(reasonOf(signal))
  }
  // A listener that stayed would keep the signal, and all that belongs to its request, in memory.
  const stay = () => signal.removeEventListener('abort', leave)
  if (signal.aborted) leave()
  else signal.addEventListener('abort', leave, { once: true })
  answer.found.finally(stay).then(resolve, reject)
  return promise
}

/**
 * A text that changes with every commit, whoever made it.
 * @see https://www.sqlite.org/pragma.html#pragma_data_version (the reading connection never writes itself)
 * @see https://www.postgresql.org/docs/15/functions-info.html#FUNCTIONS-PG-SNAPSHOT
 */
async function newestCommit(db: Reader): Promise<string> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  const { rows } = isSqlite ? await dataVersion.execute(db) : await snapshot.execute(db)
  return String(rows[0]?.state)
}

const dataVersion = sql<{ state: number }>`select data_version as state from pragma_data_version`
const snapshot = sql<{ state: string }>`select cast(pg_current_snapshot() as text) as state`
