/** The middleware that finds out who is asking, from the cookie, and puts the viewer into `c.var.viewer`. */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import type { EntityManager, Reader } from '../../db/engine/connection.ts'
import { paths } from '../../paths.ts'
import { readSessionToken, setSessionToken } from './session-cookie.ts'
import type { FoundSession } from './session.ts'
import { findSession, isNoteDue, noteUse, renewSession, viewerOf } from './session.ts'
import { visitor } from '../rights/viewer.ts'
import type { Viewer } from '../rights/viewer.ts'

interface Env {
  Variables: { viewer: Viewer; db: Reader; em: () => EntityManager; log: Logger }
}

export function identify(config: Pick<Config, 'baseUrl' | 'publicCatalogue' | 'teaching'>) {
  const nobody = visitor(config.publicCatalogue)
  return createMiddleware<Env>(async (c, next) => {
    c.set('viewer', nobody)
    const token = readSessionToken(c, config)
    // A cookie that opens nothing is left alone: a parallel request may just have brought a newer one.
    const session = token === undefined ? undefined : await lookUp(c, token)
    if (token !== undefined && session !== undefined) {
      c.set('viewer', viewerOf(session, config))
      if (session.stale_at !== null) {
        // On a full disk the old token goes on: the reading must not stop, nor the signing out.
        const renewed = await renewSession(c.var.em(), session.id, token).catch((error: unknown) => {
          c.var.log.warn({ err: error }, 'the token of a session was not renewed')
        })
        if (renewed !== undefined) setSessionToken(c, config, renewed)
      }
      // Nobody waits for it, and a full disk must not stop the reading.
      if (isNoteDue(session))
        noteUse(c.var.em(), session.id).catch((error: unknown) =>
          c.var.log.warn({ err: error }, 'the last use of a session was not noted'),
        )
    }
    await next()
    keepPrivate(c.res.headers, c.get('viewer'))
  })
}

/** Where the database is away, nobody can be found out; but whoever wants to sign out is let through, as a visitor. */
function lookUp(c: Context<Env>, token: string): Promise<FoundSession | undefined> {
  return findSession(c.get('db'), token).catch((error: unknown) => {
    if (c.req.method === 'POST' && c.req.path === paths.logout()) return undefined
    throw error
  })
}

/** What somebody signed in sees must not be found in the browser after they signed out, nor in a cache on the way. */
function keepPrivate(headers: Headers, viewer: Viewer): void {
  if (viewer.user !== null || headers.has('set-cookie')) headers.set('cache-control', 'private, no-store')
  else if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
  headers.append('vary', 'cookie')
}
