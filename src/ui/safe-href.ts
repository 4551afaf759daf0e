/** Keeps an address that would run a script, or leave the site unseen, out of a link. */

const allowed = new Set(['http:', 'https:', 'mailto:'])
// Browsers drop control characters and blanks from an address before they read it, so "java\nscript:" is "javascript:".
const dropped = /[\p{Cc}\p{Z}]/gu

// A path of this site in plain characters, as nearly every link is: it needs no further look. (`//` and `/\\` lead elsewhere.)
const ownPath = /^\/(?![/\\])[!-~]*$/

/** What a refused address becomes: the top of the same page. */
export const refused = '#'

/**
 * Returns the address if it may stand in `href`, and `refused` if not.
 * Allowed: a path, a query or an anchor of this site, and http, https and mailto addresses.
 */
export function safeHref(href: string): string {
  if (ownPath.test(href)) return href
  const seen = href.replace(dropped, '').replaceAll('\\', '/')
  if (seen.startsWith('//')) return refused
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(seen)?.[0]
  if (scheme && !allowed.has(scheme.toLowerCase())) return refused
  return href
}
