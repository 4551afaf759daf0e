/** Builds the application: the middleware in order, then one line for each feature. Read this file first. */
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './db/engine/connection.ts'
import { untilAborted } from './db/engine/time-limit.ts'
import { account } from './features/account/routes.tsx'
import { roles } from './features/admin/roles/routes.tsx'
import { users } from './features/admin/users/routes.tsx'
import { auth } from './features/auth/routes.tsx'
import { items } from './features/catalogue/items/routes.tsx'
import { lookupRoutes } from './features/catalogue/lookups/routes.tsx'
import { suggestions } from './features/catalogue/suggestions/routes.tsx'
import { health } from './features/health/routes.tsx'
import { home } from './features/home/routes.tsx'
import { look } from './features/learn/look/routes.tsx'
import { learn } from './features/learn/routes.tsx'
import { searches } from './features/searches/routes.tsx'
import { transfer } from './features/transfer/routes.tsx'
import { serveAssets } from './http/assets.ts'
import type { Assets } from './http/assets.ts'
import type { AppEnv } from './http/context.ts'
import { answerError, answerNotFound } from './http/errors.tsx'
import { wholeBody } from './http/limits.ts'
import { knownHosts, knownMethods, requestLog, statementLog } from './http/request.ts'
import { noTrailingSlash } from './http/trailing-slash.ts'
import { isSecure } from './security/sessions/cookies.ts'
import { securityHeaders } from './security/request/headers.ts'
import { identify } from './security/sessions/identify.ts'
import { ownOrigin } from './security/request/origin.ts'
import { visitor } from './security/rights/viewer.ts'

export interface Parts {
  config: Config
  database: Database
  assets: Assets
  log: Logger
}

export function createApp({ config, database, assets, log }: Parts): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.onError(answerError)
  app.notFound(answerNotFound)

  app.use(async (c, next) => {
    c.set('config', config)
    c.set('assets', assets)
    c.set('db', database.db)
    c.set('heavy', database.heavy)
    c.set('em', () => database.em())
    c.set('isDatabaseInPlace', database.isInPlace)
    // Everybody is a visitor until `identify` has read the cookie: errors before that are answered as for a visitor.
    c.set('viewer', visitor(config.publicCatalogue))
    await next()
  })
  app.use(requestLog(log))
  if (['debug', 'trace'].includes(config.logLevel)) app.use(statementLog)
  // A client that has gone is not worked for: what is read for it is ended.
  app.use((c, next) => untilAborted(() => c.req.raw.signal, next))
  app.use(securityHeaders(isSecure(config), config))
  app.use(knownHosts(config.allowedHosts))
  app.use(knownMethods)
  app.use(ownOrigin(config.baseUrl))
  app.use(serveAssets(assets))
  app.use(noTrailingSlash)
  app.use(compress())
  app.use(async (c, next) => {
    // Said before the answer is made: `compress` would add it afterwards, by building the whole answer a second time.
    c.header('vary', 'accept-encoding')
    await next()
  })
  app.use(wholeBody)
  app.use(identify(config))

  app.route('/', home)
  app.route('/', items)
  app.route('/', lookupRoutes)
  app.route('/', suggestions)
  app.route('/', searches)
  app.route('/', transfer)
  app.route('/', learn)
  app.route('/', look)
  app.route('/', auth)
  app.route('/', account)
  app.route('/', users)
  app.route('/', roles)
  app.route('/', health)
  return app
}
