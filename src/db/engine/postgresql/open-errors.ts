/** Why a PostgreSQL database cannot be used, in one line that says what to do. */
import { withoutPassword } from '../../../config.ts'

interface Reason {
  message: string
  code?: string
  cause?: unknown
}

/** What is wrong and the way out, by the code of the system, of TLS or of the server, or by the words where there is no code. */
const reasons: readonly (readonly [sign: RegExp, words: (at: Server, message: string) => string])[] = [
  // First, because it names a setting that holds the word timeout. A pooler hands one session to many in turns: locks between
  // migrations would hold nobody up.
  [
    /unsupported startup parameter/,
    (_, message) =>
      `${message}. A connection pooler stands before it: set DATABASE_URL to the address of the server itself`,
  ],
  [
    /^ECONNREFUSED/,
    ({ server }) =>
      `nothing listens at ${server}. Start the PostgreSQL server, or check the host and the port`,
  ],
  [/^(ENOTFOUND|EAI_AGAIN)/, ({ host }) => `no host is called "${host}". Check the host, or the network`],
  [
    /^ENOENT.*PGSQL/,
    ({ host }) => `no PostgreSQL server has a socket in ${host}. Start it, or check the host`,
  ],
  [/^ENOENT/, (_, message) => `${message}. Check sslrootcert, sslcert and sslkey`],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)|timeout/,
    ({ server }) =>
      `${server} does not answer. Check the host and the port, and whether a firewall stands between`,
  ],
  [
    /^(ECONNRESET|EPIPE)|Connection terminated|error establishing an SSL|Received unexpected/,
    ({ server }) => `what listens at ${server} hung up. Check the port: it may be no PostgreSQL server`,
  ],
  [/^28P01/, ({ user }) => `the password of the role "${user}" is wrong. Check it`],
  [
    /password must be a/,
    ({ user }) => `the server asks for a password, and none is given. Write postgres://${user}:PASSWORD@...`,
  ],
  [/^28000.*no encryption/, () => 'the server wants an encrypted connection. Add ?sslmode=require'],
  [/^28000.*no PostgreSQL user name/, () => 'it names no user. Write postgres://USER@HOST:5432/DATABASE'],
  [
    /^28000.*role .* does not exist/,
    ({ user }) => `there is no role "${user}". Check the user, or create the role`,
  ],
  [
    /^28000.*not permitted to log in/,
    ({ user }) =>
      `the role "${user}" may not sign in. Take another user, or let an administrator run: alter role "${user}" login`,
  ],
  [
    /^3D000/,
    ({ database, host, port, user }) =>
      `there is no database "${database}". Check its name, or make it: createdb -h ${host} -p ${port} -U ${user} ${database}`,
  ],
  [
    /does not support SSL/,
    () =>
      'the server offers no encryption. Take sslmode=prefer, or sslmode=disable in a network that you trust',
  ],
  [
    /CERT|UNABLE_TO|SIGNATURE|ALTNAME/,
    (_, message) =>
      `the server’s certificate cannot be verified (${message}). Name the authority with sslrootcert=FILE, or take sslmode=require, which encrypts and verifies nothing`,
  ],
  [/^53300/, () => 'the server has no connection left. Stop other programs, or raise its max_connections'],
  [/^57P03/, () => 'the server is starting or stopping. Try again in a moment'],
]

interface Server {
  server: string
  host: string
  port: string
  user: string
  database: string
}

/** @returns one line for an error of connecting, without the password */
export function unreachable(url: string, error: unknown): string {
  const { message, code = '' } = error as Reason
  const [, words] = reasons.find(([sign]) => sign.test(`${code} ${message}`)) ?? []
  const reason = words?.(serverOf(url), message) ?? (message || code)
  return `cannot reach the database ${withoutPassword(url)}: ${reason}`
}

/** @returns one line for what the role may not do; undefined for any other error */
export function forbidden(url: string, error: unknown): string | undefined {
  // MikroORM wraps the driver's error.
  const { message, code, cause } = error as Reason
  if (code !== '42501') return cause instanceof Error ? forbidden(url, cause) : undefined
  const { user, database } = serverOf(url)
  const [, schema] = /permission denied for schema (\S+)/.exec(message) ?? []
  return schema === undefined
    ? `the role "${user}" may not do this in the database "${database}" (${message}): connect as the role that made the tables`
    : `the role "${user}" may not create tables in the database "${database}": as its owner, run "grant usage, create on schema ${schema} to ${user}" there`
}

/** @param encoding the server's word, such as LATIN1 */
export function notUtf8(url: string, encoding: string): string {
  const { database } = serverOf(url)
  return `the database "${database}" is in ${encoding}, not in UTF-8, and cannot hold every name: make another one with "create database NAME encoding 'UTF8' locale 'C.UTF-8' template template0", and name it in DATABASE_URL`
}

function serverOf(url: string): Server {
  const { hostname, port, username, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? decodeURIComponent(hostname)
  const user = searchParams.get('user') ?? decodeURIComponent(username)
  const asked = searchParams.get('port') ?? (port || '5432')
  return {
    host,
    port: asked,
    server: `${host}:${asked}`,
    user,
    database: decodeURI(pathname.slice(1)) || user,
  }
}
