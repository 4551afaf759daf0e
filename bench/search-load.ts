/** Asks for many addresses, one after the other, each once. */
import pg from 'pg'
import { percentile } from './measure.ts'
import type { SearchPages } from './search-pages.ts'
import { workOf } from './server.ts'

export interface Asked {
  requests: number
  /** Milliseconds of the processor for one request; NaN where the system does not say. */
  work: number
  p50: number
  p99: number
  bytes: number
}

/** Seconds of the processor so far. */
export type Worked = () => Promise<number | undefined>

interface Asking {
  headers?: Record<string, string>
  /** At most so long. */
  seconds: number
  worked: Worked
  /** Asked for before each address, and not counted. */
  between?: string | undefined
}

/** A measurement is made of so many requests, however long they take. */
const least = 5

export async function askEach(
  origin: string,
  paths: readonly string[],
  { headers = {}, seconds, worked, between }: Asking,
): Promise<Asked> {
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  let [work, bytes, before] = [0, 0, (await worked()) ?? NaN]
  for (const path of paths) {
    if (times.length >= least && performance.now() > end) break
    if (between !== undefined) {
      // Whether it is answered in time or not, it has pushed out what was remembered.
      await (await fetch(origin + between)).arrayBuffer()
      before = (await worked()) ?? NaN
    }
    const began = performance.now()
    bytes += await get(origin + path, headers)
    times.push(performance.now() - began)
    if (between !== undefined) work += ((await worked()) ?? NaN) - before
  }
  if (between === undefined) work = ((await worked()) ?? NaN) - before
  const requests = times.length
  return {
    ...{ requests, work: (work * 1000) / requests, bytes: Math.round(bytes / requests) },
    ...{ p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
  }
}

export async function get(address: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(address, { headers })
  const body = await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}.`)
  return body.byteLength
}

/**
 * What the connections to a PostgreSQL server on this machine have worked, beside the program that holds them. What helps a connection with one
 * statement and ends with it (a parallel worker) is not seen.
 */
export async function workOfConnections(url: string): Promise<{ worked: Worked; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  /** By process; of those that have ended what was known last. */
  const work = new Map<number, number>()
  return {
    worked: async () => {
      const { rows } = await client.query<{ pid: number }>(
        'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      for (const { pid } of rows) work.set(pid, workOf({ pid }) ?? work.get(pid) ?? NaN)
      return work.values().reduce((sum, each) => sum + each, 0)
    },
    close: () => client.end(),
  }
}

/** An item's page, alone and while the heaviest searches are asked for one after the other. */
export async function besideSearches(origin: string, { kinds, items }: SearchPages, seconds: number) {
  const ask = (paths: string[]) =>
    askEach(origin, paths, { seconds: seconds * 2, worked: () => Promise.resolve(undefined) })
  await ask(items.slice(0, 500))
  const alone = await ask(items.slice(500, 1_000))
  const heaviest = kinds.find(({ name }) => name === 'a word in 90%')?.paths ?? []
  let [isDone, searches] = [false, 0]
  const searching = (async () => {
    for (let n = 0; !isDone; n++, searches++) await get(origin + (heaviest[n % heaviest.length] ?? ''))
  })()
  const beside = await ask(items.slice(1_000)).finally(() => (isDone = true))
  await searching
  return { alone, beside, searches }
}
