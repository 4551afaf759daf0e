/** Asks two servers for the same page in turns, and compares them: what else the machine does then bears on both. */
import autocannon from 'autocannon'
import type { Page } from './pages.ts'

export interface Load {
  requestsPerSecond: number
  /** Milliseconds that the processor worked for one request; NaN where the system does not say. */
  work: number
  /** Milliseconds. */
  p50: number
  p99: number
}

export interface Comparison extends Load {
  floor: Load
  /** The application's requests a second as a share of the floor's. */
  ratio: number
  /** The floor's work for a request as a share of the application's: other programs on the machine bear less on it. */
  workRatio: number
  /** How far the rounds lie apart: the best as a multiple of the worst. */
  spread: number
}

export interface Settings {
  connections: number
  rounds: number
  /** Of each round, for each of the two servers. */
  seconds: number
}

/** A server under load: its address, and how long the processor has worked for it. */
export interface Target {
  origin: string
  worked: () => number | undefined
}

/** @param rate requests a second; without it each connection asks again as soon as it has its answer */
export async function load(
  { origin, worked }: Target,
  { paths, headers }: Page,
  connections: number,
  seconds: number,
  rate?: number,
): Promise<Load> {
  const before = worked() ?? NaN
  const times: number[] = []
  const run = autocannon({
    ...{ url: origin, connections, duration: seconds },
    ...(rate !== undefined && { overallRate: rate }),
    // Each connection begins elsewhere, so that no two ask for the same at once.
    setupClient: (client) => {
      const first = Math.floor(Math.random() * paths.length)
      const inTurn = [...paths.slice(first), ...paths.slice(0, first)]
      client.setRequests(inTurn.map((path) => ({ method: 'GET', path, headers })))
    },
  })
  run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds))
  const result = await run
  const work = ((worked() ?? NaN) - before) * 1000
  // Requests that were cut off may still be worked on, one after the other: the next measurement begins when they are done.
  await (await fetch(origin + (paths[0] ?? '/'), { headers })).arrayBuffer()
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${paths[0] ?? ''}: ${result.non2xx} answers were refusals, ${result.errors} requests failed.`,
    )
  }
  times.sort((a, b) => a - b)
  return {
    requestsPerSecond: result['2xx'] / result.duration,
    work: work / result['2xx'],
    p50: times[Math.floor(times.length * 0.5)] ?? NaN,
    p99: times[Math.floor(times.length * 0.99)] ?? NaN,
  }
}

/** Seconds before anything counts: V8 is still compiling what a page needs in its first few thousand requests. */
const warmUp = 3

export async function compare(
  servers: { app: Target; floor: Target },
  page: Page,
  { connections, rounds, seconds }: Settings,
): Promise<Comparison> {
  await load(servers.app, page, connections, warmUp)
  await load(servers.floor, page, connections, warmUp)
  const app: Load[] = []
  const floor: Load[] = []
  for (let round = 0; round < rounds; round++) {
    app.push(await load(servers.app, page, connections, seconds))
    floor.push(await load(servers.floor, page, connections, seconds))
  }
  const speeds = app.map(({ requestsPerSecond }) => requestsPerSecond)
  return {
    ...middle(app),
    workRatio: median(app.map((each, round) => (floor[round]?.work ?? NaN) / each.work)),
    floor: middle(floor),
    ratio: median(
      app.map((each, round) => each.requestsPerSecond / (floor[round]?.requestsPerSecond ?? NaN)),
    ),
    spread: Math.max(...speeds) / Math.min(...speeds),
  }
}

function middle(loads: readonly Load[]): Load {
  const of = (key: keyof Load) => median(loads.map((each) => each[key]))
  return {
    requestsPerSecond: of('requestsPerSecond'),
    work: of('work'),
    p50: of('p50'),
    p99: of('p99'),
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[half] ?? NaN)
    : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2
}

/** @param share 0.95 for the value that 95 of 100 stay below */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
