/** Where to go after signing in: only to a page of ours, whatever the address bar said. */

const longest = 2000

/**
 * The path if it leads to a page of this site, else `otherwise`. Browsers read `//evil`, `/\\evil` and `/<tab>/evil` as
 * addresses of other sites, and leave some control characters out before they look.
 * @see https://url.spec.whatwg.org/#url-parsing
 */
export function localPath(next: string | undefined, otherwise: string): string {
  if (next === undefined || next.length > longest || !next.startsWith('/')) return otherwise
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x20\x7f-\x9f\\]/.test(next) || next.startsWith('//')) return otherwise
  const here = 'http://here.invalid'
  if (!URL.canParse(next, here)) return otherwise
  const { origin, pathname, search, hash } = new URL(next, here)
  // `/.//evil` has this origin, and a path that begins with two slashes once it is tidied.
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : otherwise
}
