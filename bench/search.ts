/**
 * What whole pages of searches and filtered lists cost, with all numbers beside the filters, asked for one after the other at addresses that do not repeat:
 * processor time of the server and its search process, beside a bare server that answers as many bytes, and beside plain SQL with `like`.
 */
import type { Engine } from '../src/db/engine/connection.ts'
import { median } from './measure.ts'
import { openPlain } from './search-plain.ts'
import { inMemory, memoryOfSearch } from './search-kept.ts'
import { askEach, besideSearches, workOfConnections } from './search-load.ts'
import type { Asked, Worked } from './search-load.ts'
import type { InMemory } from './search-memory.ts'
import { searchPages } from './search-pages.ts'
import type { SearchKind, SearchPages } from './search-pages.ts'
import { start } from './server.ts'

export interface KindFigures extends Asked {
  name: string
  /** Milliseconds of the processor for one request of the bare server. */
  floor: number
  /** Milliseconds for the same words by `like`; undefined where there are none. */
  like: number | undefined
}

export interface SearchFigures extends InMemory {
  engine: Engine
  size: number
  kinds: KindFigures[]
  /** Milliseconds from the start: until the server answered pages, and until it had answered a search; and what the processor worked until then. */
  startup: number
  firstSearch: number
  firstSearchWork: number
  /** Of the process that searches, in MB. */
  memory: number
  /** An item's page, alone and beside the heaviest searches. */
  alone: Asked
  beside: Asked
}

export interface SearchSettings {
  /** The application takes this port, the floor the next. */
  port: number
  /** Of each measurement, at most 400 requests. */
  seconds: number
}

type Measured = readonly [SearchKind, Asked]

export async function measureSearches(
  engine: Engine,
  size: number,
  url: string,
  { port, seconds }: SearchSettings,
): Promise<SearchFigures> {
  const pages = await searchPages(url, size)
  const origin = `http://127.0.0.1:${port}`
  const env = { DATABASE_URL: url, HOST: '127.0.0.1', PORT: String(port), BASE_URL: origin }
  const app = await start({ file: 'src/server.ts', env, ready: 'Crowfoot is ready' })
  const connections = engine === 'postgresql' ? await workOfConnections(url) : undefined
  const worked: Worked = async () => {
    const own = app.worked()
    const others = connections ? await connections.worked() : 0
    return own === undefined || others === undefined ? undefined : own + others
  }
  try {
    const began = performance.now()
    await firstAnswer(origin + (pages.kinds[1]?.paths.at(-1) ?? ''))
    const firstSearch = app.startup + performance.now() - began
    const firstSearchWork = ((await worked()) ?? NaN) * 1000
    await untilQuiet(worked)
    await warmUp(origin, pages, seconds)
    const measured: Measured[] = []
    for (const kind of pages.kinds) {
      console.error(`  ${kind.name}, ${kind.paths.length} addresses ...`)
      measured.push([kind, await measureKind(origin, kind, pages, worked, seconds)])
    }
    const memory = memoryOfSearch(app)
    const besides = await besideSearches(origin, pages, seconds)
    await app.stop()
    const kinds = await compareKinds(url, port + 1, measured, seconds)
    const ready = { startup: app.startup, firstSearch, firstSearchWork }
    return { engine, size, kinds, ...ready, memory, ...besides, ...(await inMemory(url, pages)) }
  } finally {
    await connections?.close()
    await app.stop()
  }
}

/** Until the search is ready, a request that has waited as long as it may is refused, and asked again. */
async function firstAnswer(address: string): Promise<void> {
  while (!(await fetch(address)).ok);
}

/** The first time, the server may still compare the index with the items. */
async function untilQuiet(worked: Worked): Promise<void> {
  for (let last = (await worked()) ?? 0; ;) {
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const now = (await worked()) ?? 0
    if (now - last < 0.2) return
    last = now
  }
}

/** V8 compiles what pages need while they are asked for. */
async function warmUp(origin: string, { kinds }: SearchPages, seconds: number): Promise<void> {
  for (const { paths, headers = {} } of kinds)
    await askEach(origin, paths.slice(-100), { headers, seconds, worked: () => Promise.resolve(undefined) })
}

/** The last addresses are asked for before anything counts. */
async function measureKind(
  origin: string,
  { paths, headers = {}, repeats = false }: SearchKind,
  { others }: SearchPages,
  worked: Worked,
  seconds: number,
): Promise<Asked> {
  const between = repeats ? others : undefined
  const warm = Math.min(200, Math.ceil(paths.length / 3))
  await askEach(origin, paths.slice(-warm), { headers, seconds: seconds / 2, worked, between })
  return askEach(origin, paths.slice(0, -warm), { headers, seconds, worked, between })
}

/** What a bare server and plain SQL take for the same, when the application has ended. */
async function compareKinds(
  url: string,
  port: number,
  measured: readonly Measured[],
  seconds: number,
): Promise<KindFigures[]> {
  const input = measured.map(([, { bytes }], place) => ({ path: `/${place}`, bytes, queries: [] }))
  const floor = await start({
    file: 'bench/floor.ts',
    args: [url, String(port)],
    input: JSON.stringify(input),
    ready: 'ready',
  })
  const plain = await openPlain(url)
  const worked = () => Promise.resolve(floor.worked())
  const kinds: KindFigures[] = []
  try {
    for (const [place, [{ name, like = [] }, asked]] of measured.entries()) {
      const same = Array.from({ length: 400 }, () => `/${place}`)
      const bare = await askEach(`http://127.0.0.1:${port}`, same, { seconds, worked })
      const times: number[] = []
      for (const words of like.slice(0, 3)) times.push(await plain.measure(words))
      kinds.push({ ...asked, name, floor: bare.work, like: like.length > 0 ? median(times) : undefined })
    }
  } finally {
    await Promise.all([floor.stop(), plain.close()])
  }
  return kinds
}
