/**
 * What visitors may do to each other: random addresses of the list, as wide as an address can be, while others look at single items.
 * `node --import tsx bench/addresses.ts --engine sqlite|postgresql`; it prints figures, and which of its three limits they keep.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, Option } from 'commander'
import type { Engine } from '../src/db/engine/connection.ts'
import { makeWords, randomFrom } from './generate.ts'
import type { Random } from './generate.ts'
import { databaseOf } from './load.ts'
import { median } from './measure.ts'
import { start } from './server.ts'

interface Options {
  engine: Engine
  size: string
  addresses: string
  at: string
  rate: string
  port: string
  seed: string
  postgres?: string
}

const {
  engine,
  postgres = '',
  ...options
} = new Command('addresses.ts')
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgresql']).default('sqlite'))
  .option('--size <number>', 'items in the catalogue', '150000')
  .option('--addresses <number>', 'how many are asked for', '2000')
  .option('--at <number>', 'how many at once', '4')
  .option('--rate <number>', 'item pages a second beside them', '50')
  .option('--port <number>', 'of the application', '4320')
  .option('--seed <number>', 'other addresses for another one', '1')
  .addOption(
    new Option('--postgres <address>', 'a server for databases of the benchmark').env('TEST_POSTGRES_URL'),
  )
  .parse()
  .opts<Options>()

const size = Number(options.size)
const random = randomFrom(Number(options.seed))
const words = makeWords(6_000, 1)
const between = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
const oneOf = (list: readonly string[]) => list[between(0, list.length - 1)] ?? ''
const often = (share: number) => random() < share

/** Most ids are those of the busiest, which cost most; some are of nothing at all. */
function ids(name: string, most: number): string[][] {
  if (!often(0.6)) return []
  return Array.from({ length: between(1, 50) }, () => [name, String(Math.ceil(most * random() ** 3))])
}

function address(): string {
  const pairs = [
    ...ids('type', 8),
    ...ids('creator', size / 10),
    ...ids('category', 210),
    ...(often(0.3) ? [['from', String(between(-500, 2030))]] : []),
    ...(often(0.3) ? [['to', String(between(-500, 2030))]] : []),
    ...(often(0.3)
      ? [['q', Array.from({ length: between(1, 4) }, () => oneOf(words).slice(0, between(1, 6))).join(' ')]]
      : []),
    ...(often(0.8) ? [['sort', oneOf(['relevance', 'newest', 'title', '-title', 'year', '-year'])]] : []),
    often(0.7) ? ['page', String(between(1, 100))] : [oneOf(['after', 'before']), String(between(1, size))],
    ['per_page', String(between(1, 100))],
    ['view', oneOf(['cards', 'table'])],
  ]
  return `/items?${new URLSearchParams(pairs).toString()}`
}

interface Answered {
  path: string
  status: number
  ms: number
  counted: boolean
}

async function ask(path: string): Promise<Answered> {
  const began = performance.now()
  const answer = await fetch(origin + path)
  const text = await answer.text()
  return {
    path,
    status: answer.status,
    ms: performance.now() - began,
    counted: !text.includes('were not counted'),
  }
}

/** Item pages at a steady pace, whether or not those before have come, until told to stop. @returns their times */
async function items(until: { done: boolean }, pace: Random): Promise<number[]> {
  const asked: Promise<Answered>[] = []
  while (!until.done) {
    asked.push(ask(`/items/${1 + Math.floor(pace() * size)}`))
    await sleep(1_000 / Number(options.rate))
  }
  return (await Promise.all(asked)).map(({ ms }) => ms)
}

const share = (times: readonly number[], part: number) =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * part)] ?? NaN
const ms = (time: number) => `${time.toFixed(time < 10 ? 1 : 0)} ms`
const verdict = (held: boolean) => (held ? 'held' : 'NOT HELD')

const url = await databaseOf(engine, size, postgres)
const origin = `http://127.0.0.1:${options.port}`
const env = { DATABASE_URL: url, HOST: '127.0.0.1', PORT: options.port, BASE_URL: origin, LOG_LEVEL: 'warn' }
const server = await start({ file: 'src/server.ts', env, ready: 'Crowfoot is ready' })
try {
  // Both kinds of pages once or twice: V8 compiles, readers start, caches fill.
  await items(await lasting(5_000), random)
  for (let n = 0; n < 20; n++) await ask(address())
  const quiet: number[] = []
  const memoryBefore: number[] = []
  for (let round = 0; round < 3; round++) {
    quiet.push(share(await items(await lasting(10_000), random), 0.99))
    memoryBefore.push(server.memory() ?? NaN)
  }

  const meanwhile = { done: false }
  const besides = items(meanwhile, randomFrom(99))
  const worked = server.worked() ?? NaN
  const addresses = Array.from({ length: Number(options.addresses) }, address)
  const answers: Answered[] = []
  await Promise.all(
    Array.from({ length: Number(options.at) }, async () => {
      for (let path = addresses.pop(); path !== undefined; path = addresses.pop())
        answers.push(await ask(path))
    }),
  )
  meanwhile.done = true
  const busy = share(await besides, 0.99)
  const work = ((server.worked() ?? NaN) - worked) / answers.length
  await sleep(10_000)
  const memoryAfter = server.memory() ?? NaN

  const times = answers.map((answer) => answer.ms)
  const failed = answers.filter(({ status }) => status !== 200)
  const slowest = answers.toSorted((a, b) => b.ms - a.ms)[0]
  const memory = median(memoryBefore)
  console.log(
    [
      `${engine}, ${size.toLocaleString('en')} items, ${answers.length} addresses, ${options.at} at once, ${new Date().toISOString()}`,
      `- answers: ${answers.length - failed.length} times 200, ${failed.length} others${failed.length > 0 ? ` (${[...new Set(failed.map(({ status }) => status))].join(', ')})` : ''}; ${answers.filter(({ counted }) => !counted).length} without their counts`,
      `- a list: p50 ${ms(share(times, 0.5))}, p99 ${ms(share(times, 0.99))}, slowest ${ms(slowest?.ms ?? NaN)} (3 s: ${verdict(failed.length === 0 && (slowest?.ms ?? NaN) <= 3_000)}); ${ms(work * 1000)} of the processor for each, the item pages beside it included`,
      `- an item meanwhile: p99 ${ms(busy)}, ${ms(median(quiet))} when it is quiet: ${(busy / median(quiet)).toFixed(1)} times (5 times: ${verdict(busy <= 5 * median(quiet))})`,
      `- memory: ${memory.toFixed(0)} MB before, ${memoryAfter.toFixed(0)} MB ten seconds after: ${(memoryAfter / memory).toFixed(2)} times (1.3 times: ${verdict(memoryAfter <= 1.3 * memory)})`,
      ...(slowest && slowest.ms > 3_000 ? [`- the slowest: ${slowest.path}`] : []),
    ].join('\n'),
  )
} finally {
  await server.stop()
}

/** What says that it is done after so many milliseconds. */
async function lasting(milliseconds: number): Promise<{ done: boolean }> {
  const until = { done: false }
  setTimeout(() => (until.done = true), milliseconds)
  return until
}
