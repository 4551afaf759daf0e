/** What goes wrong, as an answer: a status that fits and a page that helps. The log has the rest, under the request's id. */
import { HTTPException } from 'hono/http-exception'
import { isBusy, isClientGone, isDiskFull, tookTooLong } from '../db/engine/failures.ts'
import { paths } from '../paths.ts'
import { Refusal } from '../rules/refusal.ts'
import { ErrorPage, errorTitle, isReason } from '../ui/error-page.tsx'
import type { Reason } from '../ui/error-page.tsx'
import type { AppContext } from './context.ts'
import { logEvent } from './events.ts'
import { page, wantsJson } from './respond.tsx'

/** For a thing that is not there, or whose existence is private: both look the same. */
export function notFound(): HTTPException {
  return new HTTPException(404)
}

/** What somebody may not do, or did too often. */
const refusals = [401, 403, 421, 429]

/** Answers whatever a handler threw. */
export function answerError(error: Error, c: AppContext): Response {
  const status = statusOf(error)
  if (status >= 500) c.var.log.error({ err: error }, 'could not answer')
  // Whoever must choose a password first is led on, not refused.
  if (refusals.includes(status) && causeOf(error, 'needs') === undefined)
    logEvent(c, 'refused', { status, method: c.req.method, path: c.req.path })
  const elsewhere = pathToFirstStep(error, status)?.(pageToReturnTo(c))
  if (elsewhere !== undefined && !wantsJson(c)) {
    c.header('cache-control', 'no-store')
    return c.redirect(elsewhere, 303)
  }
  const reason = causeOf(error, 'reason')
  return errorAnswer(c, status, headersOf(error, status), isReason(reason) ? reason : undefined)
}

/** Where one must go first: to sign in, or to choose a password of one's own. */
function pathToFirstStep(error: Error, status: number): ((next?: string) => string) | undefined {
  if (status === 401) return paths.login
  return causeOf(error, 'needs') === 'own-password' ? paths.accountPassword : undefined
}

/** Afterwards: the page that was asked for. A form's address may not be one that can be looked at. */
function pageToReturnTo(c: AppContext): string | undefined {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return undefined
  const { pathname, search } = new URL(c.req.url)
  return pathname === paths.home() && search === '' ? undefined : pathname + search
}

export function answerNotFound(c: AppContext): Response {
  return errorAnswer(c, 404)
}

function errorAnswer(
  c: AppContext,
  status: number,
  headers: Record<string, string> = {},
  reason?: Reason,
): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  c.header('cache-control', 'no-store')
  const requestId = c.var.requestId
  if (wantsJson(c))
    return c.json({ error: errorTitle(status, reason), status, request: requestId }, status as 400)
  return page(
    c,
    errorTitle(status, reason),
    <ErrorPage status={status} reason={reason} requestId={requestId} />,
    {
      status,
      noIndex: true,
      isError: true,
    },
  )
}

/** Nobody reads it; in the log it is what nginx writes of the same. */
const clientGone = 499

function statusOf(error: Error): number {
  if (error instanceof HTTPException || error instanceof Refusal) return error.status
  if (isClientGone(error)) return clientGone
  if (isDiskFull(error)) return 507
  if (isBusy(error) || tookTooLong(error)) return 503
  return 500
}

function headersOf(error: Error, status: number): Record<string, string> {
  const asked = error instanceof Refusal ? error.retryAfter : causeOf(error, 'retryAfter')
  const retryAfter = asked ?? (status === 503 ? '5' : undefined)
  const allow = causeOf(error, 'allow')
  return {
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(allow !== undefined && { allow }),
  }
}

/** What an exception says beside its status: `new HTTPException(429, { cause: { retryAfter: 60 } })`. */
function causeOf({ cause }: Error, name: 'allow' | 'needs' | 'reason' | 'retryAfter'): string | undefined {
  if (typeof cause !== 'object' || cause === null || !(name in cause)) return undefined
  return String((cause as Record<string, unknown>)[name])
}
