/** Names the permission that a route needs. Every route has exactly one: a test walks them all. */
import { createMiddleware } from 'hono/factory'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { may } from './viewer.ts'
import type { Permission, Viewer } from './viewer.ts'

/**
 * What a route asks for: a permission, or one of
 * - `public`: it holds nothing of the catalogue (signing in, health, style sheets);
 * - `signed-in`: it concerns one's own account only;
 * - `first-password`: the same, and open to somebody who has only a one-time password yet.
 */
export type RouteAccess = Permission | 'public' | 'signed-in' | 'first-password'

type Guard = MiddlewareHandler<{ Variables: { viewer: Viewer } }> & { access: readonly RouteAccess[] }

/**
 * The middleware that lets only those viewers pass who may: of several permissions any will do, and the command looks closer
 * (`allow('item.update', 'item.update.own')`). Others get 401 (not signed in: pages lead to /login) or 403.
 * Somebody with a one-time password gets 403 too (pages lead to where they choose their own).
 */
export function allow(...access: readonly [RouteAccess, ...RouteAccess[]]): Guard {
  const guard = createMiddleware<{ Variables: { viewer: Viewer } }>(async (c, next) => {
    const viewer = c.get('viewer')
    if (!access.includes('public')) {
      if (viewer.user?.has_one_time_password === true && !access.includes('first-password')) {
        throw new HTTPException(403, { cause: { needs: 'own-password' } })
      }
      if (!access.some((each) => passes(viewer, each))) throw new HTTPException(viewer.user ? 403 : 401)
    }
    await next()
  })
  return Object.assign(guard, { access })
}

function passes(viewer: Viewer, access: RouteAccess): boolean {
  switch (access) {
    case 'public':
      return true
    case 'signed-in':
    case 'first-password':
      return viewer.user !== null
    default:
      return may(viewer, access)
  }
}

/** What a route's handler chain says it needs: read by the test over all routes. */
export function accessOf(handler: unknown): readonly RouteAccess[] | undefined {
  return typeof handler === 'function' && 'access' in handler ? (handler.access as RouteAccess[]) : undefined
}
