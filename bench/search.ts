/**
 * What whole pages of searches and filtered lists cost, with all numbers beside the filters, asked for one after the other at addresses that do not repeat:
 * processor time of the server and its search process, beside a bare server that answers as many bytes, and beside plain SQL with `like`:
 *
 *     npx tsx bench/search.ts --sizes 150000 --engines sqlite
 */
import { Command, Option } from 'commander'
import type { Engine } from '../src/db/engine/connection.ts'
import { databaseOf } from './load.ts'
import { median } from './measure.ts'
import { openPlain } from './search-plain.ts'
import { inMemory, memoryOfSearch } from './search-kept.ts'
import { askEach, besideSearches, workOfConnections } from './search-load.ts'
import type { Asked, Worked } from './search-load.ts'
import type { InMemory } from './search-memory.ts'
import { searchPages } from './search-pages.ts'
import type { SearchKind, SearchPages } from './search-pages.ts'
import { start } from './server.ts'

const list = (text: string) => text.split(',').filter(Boolean)

interface Options {
  sizes: string[]
  engines: Engine[]
  seconds: string
  port: string
  postgres?: string
}

const command = new Command('bench/search.ts')
  .description('Processor time for whole pages of searches, beside their floor and plain SQL.')
  .option('--sizes <list>', 'items in each catalogue', list, ['20000', '150000', '1000000'])
  .option('--engines <list>', 'sqlite, postgresql', list, ['sqlite'])
  .option('--seconds <number>', 'of each measurement, at most 400 requests', '3')
  .option('--port <number>', 'the application takes this port, the floor the next', '4300')
  .addOption(
    new Option('--postgres <address>', 'a server for databases of the benchmark').env('TEST_POSTGRES_URL'),
  )

const fine = (number: number) =>
  Number.isFinite(number) ? (number < 10 ? number.toFixed(2) : Math.round(number).toLocaleString('en')) : '–'
const row = (cells: readonly (string | number)[]) => console.log(`| ${cells.join(' | ')} |`)

async function measure(engine: Engine, size: number, options: Options): Promise<void> {
  const url = await databaseOf(engine, size, options.postgres ?? '')
  const pages = await searchPages(url, size)
  const [port, seconds] = [Number(options.port), Number(options.seconds)]
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
    const ready = { time: app.startup + performance.now() - began, work: ((await worked()) ?? NaN) * 1000 }
    await untilQuiet(worked)
    await warmUp(origin, pages, seconds)
    const measured: [SearchKind, Asked][] = []
    for (const kind of pages.kinds)
      measured.push([kind, await measureKind(origin, kind, pages, worked, seconds)])
    const figures = { ready, memory: memoryOfSearch(app), ...(await besideSearches(origin, pages, seconds)) }
    await app.stop()
    await printKinds(engine, size, url, port + 1, measured)
    others.push({ engine, size, startup: app.startup, ...figures, ...(await inMemory(url, pages)) })
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

async function printKinds(
  engine: Engine,
  size: number,
  url: string,
  port: number,
  measured: readonly [SearchKind, Asked][],
): Promise<void> {
  const input = measured.map(([, { bytes }], place) => ({ path: `/${place}`, bytes, queries: [] }))
  const floor = await start({
    file: 'bench/floor.ts',
    args: [url, String(port)],
    input: JSON.stringify(input),
    ready: 'ready',
  })
  const plain = await openPlain(url)
  try {
    for (const [place, [{ name, like = [] }, asked]] of measured.entries()) {
      const worked = () => Promise.resolve(floor.worked())
      const same = Array.from({ length: 400 }, () => `/${place}`)
      const bare = await askEach(`http://127.0.0.1:${port}`, same, { seconds: 3, worked })
      const plainTimes: number[] = []
      for (const words of like.slice(0, 3)) plainTimes.push(await plain.measure(words))
      const likeCell = like.length > 0 ? fine(median(plainTimes)) : ''
      const times = [asked.work, bare.work, asked.p50, asked.p99].map(fine)
      row([
        engine,
        size.toLocaleString('en'),
        name,
        asked.requests,
        ...times,
        likeCell,
        asked.bytes.toLocaleString('en'),
      ])
    }
  } finally {
    await Promise.all([floor.stop(), plain.close()])
  }
}

type Other = {
  engine: Engine
  size: number
  startup: number
  ready: { time: number; work: number }
  memory: number
} & Awaited<ReturnType<typeof besideSearches>> &
  InMemory
const others: Other[] = []

command.parse()
const options = command.opts<Options>()
row(['engine', 'items', 'page', 'requests', 'work', 'floor', 'p50', 'p99', 'like', 'bytes'])
row(['---', '---:', '---', ...Array.from({ length: 7 }, () => '---:')])
for (const engine of options.engines)
  for (const size of options.sizes) await measure(engine, Number(size), options)
console.log()
const heads = [
  'ready',
  'first search',
  'work',
  'columns, MB',
  'words, MB',
  'process, MB',
  'a spelling',
  'item p50',
  'beside searches',
]
row(['engine', 'items', ...heads])
row(['---', ...Array.from({ length: 10 }, () => '---:')])
for (const { engine, size, alone, beside, ...each } of others) {
  const figures = [
    each.startup,
    each.ready.time,
    each.ready.work,
    each.columns,
    each.vocabulary,
    each.memory,
    each.spelling,
    alone.p50,
    beside.p50,
  ]
  row([engine, size.toLocaleString('en'), ...figures.map(fine)])
}
