/**
 * What suggestions cost for one, two and three letters, in processor time for a request, beside a bare server that sends the same SQL:
 *
 *     npx tsx bench/suggestions.ts --sizes 150000 --engines sqlite
 */
import { Command, Option } from 'commander'
import type { Engine } from '../src/db/engine/connection.ts'
import { openDatabase } from '../src/db/engine/connection.ts'
import { databaseOf } from './load.ts'
import { compare } from './measure.ts'
import { workOf } from './pages.ts'
import { start } from './server.ts'
import { suggestionPages } from './suggestion-pages.ts'

const list = (text: string) => text.split(',').filter(Boolean)

interface Options {
  sizes: string[]
  engines: Engine[]
  seconds: string
  rounds: string
  port: string
  postgres?: string
}

const command = new Command('bench/suggestions.ts')
  .description('Processor time for suggestions while somebody types, beside its floor.')
  .option('--sizes <list>', 'items in each catalogue', list, ['20000', '150000', '1000000'])
  .option('--engines <list>', 'sqlite, postgresql', list, ['sqlite'])
  .option('--seconds <number>', 'of each measurement', '2')
  .option('--rounds <number>', 'measurements of which the middle one counts', '3')
  .option('--port <number>', 'the application takes this port, the floor the next', '4300')
  .addOption(
    new Option('--postgres <address>', 'a server for databases of the benchmark').env('TEST_POSTGRES_URL'),
  )

async function measure(engine: Engine, size: number, options: Options): Promise<void> {
  const url = await databaseOf(engine, size, options.postgres ?? '')
  const database = await openDatabase(url)
  const pages = await suggestionPages(database.db).finally(() => database.close())
  const [port, rounds, seconds] = [Number(options.port), Number(options.rounds), Number(options.seconds)]
  const [origin, floorOrigin] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]
  const work = await workOf(url, pages, origin)
  const env = { DATABASE_URL: url, HOST: '127.0.0.1', PORT: String(port), BASE_URL: origin }
  const app = await start({ file: 'src/server.ts', env, ready: 'Crowfoot is ready' })
  const floor = await start({
    file: 'bench/floor.ts',
    args: [url, String(port + 1)],
    input: JSON.stringify([...work.values()]),
    ready: 'ready',
  })
  try {
    for (const page of pages) {
      const servers = {
        app: { origin, worked: () => app.worked() },
        floor: { origin: floorOrigin, worked: () => floor.worked() },
      }
      const found = await compare(servers, page, { connections: 1, rounds, seconds })
      const cells = [engine, size.toLocaleString('en'), page.name, page.paths.length]
      const figures = [found.work, found.floor.work, found.p50, found.p99].map((each) => each.toFixed(2))
      console.log(`| ${[...cells, ...figures].join(' | ')} |`)
    }
  } finally {
    await Promise.all([app.stop(), floor.stop()])
  }
}

command.parse()
const options = command.opts<Options>()
console.log('| engine | items | typed | addresses | work, ms | floor, ms | p50, ms | p99, ms |')
console.log('| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |')
for (const engine of options.engines)
  for (const size of options.sizes) await measure(engine, Number(size), options)
