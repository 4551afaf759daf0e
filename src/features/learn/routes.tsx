/** Pages that show how the application works. */
import { Hono } from 'hono'
import type { AppEnv } from '../../http/context.ts'
import { page } from '../../http/respond.tsx'
import { paths } from '../../paths.ts'
import { allow } from '../../security/rights/allow.ts'
import { ModelPage } from './pages.tsx'
import { readComparisons, readExamples } from './queries.ts'

export const learn = new Hono<AppEnv>()

/** What people type who know that there is something to learn here. */
learn.get('/learn', allow('catalogue.read'), (c) => c.redirect(paths.learnModel()))

learn.get('/learn/model', allow('catalogue.read'), async (c) => {
  const examples = await readExamples(c.var, c.var.viewer)
  const comparisons = await readComparisons(c.var.viewer)
  return page(c, 'Queries to learn from', <ModelPage examples={examples} comparisons={comparisons} />)
})
