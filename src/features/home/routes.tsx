/** The front page. */
import { Hono } from 'hono'
import { domain } from '../../domain.ts'
import type { AppEnv } from '../../http/context.ts'
import { page } from '../../http/respond.tsx'
import { allow } from '../../security/rights/allow.ts'
import { may } from '../../security/rights/viewer.ts'
import { HomePage } from './pages.tsx'
import { readOverview } from './queries.ts'

export const home = new Hono<AppEnv>()

home.get('/', allow('catalogue.read'), async (c) => {
  const overview = await readOverview(c.var, c.var.viewer)
  const mayAdd = may(c.var.viewer, 'item.create')
  return page(c, domain.name, <HomePage {...{ overview, mayAdd }} />)
})
