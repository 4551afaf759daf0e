/** Names the permission that a route needs. Every route has exactly one: a test walks them all. */
import { createMiddleware } from 'hono/factory'
import type { MiddlewareHandler } from 'hono'
import { authorize } from './authorize.ts'
import type { Access } from './authorize.ts'
import type { Viewer } from './viewer.ts'

type Guard = MiddlewareHandler<{ Variables: { viewer: Viewer } }> & { access: readonly Access[] }

/** The middleware that lets only those pass who may (see `authorize`): `allow('item.update', 'item.update.own')`. */
export function allow(...access: readonly [Access, ...Access[]]): Guard {
  const guard = createMiddleware<{ Variables: { viewer: Viewer } }>(async (c, next) => {
    authorize(c.get('viewer'), ...access)
    await next()
  })
  return Object.assign(guard, { access })
}

/** What a route's handler chain says it needs: read by the test over all routes. */
export function accessOf(handler: unknown): readonly Access[] | undefined {
  return typeof handler === 'function' && 'access' in handler ? (handler.access as Access[]) : undefined
}
