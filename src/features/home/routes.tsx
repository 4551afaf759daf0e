/** The front page. */
import { Hono } from 'hono'
import { domain } from '../../domain.ts'
import type { AppEnv } from '../../http/context.ts'
import { page } from '../../http/respond.tsx'
import { allow } from '../../security/rights/allow.ts'
import { HomePage } from './pages.tsx'
import { readOverview } from './queries.ts'

export const home = new Hono<AppEnv>()

home.get('/', allow('catalogue.read'), async (c) => {
  const overview = await readOverview(c.var, c.var.viewer)
  return page(c, domain.name, <HomePage overview={overview} />)
})
