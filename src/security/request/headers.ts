/** The headers that tell a browser what our pages may do, on every answer. */
import type { MiddlewareHandler } from 'hono'
import type { Config } from '../../config.ts'
import { isAllowedHost } from './hosts.ts'

/**
 * Nothing runs, loads or frames but what this site serves: no inline script, no inline style, no eval.
 * @see https://www.w3.org/TR/CSP3/
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * @param secure whether people reach the site by https: then browsers are told to stay with it for a year, for the names of the site
 * and, where `HSTS` asks for it, for all names below them
 */
export function securityHeaders(
  secure: boolean,
  { allowedHosts, hstsForSubdomains }: Pick<Config, 'allowedHosts' | 'hstsForSubdomains'>,
): MiddlewareHandler {
  const sent = Object.entries({
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  const hsts = `max-age=31536000${hstsForSubdomains ? '; includeSubDomains' : ''}`
  return async (c, next) => {
    await next()
    const { headers } = c.res
    for (const [name, value] of sent) headers.set(name, value)
    if (secure && isAllowedHost(c.req.header('host'), allowedHosts))
      headers.set('strict-transport-security', hsts)
  }
}
