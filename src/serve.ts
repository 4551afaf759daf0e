/** Opens the port and the database, and answers until it is told to stop. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { sql } from 'kysely'
import { ConfigError, inAddress, projectRoot, readConfig, withoutPassword } from './config.ts'
import type { Config } from './config.ts'
import type { Database } from './db/engine/connection.ts'
import { MigrationError } from './db/migrate/core/errors.ts'
import { DatabaseOpenError } from './db/engine/sqlite/open-errors.ts'
import { makeDeveloper, makeReady, StartError } from './first-start.ts'
import { loadAssets } from './http/assets.ts'
import { createLimitedServer } from './http/connections.ts'
import { createLog } from './http/log.ts'
import { answerNotReady } from './http/starting.ts'
import { startSearching } from './search/start.ts'

/** Runs the program; where it cannot start, it says why in one line. */
export async function serve(): Promise<void> {
  try {
    await start()
  } catch (error) {
    // What a person can fix is one line; anything else is ours, and its stack helps.
    console.error(isFixable(error) ? `Crowfoot cannot start: ${(error as Error).message}` : error)
    process.exitCode = 1
  }
}

async function start(): Promise<void> {
  const config = readConfig()
  const log = createLog(config)
  let answer: typeof answerNotReady = answerNotReady
  const listener: typeof answerNotReady = (request, response) => answer(request, response)
  const { server, stop: stopServer } = createLimitedServer(listener)
  // The port first: where it is in use, an empty database stays empty, and nobody's password is lost.
  const address = await listen(server, config)
  const [database, { assets, createApp }] = await both(open(config), loadAllElse()).catch(
    (error: unknown) => {
      server.close()
      server.closeAllConnections()
      throw error
    },
  )
  // Where the system chose the port, nobody has said yet what people type.
  const baseUrl = config.baseUrl.endsWith(':0') ? address : config.baseUrl
  const app = createApp({ config: { ...config, baseUrl }, database, assets, log })
  const listenerOfApp = getRequestListener(app.fetch)
  answer = (request, response) => void listenerOfApp(request, response)
  console.log(`The database is ${databaseName(config.databaseUrl)}`)
  console.log(`Crowfoot is ready at ${address}`)
  startReading(database)
  const searching = startSearching(database, config.databaseUrl, log)

  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    void stopServer()
      .then(() => searching.stop())
      .then(() => database.close())
      .then(() => log.info('stopped'))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

/** Both at once, since each waits for other parts of the machine. Where the second fails, the database is closed again. */
async function both<T>(opening: Promise<Database>, loading: Promise<T>): Promise<[Database, T]> {
  const [database, loaded] = await Promise.allSettled([opening, loading])
  if (database.status === 'rejected') throw database.reason
  if (loaded.status === 'fulfilled') return [database.value, loaded.value]
  await database.value.close()
  throw loaded.reason
}

/** The application is imported here rather than above, so that the port is open before its many files are loaded. */
async function loadAllElse() {
  const [assets, { createApp }] = await Promise.all([loadAssets(), import('./app.tsx')])
  return { assets, createApp }
}

/** As a person would look for it: the file below this folder where it is one, else the address without its password. */
function databaseName(url: string): string {
  if (!url.startsWith('sqlite:')) return withoutPassword(url)
  const file = url.slice('sqlite:'.length)
  const below = path.relative(projectRoot, file)
  return below.startsWith('..') || path.isAbsolute(below) ? file : below
}

/** Lets the first of those who read for `heavy` get ready: nobody waits for it. */
function startReading({ heavy }: Database): void {
  void sql`select 1`.execute(heavy).catch(() => undefined)
}

/** @returns the address, with the port that the system chose where PORT is 0 */
async function listen(server: Server, { port, host }: Config): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (error) {
    throw new ConfigError(listenProblem(error as NodeJS.ErrnoException, port, host))
  }
  return `http://${inAddress(host)}:${(server.address() as AddressInfo).port}`
}

async function open({ databaseUrl, development, host }: Config): Promise<Database> {
  const database = await makeReady(databaseUrl, tell)
  if (!development) return database
  try {
    // Only where nobody else can come in: the login is printed for whoever sits at this machine.
    await (['127.0.0.1', 'localhost', '::1'].includes(host)
      ? makeDeveloper(database, tell)
      : tell(`No login for development is printed while HOST is ${host}, which lets others in.`))
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Prints a line. @throws StartError where it cannot be written: to a file on a full disk, to a reader that is gone */
function tell(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = ({ message }: Error) =>
      reject(new StartError(`standard output cannot be written: ${message}`))
    process.stdout.once('error', fail)
    process.stdout.write(`${line}\n`, (error) => {
      if (error) return
      process.stdout.off('error', fail)
      resolve()
    })
  })
}

function isFixable(error: unknown): boolean {
  return [ConfigError, StartError, MigrationError, DatabaseOpenError].some((kind) => error instanceof kind)
}

function listenProblem({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE')
    return `port ${port} is in use. Stop what uses it, or set PORT to another number.`
  if (code === 'EACCES')
    return `port ${port} may not be opened by this account. Set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is "${host}", which is not an address of this machine. Leave it out, or take 0.0.0.0 to let others in.`
  return message
}
