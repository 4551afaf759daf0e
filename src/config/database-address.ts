/** What is wrong with DATABASE_URL, as far as its text tells. */

/** The ways of encryption that PostgreSQL's own programs know, and `no-verify`, which is node-postgres' word for `require`. */
const sslModes = ['disable', 'allow', 'prefer', 'require', 'no-verify', 'verify-ca', 'verify-full']

/** @returns what the address takes instead, to follow "it"; undefined where nothing is wrong with it */
export function problemOfAddress(address: string): string | undefined {
  if (address.startsWith('sqlite:')) return problemOfFile(address.slice('sqlite:'.length))
  if (/^postgres(ql)?:\/\/./.test(address)) return problemOfServer(address)
  return 'takes sqlite:data/crowfoot.db, an absolute sqlite:/path/to/file.db, or postgres://user:password@host/database'
}

function problemOfFile(path: string): string | undefined {
  if (path.trim() === '') return 'takes the path of a file after sqlite:, such as sqlite:data/crowfoot.db'
  if (/^:memory:|^file:.*:memory:|\?(.*&)?mode=memory/.test(path))
    return 'takes a file: one in memory cannot be shared by several connections, and would be lost at the end'
  if (path.startsWith('//'))
    return 'takes sqlite:data/crowfoot.db (from the project’s folder) or sqlite:/path/to/file.db, without further slashes'
  if (/^~[/\\]/.test(path))
    return 'takes the whole path of a file: ~ stands for your own folder only in a shell'
  if (path.startsWith('file:') || /\?\w+=/.test(path))
    return 'takes the path of a file and nothing else: no file: before it, and no ?options behind it'
  return undefined
}

const encodeIt =
  'takes a user and password in which special characters are percent-encoded: # is %23, / is %2F, ? is %3F, @ is %40, % is %25'

function problemOfServer(address: string): string | undefined {
  if (hasBarePassword(address)) return encodeIt
  if (!URL.canParse(address)) return 'takes postgres://user:password@host:port/database'
  const { username, password, pathname, searchParams } = new URL(address)
  if (![username, password].every(canDecode)) return encodeIt
  // The driver would use the user's name as the database's name. For the user postgres that fills the server's own database "postgres".
  if (/^\/?$/.test(pathname))
    return 'takes the name of a database at its end too, as in postgres://user:password@host:port/database'
  const mode = searchParams.get('sslmode')
  if (mode !== null && !sslModes.includes(mode)) return `takes sslmode=${sslModes.join(', sslmode=')}`
  if (mode === 'verify-ca' && !searchParams.has('sslrootcert'))
    return 'takes sslmode=verify-ca only with sslrootcert=FILE, the certificate of the authority (verify-full asks those that the system knows)'
  return undefined
}

/** Where a password holds `#`, `/` or `?` as it is, the host seems to end in the middle of it, and an `@` comes only later. */
function hasBarePassword(address: string): boolean {
  const [, host = '', rest = ''] = /^\w+:\/\/([^/?#]*)(.*)$/s.exec(address) ?? []
  if (rest.includes('#')) return true
  const path = rest.split('?')[0] ?? ''
  if (path.includes('@')) return true
  // `localhost:5432/db?options=a@b` is right; `ada:secret?1@localhost/db` is not, and `ada:12?4@localhost/db` is not either.
  const after = rest.slice(rest.lastIndexOf('@') + 1)
  const [, password] = /^[^:]*:(.*)$/s.exec(host.replace(/\[.*\]/, '')) ?? []
  if (password === undefined || host.includes('@') || !rest.includes('@')) return false
  return !/^\d*$/.test(password) || /^[^=&]+\/[^=&]+$/.test(after)
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
