/** The cookie that holds a session's token. */
import type { Context } from 'hono'
import { clearCookie, readCookie, writeCookie } from './cookies.ts'
import type { Site } from './cookies.ts'
import { isToken } from './token.ts'

const name = 'session'

export function readSessionToken(c: Context, site: Site): string | undefined {
  const found = readCookie(c, site, name)
  return isToken(found) ? found : undefined
}

/** It has no date of expiry: it goes when the browser is closed, which suits machines that several people use. */
export function setSessionToken(c: Context, site: Site, token: string): void {
  writeCookie(c, site, name, token)
}

export function clearSessionToken(c: Context, site: Site): void {
  clearCookie(c, site, name)
}
