/** What a request carries from the middleware to the routes: `c.var.db`, `c.var.viewer`, ... */
import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { EntityManager, Reader } from '../db/engine/connection.ts'
import type { Viewer } from '../security/rights/viewer.ts'
import type { Assets } from './assets.ts'

export interface Variables {
  /** In every log line and on every error page, so that one finds the other. */
  requestId: string
  log: Logger
  config: Config
  assets: Assets
  viewer: Viewer
  /** The three handles on the database: quick reads, reads that may take long, and writes. */
  db: Reader
  heavy: Reader
  /** A new unit of work; made by those who write, since most requests only read. */
  em: () => EntityManager
  /** False once the SQLite file was deleted or replaced. */
  isDatabaseInPlace: () => boolean
}

export interface AppEnv {
  Variables: Variables
}

export type AppContext = Context<AppEnv>
