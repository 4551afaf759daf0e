/** The process that answers searches: it holds what is in memory, and nothing else of the program waits for it. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import os from 'node:os'
import { toFailure } from './db/engine/sqlite/failures.ts'
import type { Tables } from './db/schema/tables.ts'
import { loadPreset } from './load-preset.ts'
import type { FromProcess, ToProcess } from './search/messages.ts'

// As in `server.ts`: what V8 has compiled is kept for the next start.
enableCompileCache()
loadPreset()
// After that: the declaration is read when these are loaded.
const { Searcher } = await import('./search/searcher.ts')
const { Kysely } = await import('kysely')

// What is quick goes first: the application has the processor whenever it asks for it.
os.setPriority(os.constants.priority.PRIORITY_LOW - 1)
process.on('disconnect', () => process.exit())
// They are for the application (Ctrl+C reaches both): it ends this process when nobody needs it any more.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

async function dialectFor({ engine, address }: Extract<ToProcess, { do: 'open' }>) {
  if (engine === 'sqlite') {
    const { SqliteDialect } = await import('./db/engine/sqlite/dialect.ts')
    const { openSqlite } = await import('./db/engine/sqlite/open.ts')
    const open = () => openSqlite(address, { readOnly: true, busyTimeout: 1_500 })
    return new SqliteDialect({ open, readOnly: true })
  }
  const { postgresDialects } = await import('./db/engine/postgresql/dialects.ts')
  const { settleEncryption } = await import('./db/engine/postgresql/address.ts')
  return postgresDialects(await settleEncryption(address)).heavy
}

let searcher: Promise<InstanceType<typeof Searcher>> | undefined
/** One request after the other: each has the processor to itself. */
let last: Promise<void> = Promise.resolve()

process.on('message', (message: ToProcess) => {
  last = last.then(() => carryOut(message))
})

async function carryOut(message: ToProcess): Promise<void> {
  try {
    if (message.do === 'open') {
      searcher = dialectFor(message).then((dialect) => new Searcher(new Kysely<Tables>({ dialect })))
      const opened = await searcher
      await opened.prepare()
      send({ is: 'ready' })
      flushCompileCache()
      // After the searches that wait already.
      setImmediate(() => void opened.prepareSpelling().catch(() => undefined))
      return
    }
    const answer = await (await searcher)?.answer(message.request)
    if (answer) send({ is: 'answer', number: message.number, answer })
  } catch (error) {
    if (message.do === 'search') send({ is: 'failure', number: message.number, failure: toFailure(error) })
  }
}

function send(message: FromProcess): void {
  // The application may have been killed meanwhile: then nobody is there to be told.
  process.send?.(message, (error: Error | null) => error && process.exit())
}
