/** The figures as a page of Markdown. */
import os from 'node:os'
import type { Engine } from '../src/db/engine/connection.ts'
import type { Comparison } from './measure.ts'
import type { Transferred } from './transfer.ts'

export interface PageFigures {
  engine: Engine
  size: number
  page: string
  /** Different ones that were asked for in turn. */
  addresses: number
  connections: number
  bytes: number
  queries: number
  figures: Comparison
}

export interface ServerFigures {
  engine: Engine
  size: number
  /** Milliseconds. */
  startup: number
  /** In MB, after the load. */
  memory: number | undefined
}

export interface TransferFigures {
  engine: Engine
  size: number
  what: 'import' | 'export'
  figures: Transferred
}

export interface Figures {
  pages: PageFigures[]
  servers: ServerFigures[]
  transfers: TransferFigures[]
}

/** Rounds of one measurement that lie further apart than this say that the machine had other things to do. */
const wide = 1.3

/** A page that no request got through to in the time of a measurement has no figures. */
const known = (number: number, text: string) => (Number.isFinite(number) ? text : '–')
const whole = (number: number) => known(number, Math.round(number).toLocaleString('en'))
const fine = (number: number, digits = 1) =>
  number < 10 ? known(number, number.toFixed(digits)) : whole(number)
const percent = (share: number) => known(share, `${Math.round(share * 100)}%`)

export function report({ pages, servers, transfers }: Figures, date: string): string {
  const shared = pages.some(({ figures }) => figures.spread > wide)
  return [
    '# Benchmark',
    '',
    `${date}. ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'CPU'}, ${os.platform()}, Node ${process.versions.node}.`,
    '',
    'Each page is asked for in turns from the application and from the floor: a bare `node:http` server in the same run, with the',
    'same SQL by prepared statements and as many bytes from one template literal. **Share**: the requests a second of the application',
    'as a share of those of the floor. **Work**: milliseconds of the processor for one request of the application, and the work of the',
    'floor as a share of it; what else runs on the machine bears less on this. **Growth**: the work compared with the smallest',
    'catalogue. p50 and p99 are milliseconds. **Spread**: the best round of the requests a second as a multiple of the worst.',
    '',
    'The databases are as `npx crowfoot data import` leaves them. **Addresses**: 1 is one page, asked for again and again, as nobody would: what the',
    'application keeps (the HTML of cards and filters, the numbers beside filters) it has kept by then, while the floor asks the database each',
    'time. More are that many different pages in turn, as visitors ask. The work counts the processes that read for the application, but not a',
    'PostgreSQL server. A floor that got no answer through in the time of a measurement has no share.',
    ...(shared
      ? [
          '',
          'The machine was shared: where the spread is wide, the requests a second say little and the share says more.',
        ]
      : []),
    ...(pages.length > 0 ? ['', '## Pages', '', ...pageTable(pages)] : []),
    ...(servers.length > 0 ? ['', '## The server', '', ...serverTable(servers)] : []),
    ...(transfers.length > 0 ? ['', '## Import and export', '', ...transferTable(transfers)] : []),
    '',
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index < 3 ? '---' : '---:'))), ...rows.map(line)]
}

function pageTable(pages: readonly PageFigures[]): string[] {
  const head = [
    'engine',
    'items',
    'page',
    'addresses',
    'connections',
    'requests/s',
    'floor',
    'share',
    'work',
    'share of work',
  ]
  return table(
    [...head, 'growth', 'p50', 'p99', 'spread', 'SQL', 'bytes'],
    pages.map(({ engine, size, page, addresses, connections, bytes, queries, figures }) => {
      const same = pages.filter(
        (each) =>
          each.engine === engine &&
          each.page === page &&
          each.addresses === addresses &&
          each.connections === connections,
      )
      const smallest = same.toSorted((a, b) => a.size - b.size)[0]
      const growth = figures.work / (smallest?.figures.work ?? NaN)
      return [
        ...[engine, whole(size), page, String(addresses), String(connections)],
        ...[whole(figures.requestsPerSecond), whole(figures.floor.requestsPerSecond), percent(figures.ratio)],
        ...[fine(figures.work, 2), percent(figures.workRatio), fine(growth, 2)],
        ...[fine(figures.p50), fine(figures.p99)],
        `${fine(figures.spread, 2)}${figures.spread > wide ? ' (wide)' : ''}`,
        ...[String(queries), whole(bytes)],
      ]
    }),
  )
}

function serverTable(servers: readonly ServerFigures[]): string[] {
  const head = ['engine', 'items', 'ready after', 'memory after the load']
  return table(
    head,
    servers.map(({ engine, size, startup, memory }) => [
      ...[engine, whole(size), `${whole(startup)} ms`],
      memory === undefined ? 'not known here' : `${whole(memory)} MB`,
    ]),
  )
}

function transferTable(transfers: readonly TransferFigures[]): string[] {
  const head = ['engine', 'rows', 'what', 'rows/s', 'most memory']
  return table(
    head,
    transfers.map(({ engine, what, figures: { rows, milliseconds, memory } }) => [
      ...[engine, whole(rows), what, whole((rows / milliseconds) * 1000), `${whole(memory)} MB`],
    ]),
  )
}
