/** Refuses what another site makes a visitor's browser send: for every method that changes something, whatever the body. */
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'

const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/** What the request says of where it comes from. */
export interface Provenance {
  host: string | undefined
  secFetchSite: string | undefined
  origin: string | undefined
  referer: string | undefined
}

/**
 * Whether a request comes from a page of ours. Its Host must have been checked before (see `hosts.ts`).
 *
 * Browsers leave Sec-Fetch-Site out over plain http, so the origin must be able to stand by itself; a request that says nothing
 * of where it comes from is refused. `Origin: null` names nobody: then Sec-Fetch-Site decides, which no page can forge.
 * @param baseUrl the address people type: its origin counts as ours even where a proxy asks under another Host
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isFromHere({ host, secFetchSite, origin, referer }: Provenance, baseUrl: string): boolean {
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none') return false
  if (origin !== undefined && origin !== 'null') return isOurs(origin, host, baseUrl)
  if (secFetchSite !== undefined) return true
  return origin === undefined && referer !== undefined && isOurs(originOf(referer), host, baseUrl)
}

function isOurs(origin: string | undefined, host: string | undefined, baseUrl: string): boolean {
  const base = new URL(baseUrl)
  if (origin === undefined || host === undefined) return false
  if (origin === base.origin) return true
  // A page that came over http could have been changed on the way: it does not speak for the same name under https.
  const schemes = host.toLowerCase() === base.host ? [base.protocol] : ['http:', 'https:']
  return schemes.some((scheme) => origin === `${scheme}//${host.toLowerCase()}`)
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined
}

/** Why it is refused: the page is ours, but for the https that people should have typed; or it is somebody else's. */
function reasonOf(origin: string | undefined, baseUrl: string): 'not-https' | 'other-origin' {
  const { protocol, host } = new URL(baseUrl)
  return protocol === 'https:' && origin === `http://${host}` ? 'not-https' : 'other-origin'
}

/** @param baseUrl the address people type */
export function ownOrigin(baseUrl: string) {
  return createMiddleware(async (c, next) => {
    if (!readingMethods.includes(c.req.method)) {
      const provenance = {
        host: c.req.header('host'),
        secFetchSite: c.req.header('sec-fetch-site'),
        origin: c.req.header('origin'),
        referer: c.req.header('referer'),
      }
      if (!isFromHere(provenance, baseUrl))
        throw new HTTPException(403, { cause: { reason: reasonOf(provenance.origin, baseUrl) } })
    }
    await next()
  })
}
