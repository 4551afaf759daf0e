/** `npm run bench`: measures pages, start, memory, import, export and searches, prints tables and keeps them in bench/results.md. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { Command, Option } from 'commander'
import pg from 'pg'
import { projectRoot } from '../src/config.ts'
import type { Engine } from '../src/db/engine/connection.ts'
import { upgrade } from '../src/db/migrate/index.ts'
import { addressOf, csvOf, databaseOf, folder } from './load.ts'
import { compare } from './measure.ts'
import { pageNames, pagesOf, workOf } from './pages.ts'
import { head, sectionsOf } from './report.ts'
import type { Figures, TransferFigures } from './report.ts'
import { withSections } from './results-page.ts'
import { measureSearches } from './search.ts'
import { start } from './server.ts'
import type { Transferred } from './transfer.ts'

const run = promisify(execFile)
const parts = [...pageNames, 'import', 'export', 'search'] as const
const list = (text: string) => text.split(',').filter(Boolean)

interface Options {
  sizes: string[]
  engines: string[]
  only: string[]
  connections: string[]
  rounds: string
  seconds: string
  changing: string
  port: string
  postgres?: string
  file: string
}

const command = new Command('npm run bench --')
  .description(
    'Measures the application beside its floor. The first run makes the catalogues, which takes minutes. What is measured takes the place of its section in the results; the other sections stay.',
  )
  .option('--sizes <list>', 'items in each catalogue', list, ['20000', '150000', '1000000'])
  .option('--engines <list>', 'sqlite, postgresql', list, ['sqlite', 'postgresql'])
  .option('--only <list>', parts.join(', '), list, [...parts])
  .option('--connections <list>', 'how many ask at once', list, ['1', '20'])
  .option('--rounds <number>', 'measurements of each page, of which the middle one counts', '3')
  .option('--seconds <number>', 'of each measurement; searches take three times as long', '1')
  .option(
    '--changing <number>',
    'different addresses of each page, beside one that repeats; 0: only that',
    '500',
  )
  .option('--port <number>', 'the application takes this port, the floor the next', '4300')
  .option('--file <path>', 'where the tables are kept', 'bench/results.md')
  .addOption(
    new Option('--postgres <address>', 'a server for databases of the benchmark').env('TEST_POSTGRES_URL'),
  )

async function main(options: Options): Promise<void> {
  const engines = enginesOf(options)
  const figures: Figures = { pages: [], servers: [], transfers: [], searches: [] }
  try {
    for (const engine of engines)
      for (const size of options.sizes.map(Number)) await measure(engine, size, options, figures)
  } finally {
    // Also what was measured before something went wrong.
    keep(figures, path.resolve(projectRoot, options.file))
  }
}

async function measure(engine: Engine, size: number, options: Options, figures: Figures): Promise<void> {
  console.error(`${engine}, ${size.toLocaleString('en')} items ...`)
  const url = await databaseOf(engine, size, options.postgres ?? '')
  if (pageNames.some((name) => options.only.includes(name)))
    await measurePages(engine, size, url, options, figures)
  for (const what of ['import', 'export'] as const) {
    if (options.only.includes(what))
      figures.transfers.push(await measureTransfer(what, engine, size, url, options))
  }
  const settings = { port: Number(options.port), seconds: Number(options.seconds) * 3 }
  if (options.only.includes('search'))
    figures.searches.push(await measureSearches(engine, size, url, settings))
}

function enginesOf({ engines, postgres }: Options): Engine[] {
  const wanted = (['sqlite', 'postgresql'] as const).filter((engine) => engines.includes(engine))
  if (!wanted.includes('postgresql') || postgres !== undefined) return wanted
  console.error('PostgreSQL is left out: give --postgres ADDRESS, or set TEST_POSTGRES_URL.')
  return wanted.filter((engine) => engine !== 'postgresql')
}

function keep(figures: Figures, file: string): void {
  const measured = sectionsOf(figures, new Date().toISOString().slice(0, 16).replace('T', ' '))
  for (const { heading, text } of measured) console.log(`## ${heading}\n\n${text}\n`)
  writeFileSync(file, withSections(existsSync(file) ? readFileSync(file, 'utf8') : '', head, measured))
}

async function measurePages(
  engine: Engine,
  size: number,
  url: string,
  options: Options,
  figures: Figures,
): Promise<void> {
  const port = Number(options.port)
  const origins = { app: `http://127.0.0.1:${port}`, floor: `http://127.0.0.1:${port + 1}` }
  const pages = await pagesOf(url, options.only, origins.app, Number(options.changing))
  const work = await workOf(url, pages, origins.app)
  const env = {
    DATABASE_URL: url,
    HOST: '127.0.0.1',
    PORT: String(port),
    BASE_URL: origins.app,
    LOG_LEVEL: 'info',
  }
  const app = await start({ file: 'src/server.ts', env, ready: 'Crowfoot is ready' })
  const floor = await start({
    file: 'bench/floor.ts',
    args: [url, String(port + 1)],
    input: JSON.stringify([...work.values()]),
    ready: 'ready',
  })
  const servers = {
    app: { origin: origins.app, worked: () => app.worked() },
    floor: { origin: origins.floor, worked: () => floor.worked() },
  }
  try {
    for (const page of pages) {
      console.error(
        `  ${page.name}, ${page.paths.length === 1 ? 'one address' : `${page.paths.length} addresses`} ...`,
      )
      for (const connections of options.connections.map(Number)) {
        const settings = { connections, rounds: Number(options.rounds), seconds: Number(options.seconds) }
        const { bytes = 0, queries = [] } = work.get(page.paths[0] ?? '') ?? {}
        const measured = await compare(servers, page, settings)
        figures.pages.push({
          engine,
          size,
          page: page.name,
          addresses: page.paths.length,
          connections,
          bytes,
          queries: queries.length,
          figures: measured,
        })
      }
    }
    figures.servers.push({ engine, size, startup: app.startup, memory: app.memory() })
  } finally {
    await Promise.all([app.stop(), floor.stop()])
  }
}

/** In a process of its own; what is imported goes into a database that is made for it and dropped again. */
async function measureTransfer(
  what: 'import' | 'export',
  engine: Engine,
  size: number,
  url: string,
  { postgres = '' }: Options,
): Promise<TransferFigures> {
  const scratch = path.join(folder, 'scratch.db')
  const target = engine === 'sqlite' ? `sqlite:${scratch}` : addressOf(postgres, 'crowfoot_bench_scratch')
  const remove = async () => {
    for (const end of ['', '-wal', '-shm']) rmSync(scratch + end, { force: true })
    if (engine === 'postgresql') await onServer(postgres, 'drop database if exists crowfoot_bench_scratch')
  }
  await remove()
  try {
    if (what === 'import') {
      if (engine === 'postgresql') await onServer(postgres, 'create database crowfoot_bench_scratch')
      await upgrade(target)
    }
    const file = what === 'import' ? await csvOf(size) : path.join(folder, 'export.csv')
    const address = what === 'import' ? target : url
    const args = ['--import', 'tsx', path.join(projectRoot, 'bench/transfer.ts'), what, address, file]
    const { stdout } = await run(process.execPath, args, { cwd: projectRoot })
    return { engine, size, what, figures: JSON.parse(stdout) as Transferred }
  } finally {
    await remove()
    rmSync(path.join(folder, 'export.csv'), { force: true })
  }
}

async function onServer(postgres: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

command.parse()
await main(command.opts<Options>())
