/** Changes an address for node-postgres, so that `sslmode` means the same as in PostgreSQL's own programs. */
import { connect } from 'node:net'

/**
 * Without this, node-postgres takes `require` and `prefer` for `verify-full`, and warns that it does.
 * `prefer` and `allow` go on without encryption where the server offers none: it is asked.
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
export async function settleEncryption(url: string): Promise<string> {
  const address = new URL(url)
  const mode = address.searchParams.get('sslmode')
  // `no-verify` is node-postgres' own word, which it does not know together with `uselibpqcompat`.
  if (mode === null || mode === 'no-verify' || address.searchParams.has('uselibpqcompat')) return url
  if (mode === 'prefer' || mode === 'allow') {
    const encrypted = await offersEncryption(address)
    address.searchParams.set('sslmode', encrypted ? 'require' : 'disable')
  }
  address.searchParams.set('uselibpqcompat', 'true')
  return address.href
}

/** "SSLRequest": its length and its number. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const question = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** A server that cannot be reached offers none: whoever connects next says why. */
function offersEncryption({ hostname, port, searchParams }: URL): Promise<boolean> {
  const host = searchParams.get('host') ?? decodeURIComponent(hostname)
  // A socket in a folder of this machine needs none.
  if (host === '' || host.startsWith('/')) return Promise.resolve(false)
  return new Promise((resolve) => {
    const socket = connect({
      host: host.replace(/^\[(.+)\]$/, '$1'),
      port: Number(searchParams.get('port') ?? (port || 5432)),
      timeout: 5_000,
    })
    const answer = (encrypted: boolean) => {
      socket.destroy()
      resolve(encrypted)
    }
    socket.once('connect', () => socket.write(question))
    socket.once('data', (data) => answer(data[0] === 'S'.charCodeAt(0)))
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => answer(false))
  })
}
