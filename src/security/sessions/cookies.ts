/** The cookies of this site: no script reads them, and no foreign form sends them along. */
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import type { Config } from '../../config.ts'

/** What the cookies depend on. */
export type Site = Pick<Config, 'baseUrl'>

/** Whether people reach the site by https: then cookies are for https alone. */
export function isSecure({ baseUrl }: Site): boolean {
  return baseUrl.startsWith('https:')
}

/**
 * `session` as the name of a cookie: `crowfoot_session_3000`. Browsers send a cookie to every port of a host (RFC 6265, section
 * 8.5), so the name carries the port that people type: two copies on one machine leave each other's cookies alone.
 */
export function cookieName(name: string, { baseUrl }: Site): string {
  const { port, protocol } = new URL(baseUrl)
  return `crowfoot_${name}_${port || (protocol === 'https:' ? '443' : '80')}`
}

/**
 * Under https the name begins with `__Host-`: then no other site of the same domain can set the cookie.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
function options(site: Site): CookieOptions {
  const secure = isSecure(site)
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure, ...(secure && { prefix: 'host' as const }) }
}

export function readCookie(c: Context, site: Site, name: string): string | undefined {
  const fullName = cookieName(name, site)
  return isSecure(site) ? getCookie(c, fullName, 'host') : getCookie(c, fullName)
}

/** @param maxAge in seconds; without it the cookie goes when the browser is closed */
export function writeCookie(c: Context, site: Site, name: string, value: string, maxAge?: number): void {
  setCookie(c, cookieName(name, site), value, { ...options(site), ...(maxAge !== undefined && { maxAge }) })
}

export function clearCookie(c: Context, site: Site, name: string): void {
  deleteCookie(c, cookieName(name, site), options(site))
}
