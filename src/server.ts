/** Opens the port. The only file that does something when it is imported. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.tsx'
import { ConfigError, inAddress, readConfig } from './config.ts'
import { MigrationError } from './db/migrate/index.ts'
import { DatabaseOpenError } from './db/sqlite/open-errors.ts'
import { counted, domain, noun } from './domain.ts'
import { makeDeveloper, makeReady } from './first-start.ts'
import type { Ready } from './first-start.ts'
import { loadAssets } from './http/assets.ts'
import { answerBrokenRequest, limitsOfConnections } from './http/connections.ts'
import { createLog } from './http/log.ts'

/** How long requests that are under way may take to finish when the server is asked to stop, in milliseconds. */
const patience = 10_000

try {
  await start()
} catch (error) {
  // What a person can mend is one line; anything else is ours, and its stack helps.
  console.error(isMendable(error) ? `Crowfoot cannot start: ${(error as Error).message}` : error)
  process.exitCode = 1
}

async function start(): Promise<void> {
  const config = readConfig()
  const log = createLog(config)
  const assets = await loadAssets()
  const ready = await makeReady(config.databaseUrl)
  const app = createApp({ config, database: ready.database, assets, log })

  const answer = getRequestListener(app.fetch)
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response)
  const server = createServer(limitsOfConnections, listener)
  server.on('clientError', answerBrokenRequest)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(config.port, config.host, resolve)
    })
  } catch (error) {
    await ready.database.close()
    throw new ConfigError(listenProblem(error as NodeJS.ErrnoException, config.port, config.host))
  }
  announce(ready, `http://${inAddress(config.host)}:${(server.address() as AddressInfo).port}`)

  // Only where nobody else can come in: the login is printed for whoever sits at this machine.
  if (config.development && ['127.0.0.1', 'localhost', '::1'].includes(config.host)) {
    const { username, password } = await makeDeveloper(ready.database)
    console.log(`For development, sign in as "${username}" with the password ${password}`)
  }

  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    const late = setTimeout(() => server.closeAllConnections(), patience)
    server.close(() => {
      clearTimeout(late)
      void ready.database.close().then(() => log.info('stopped'))
    })
    server.closeIdleConnections()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

function announce({ migrated, filled }: Ready, address: string): void {
  if (migrated.length > 0)
    console.log(
      `The database was brought up to date: ${counted(migrated.length, noun('revision', 'revisions'))} applied.`,
    )
  if (filled) {
    console.log(`The sample catalogue was loaded: ${counted(filled.items, domain.item)}.`)
    console.log(
      `The first administrator is "${filled.username}", with the password ${filled.password} (shown only now).`,
    )
  }
  console.log(`Crowfoot is ready at ${address}`)
}

function isMendable(error: unknown): boolean {
  return error instanceof ConfigError || error instanceof MigrationError || error instanceof DatabaseOpenError
}

function listenProblem({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE')
    return `port ${port} is in use. Stop what uses it, or set PORT to another number.`
  if (code === 'EACCES')
    return `port ${port} may not be opened by this account. Set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is "${host}", which is not an address of this machine.`
  return message
}
