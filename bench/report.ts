/** The figures as sections of Markdown. */
import os from 'node:os'
import type { Engine } from '../src/db/engine/connection.ts'
import type { Comparison } from './measure.ts'
import { searchReport } from './report-searches.ts'
import type { Section } from './results-page.ts'
import type { SearchFigures } from './search.ts'
import { fine, percent, table, whole } from './table.ts'
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
  searches: SearchFigures[]
}

/** Rounds of one measurement that lie further apart than this say that the machine had other things to do. */
const wide = 1.3

/** What stands before all sections. */
export const head = `\
# Benchmark

Each section is of the run that its first line names. \`npm run bench\` writes its own sections anew; with \`--only\` those of other parts stay as they are, and so do notes in sections of their own.
The databases are as \`npx crowfoot data import\` leaves them. Who wants to compare figures takes those of one section: machines differ, and what else they do.`

const pageExplanation = `\
Each page is asked for in turns from the application and from the floor: a bare \`node:http\` server in the same run, with the
same SQL by prepared statements and as many bytes from one template literal. **Share**: the requests a second of the application
as a share of those of the floor. **Work**: milliseconds of the processor for one request of the application, and the work of the
floor as a share of it; what else runs on the machine bears less on this. **Growth**: the work compared with the smallest
catalogue. p50 and p99 are milliseconds. **Spread**: the best round of the requests a second as a multiple of the worst.

**Addresses**: 1 is one page, asked for again and again, as nobody would: what the
application keeps (the HTML of cards and filters, the numbers beside filters) it has kept by then, while the floor asks the database each
time. More are that many different pages in turn, as visitors ask. The work counts the processes that read for the application, but not a
PostgreSQL server. A floor that got no answer through in the time of a measurement has no share.`

/** The sections of what was measured, each with the moment and the machine. */
export function sectionsOf({ pages, servers, transfers, searches }: Figures, date: string): Section[] {
  const processors = os.cpus()
  const moment = `${date}. ${processors.length} × ${processors[0]?.model ?? 'CPU'}, ${os.platform()}, Node ${process.versions.node}.`
  const section = (heading: string, figures: readonly unknown[], lines: () => string[]): Section[] =>
    figures.length === 0 ? [] : [{ heading, text: [moment, '', ...lines()].join('\n') }]
  const shared = pages.some(({ figures }) => figures.spread > wide)
  const note =
    'The machine was shared: where the spread is wide, the requests a second say little and the share says more.'
  return [
    ...section('Pages', pages, () => [
      pageExplanation,
      '',
      ...(shared ? [note, ''] : []),
      ...pageTable(pages),
    ]),
    ...section('The server', servers, () => serverTable(servers)),
    ...section('Import and export', transfers, () => transferTable(transfers)),
    ...section('Searches', searches, () => searchReport(searches)),
  ]
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
