/** Tells whoever signs in that their browser keeps no cookies, where it would else show the same form again without a word. */
import { isSecure, readCookie, writeCookie } from '../security/sessions/cookies.ts'
import type { AppContext } from './context.ts'
import type { FieldError } from './form.ts'

const name = 'cookies'

/** Gives the browser a cookie along with a form, to see whether it comes back. */
export function tryCookie(c: AppContext): void {
  writeCookie(c, c.var.config, name, 'kept')
}

/**
 * What is wrong where the cookie of the form's page did not come back; nothing where it did, or where it cannot be known: programs
 * sign in without having looked at the form.
 * @param form the address of the page that the form is on
 */
export function cookieErrors(c: AppContext, form: string): FieldError[] {
  const { config } = c.var
  const referer = c.req.header('referer') ?? ''
  if (readCookie(c, config, name) !== undefined || !URL.canParse(referer)) return []
  if (new URL(referer).pathname !== form) return []
  const how = isSecure(config) ? ` Open the site as ${config.baseUrl}: without https it keeps none.` : ''
  const message = `Your browser did not keep the cookie of this page, so you would not stay signed in. Allow cookies for this site, and try again.${how}`
  return [{ field: 'username', message }]
}
