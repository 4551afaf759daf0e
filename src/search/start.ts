/** What the running server does for the search: a process that answers, an index where there is none, and the queue. */
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { fileOf } from '../db/engine/connection.ts'
import type { Database } from '../db/engine/connection.ts'
import { totalOf } from '../db/reading/counts.ts'
import { buildIndex, refreshIndex, workOffQueue } from './build.ts'
import { answerWith } from './client.ts'
import { SearchProcess } from './host.ts'
import { withRepair } from './repair.ts'
import type { RepairedAnswerer } from './repair.ts'
import { isStale, readyIndex } from './state.ts'

/** Hears of failures; none of them stops the server. */
interface Log {
  error(details: { err: unknown }, message: string): void
  info(details: object, message: string): void
}

/** Milliseconds between two looks at the queue. What failed then, such as in a busy database, is tried again. */
const pause = 1_000

/** @param url of the database, for the process to open */
export function startSearching(database: Database, url: string, log: Log): { stop: () => Promise<void> } {
  const { engine } = database
  const searchProcess = new SearchProcess(engine, engine === 'sqlite' ? fileOf(url) : url)
  const answerer = withRepair(searchProcess)
  answerWith(database, answerer)
  searchProcess.start()
  const stopping = new AbortController()
  const working = keepIndex(database, log, stopping.signal, answerer)
  return {
    async stop() {
      stopping.abort()
      await searchProcess.close()
      await working
    },
  }
}

async function keepIndex(
  database: Database,
  log: Log,
  signal: AbortSignal,
  answerer: RepairedAnswerer,
): Promise<void> {
  const isStopping = () => signal.aborted
  for (let isBuilt = false, failures = 0; !isStopping();) {
    try {
      // Damage first: a damaged index cannot be compared with the items.
      if (answerer.damage !== undefined) await buildAgain(database, log, signal, answerer)
      isBuilt ||= await buildWhereMissing(database, log, signal)
      if (await hasQueue(database)) await workOffQueue(database.em(), signal)
      failures = 0
    } catch (error) {
      // Only the first is logged: repeats would fill the log.
      if (!isStopping() && failures++ === 0) log.error({ err: error }, 'the search index could not be kept')
    }
    await setTimeout(pause, undefined, { ref: false, signal }).catch(() => undefined)
  }
}

/** @returns true: an index is there, or will be with the first item */
async function buildWhereMissing(database: Database, log: Log, signal: AbortSignal): Promise<boolean> {
  const { db } = database
  const index = await readyIndex(db)
  if (index === undefined && (await totalOf(db, 'items')) > 0) {
    const items = await buildIndex(database.em(), { signal })
    // Undefined where another process was quicker.
    if (items !== undefined) log.info({ items }, 'the search index was built')
  } else if (index !== undefined && (await isStale(db, index))) {
    await refreshIndex(database.em(), index, { signal })
    log.info({}, 'the search index was compared with the items')
  }
  return true
}

async function buildAgain(
  database: Database,
  log: Log,
  signal: AbortSignal,
  answerer: RepairedAnswerer,
): Promise<void> {
  log.error({ err: answerer.damage }, 'the search index is damaged, and is built again')
  // It counts as repaired even where building fails, so that it is not tried again and again.
  const items = await buildIndex(database.em(), { signal, anew: true }).finally(() => answerer.repaired())
  if (items !== undefined) log.info({ items }, 'the search index was built again')
}

async function hasQueue({ db }: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from search_queue limit 1`.execute(db)
  return rows.length > 0
}
