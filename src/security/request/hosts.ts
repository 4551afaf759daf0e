/** Which names the site answers to. A request for any other name is refused before anything else is done with it. */

/**
 * Whether a Host header is one of the configured names.
 *
 * Without this check a page elsewhere could point a name of its own at this server (DNS rebinding) and be taken for us,
 * since the Origin it sends and the Host it asks for would agree. An entry without a port allows any port.
 * @see https://owasp.org/www-community/attacks/DNS_Rebinding
 */
export function isAllowedHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (!host) return false
  const name = host.toLowerCase()
  return allowed.includes(name) || allowed.includes(name.replace(/:\d{1,5}$/, ''))
}
