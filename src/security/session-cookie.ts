/** The cookie that holds a session's token: no script reads it, no foreign form sends it. */
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { isToken } from './token.ts'

const name = 'crowfoot_session'

/**
 * It has no date of expiry: it goes when the browser is closed, which suits machines that several people use.
 * Under https its name begins with `__Host-`: then no other site of the same domain can set it.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
function options(secure: boolean): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure, ...(secure && { prefix: 'host' as const }) }
}

/** @param secure whether people reach the site by https */
export function readSessionToken(c: Context, secure: boolean): string | undefined {
  const found = secure ? getCookie(c, name, 'host') : getCookie(c, name)
  return isToken(found) ? found : undefined
}

export function setSessionToken(c: Context, secure: boolean, token: string): void {
  setCookie(c, name, token, options(secure))
}

export function clearSessionToken(c: Context, secure: boolean): void {
  deleteCookie(c, name, options(secure))
}
