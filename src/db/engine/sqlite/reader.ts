/** A reader: a process that carries out what readers.ts sends it, one request after the other, on connections of its own. */
import os from 'node:os'
import { SqliteHandle } from './connection.ts'
import { toFailure } from './failures.ts'
import type { Answer, Portion, ReaderSettings, Request } from './messages.ts'
import { openSqlite } from './open.ts'
import type { SqliteTable } from './rows.ts'

/** Rows under way. `own` is the connection that ends with them. */
interface Cursor {
  rows: Generator<SqliteTable, void, void>
  own: SqliteHandle | undefined
}

/** The largest answer that is given in one piece. */
const mostRows = 100_000

type Read = Extract<Request, { do: 'read' }>

const settings = JSON.parse(process.argv[2] ?? '') as ReaderSettings
const connections = new Map<number, SqliteHandle>()
const cursors = new Map<number, Cursor>()
const NOTHING: Portion = { names: [], rows: [], done: true }

// Quick work goes first: the application gets the processor whenever it asks for it. The priority is one above the lowest, because on
// Windows a process with the lowest runs only when no other has work.
os.setPriority(os.constants.priority.PRIORITY_LOW - 1)
process.on('message', (request: Request) => {
  // The application may have been killed meanwhile: then nobody is there to be told.
  process.send?.(answerTo(request), (error: Error | null) => error && process.exit())
})
process.on('disconnect', () => process.exit())
// They are for the application (Ctrl+C reaches both): it ends its readers when nobody needs them any more.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

function answerTo(request: Request): Answer {
  try {
    return carryOut(request)
  } catch (error) {
    return { failure: toFailure(error) }
  }
}

function carryOut(request: Request): Portion {
  switch (request.do) {
    case 'run':
      return run(request)
    case 'read':
      startReading(request)
      return next(request.cursor)
    case 'next':
      return next(request.cursor)
    case 'stop':
      return stop(request.cursor)
    case 'begin':
      return begin(request.connection)
    case 'end':
      return end(request.connection)
  }
}

function begin(number: number): Portion {
  const own = open()
  connections.set(number, own)
  return { ...own.run({ sql: 'begin', parameters: [] }), done: true }
}

function end(number: number): Portion {
  connections.get(number)?.close()
  connections.delete(number)
  return NOTHING
}

/** Read row by row, so that it can be stopped: an answer that does not fit into memory would end the whole program. */
function run(request: Extract<Request, { do: 'run' }>): Portion {
  const rows = connection(request.connection).read(request, mostRows + 1)
  const table = rows.next().value
  rows.return()
  if (!table) return NOTHING
  if (table.rows.length <= mostRows) return { ...table, done: true }
  throw new RangeError(`This query answers more than ${mostRows} rows: set a limit, or read them as a stream`)
}

function startReading(request: Read): void {
  const own = request.connection === 0 ? open() : undefined
  cursors.set(request.cursor, {
    rows: (own ?? connection(request.connection)).read(request, request.size),
    own,
  })
}

function next(number: number): Portion {
  const cursor = cursors.get(number)
  if (!cursor) throw new Error('The reader was started anew in the middle of this stream: ask for it again')
  try {
    const step = cursor.rows.next()
    if (!step.done) return { ...step.value, done: false }
  } catch (error) {
    stop(number)
    throw error
  }
  return stop(number)
}

function stop(number: number): Portion {
  const cursor = cursors.get(number)
  cursors.delete(number)
  cursor?.rows.return()
  cursor?.own?.close()
  return NOTHING
}

function connection(number: number): SqliteHandle {
  const found = connections.get(number)
  if (found) return found
  if (number > 0) {
    throw new Error('The reader was started anew in the middle of this transaction: begin it again')
  }
  const opened = open()
  connections.set(number, opened)
  return opened
}

function open(): SqliteHandle {
  return new SqliteHandle(openSqlite(settings.file, settings.open))
}
