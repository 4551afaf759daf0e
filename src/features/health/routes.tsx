/** `/health`: 200 while the database answers, 503 while it does not. For load balancers and monitoring; it holds no secrets. */
import { Hono } from 'hono'
import type { AppEnv } from '../../http/context.ts'
import { allow } from '../../security/rights/allow.ts'
import { pingDatabase } from './queries.ts'

export const health = new Hono<AppEnv>()

health.get('/health', allow('public'), async (c) => {
  c.header('cache-control', 'no-store')
  try {
    await pingDatabase(c.var.db)
    if (!c.var.isDatabaseInPlace())
      throw new Error('The SQLite file was deleted or replaced while it is open')
    return c.json({ status: 'ok', database: 'ok' })
  } catch (error) {
    c.var.log.error({ err: error }, 'the database does not answer')
    return c.json({ status: 'unavailable', database: 'unreachable' }, 503)
  }
})
