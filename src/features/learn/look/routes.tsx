/** `/learn/look`: every component in every state, light and dark. The style sheet that people look at. */
import { Hono } from 'hono'
import type { AppEnv } from '../../../http/context.ts'
import { page } from '../../../http/respond.tsx'
import { allow } from '../../../security/rights/allow.ts'
import { LookPage } from './pages/index.tsx'

export const look = new Hono<AppEnv>()

look.get('/learn/look', allow('public'), (c) => {
  const both = c.req.query('themes') === 'both'
  return page(c, 'The look', <LookPage both={both} />, { noIndex: true })
})
