/** `/items/` leads to `/items`: one page has one address. */
import { createMiddleware } from 'hono/factory'
import { localPath } from '../security/sessions/next.ts'
import type { AppEnv } from './context.ts'

/** Takes one slash off the end of an address that is read. A form's address is written by us, and has none. */
export const noTrailingSlash = createMiddleware<AppEnv>(async (c, next) => {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!isRead || !/[^/]\/$/.test(c.req.path)) return next()
  const { pathname, search } = new URL(c.req.url)
  // `//evil.example/` without its last slash would be another site.
  const page = localPath(pathname.slice(0, -1), '')
  return page === '' ? next() : c.redirect(page + search, 308)
})
