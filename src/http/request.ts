/** The first things that happen to a request: its id, its line in the log, and the refusal of what no route can answer. */
import { randomUUID } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { recordQueries } from '../db/engine/query-log.ts'
import { isAllowedHost } from '../security/request/hosts.ts'
import type { AppEnv } from './context.ts'

/** Gives the request an id, answers with it in `x-request-id`, and writes one line when the answer is made. */
export function requestLog(log: Logger) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const started = performance.now()
    const requestId = randomUUID()
    const ownLog = log.child({ request: requestId })
    c.set('requestId', requestId)
    c.set('log', ownLog)
    await next()
    c.res.headers.set('x-request-id', requestId)
    ownLog.info(
      {
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms: tenths(performance.now() - started),
      },
      'answered',
    )
  })
}

/** For LOG_LEVEL=debug: a line for each statement that the request sent, without its values, which may be private. */
export const statementLog = createMiddleware<AppEnv>(async (c, next) => {
  const { queries } = await recordQueries(next)
  for (const { sql, duration } of queries) c.var.log.debug({ ms: tenths(duration), sql }, 'statement')
})

/** Milliseconds as the log has them. */
const tenths = (ms: number) => Math.round(ms * 10) / 10

const methods = ['GET', 'HEAD', 'POST']

/** Only reading and posting: forms need no more. TRACE, PROPFIND and the rest get 405 with the list. */
export const knownMethods = createMiddleware<AppEnv>(async (c, next) => {
  if (!methods.includes(c.req.method)) {
    throw new HTTPException(405, { cause: { allow: methods.join(', ') } })
  }
  await next()
})

/** Refuses names that are not ours, before anything reads the request (421, as for a connection that came to the wrong place). */
export function knownHosts(allowed: readonly string[]) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const host = c.req.header('host')
    // A request line may hold a whole address; then that one says who is meant, and both must be ours.
    if (!isAllowedHost(host, allowed) || !isAllowedHost(hostOf(c.req.url), allowed)) {
      // Whoever runs the site finds the name here that is missing in the settings.
      c.var.log.warn(
        { host: (host ?? '').slice(0, 255) },
        'refused: BASE_URL and ALLOWED_HOSTS do not name this host',
      )
      throw new HTTPException(421)
    }
    await next()
  })
}

/** The host of an address; a client may send one that is none, such as `http://927.0.0.1/`. */
function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined
}
