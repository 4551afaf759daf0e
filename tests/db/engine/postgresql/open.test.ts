/** A PostgreSQL database that cannot be used: one line names what is wrong and the way out, and never the password. */
import { randomBytes } from 'node:crypto'
import net from 'node:net'
import pg from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../../src/db/engine/connection.ts'
import { openForMigration, upgrade } from '../../../../src/db/migrate/index.ts'
import { settleEncryption } from '../../../../src/db/engine/postgresql/address.ts'
import { unreachable } from '../../../../src/db/engine/postgresql/open-errors.ts'
import { serverUrl } from '../../../setup/server.ts'
import { withDatabase } from '../../../../src/cli/command.ts'
import { writerOf } from '../../../../src/db/engine/writer.ts'
import { createUser } from '../../../../src/features/auth/commands.ts'
import { makeReady } from '../../../../src/first-start.ts'
import { transaction } from '../../../../src/security/rights/transaction.ts'
import { operator } from '../../../../src/security/rights/viewer.ts'

const close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of close.splice(0)) await end()
})

/** A server that does as told with each connection. @returns its port */
async function listen(answer: (socket: net.Socket, data: Buffer) => void): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on('data', (data) => answer(socket, Buffer.from(data))).on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as net.AddressInfo).port
}

/** The server's message for an error: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => expect.unreachable('It should not have opened.'),
    (thrown: unknown) => thrown as Error,
  )
  expect(error.name).toBe('MigrationError')
  expect(error.message).not.toMatch(/secret|\n/)
  return error.message
}

describe('cannot be reached, and it is said why', () => {
  const address = (port: number | string, more = '') => `postgres://ada:secret@127.0.0.1:${port}/books${more}`

  it.each([
    ['28P01', 'password authentication failed for user "ada"', /the password of the role "ada" is wrong/],
    ['28000', 'role "ada" does not exist', /there is no role "ada"/],
    [
      '28000',
      'role "ada" is not permitted to log in',
      /the role "ada" may not sign in\. .*alter role "ada" login/,
    ],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "ada", database "books", no encryption',
      /Add \?sslmode=require/,
    ],
    [
      '3D000',
      'database "books" does not exist',
      /there is no database "books".*createdb -h 127\.0\.0\.1 -p \d+ -U ada books/,
    ],
    ['28000', 'no PostgreSQL user name specified in startup packet', /Write postgres:\/\/USER@HOST/],
    ['53300', 'sorry, too many clients already', /no connection left/],
    ['57P03', 'the database system is starting up', /Try again in a moment/],
    ['XX000', 'something else', /: something else$/],
  ])('%s %s', async (code, message, words) => {
    const port = await listen((socket) => socket.end(errorResponse(code, message)))
    expect(await problemOf(openForMigration(address(port)))).toMatch(words)
  })

  it('nothing listens there', async () => {
    expect(await problemOf(openForMigration(address(1)))).toMatch(/nothing listens at 127\.0\.0\.1:1\./)
  })

  it('another program listens there', async () => {
    const port = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await problemOf(openForMigration(address(port)))).toMatch(/may be no PostgreSQL server/)
  })

  it('no encryption where it is asked for', async () => {
    const port = await listen((socket) => socket.end('N'))
    expect(await problemOf(openForMigration(address(port, '?sslmode=require')))).toMatch(/sslmode=disable/)
  })

  it('no file of the authority', async () => {
    const work = openForMigration(address(1, '?sslmode=verify-full&sslrootcert=/absent/ca.pem'))
    expect(await problemOf(work)).toMatch(/absent\/ca\.pem.*Check sslrootcert/)
  })

  it.each([
    [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND db' }, /no host is called "db"/],
    [{ code: 'EAI_AGAIN', message: 'getaddrinfo EAI_AGAIN db' }, /no host is called "db"/],
    [{ message: 'timeout expired' }, /db:5432 does not answer/],
    [{ message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' }, /none is given/],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed certificate' }, /sslrootcert=FILE/],
    [{ code: 'ENOENT', message: 'connect ENOENT /run/.s.PGSQL.5432' }, /has a socket/],
  ])('%o', (error, words) => {
    expect(unreachable('postgres://ada:secret@db/books', error)).toMatch(words)
  })
})

describe('sslmode means what it means to PostgreSQL’s own programs', () => {
  it.each([
    ['prefer', 'S', 'require'],
    ['allow', 'S', 'require'],
    ['prefer', 'N', 'disable'],
    ['prefer', 'E', 'disable'],
    ['require', 'N', 'require'],
    ['verify-full', 'N', 'verify-full'],
  ])('%s, where the server answers %s: %s', async (mode, answer, settled) => {
    const asked: Buffer[] = []
    const port = await listen((socket, data) => {
      asked.push(data)
      socket.write(answer)
    })
    const url = new URL(await settleEncryption(`postgres://127.0.0.1:${port}/books?sslmode=${mode}`))
    expect(url.searchParams.get('sslmode')).toBe(settled)
    expect(asked).toHaveLength(['prefer', 'allow'].includes(mode) ? 1 : 0)
  })

  it('and no address without it is changed', async () => {
    expect(await settleEncryption('postgres://h/c')).toBe('postgres://h/c')
  })
})

describe.skipIf(serverUrl === undefined)('a real server', () => {
  const name = () => `crowfoot_open_${randomBytes(6).toString('hex')}`
  async function administer(...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  async function makeDatabase(more = ''): Promise<URL> {
    const database = name()
    await administer(`create database ${database} template template0 ${more}`)
    close.push(() => administer(`drop database ${database} with (force)`))
    const url = new URL(serverUrl!)
    url.pathname = `/${database}`
    return url
  }

  it('with a role that may not create in public', async () => {
    const url = await makeDatabase()
    const role = name()
    await administer(`create role ${role} login password 'secret'`)
    close.unshift(() => administer(`drop role ${role}`))
    url.username = role
    url.password = 'secret'
    expect(await problemOf(upgrade(url.href))).toMatch(
      new RegExp(
        `the role "${role}" may not create tables .*grant usage, create on schema public to ${role}`,
      ),
    )
  })

  it('with a role that may not read the tables', async () => {
    const url = await makeDatabase()
    await upgrade(url.href)
    const role = name()
    await administer(`create role ${role} login`)
    close.unshift(() => administer(`drop role ${role}`))
    url.username = role
    expect(await problemOf(upgrade(url.href))).toMatch(/connect as the role that made the tables/)
  })

  it('with a role that may only read them: the start and the commands say so', async () => {
    const url = await makeDatabase()
    await upgrade(url.href)
    const [role, owner] = [name(), new pg.Client({ connectionString: url.href })]
    await administer(`create role ${role} login`)
    close.unshift(() => administer(`drop role ${role}`))
    await owner.connect()
    await owner.query(`grant select on all tables in schema public to ${role}`)
    close.unshift(async () => {
      await owner.query(`drop owned by ${role}`)
      await owner.end()
    })
    url.username = role
    const says = `the role "${role}" may not do this in the database "${url.pathname.slice(1)}" (permission denied for table users): connect as the role that made the tables`
    const started = makeReady(url.href, () => Promise.resolve())
    await expect(started).rejects.toMatchObject({ name: 'StartError', message: says })
    vi.stubEnv('DATABASE_URL', url.href)
    const newcomer = { username: 'ada', passwordHash: 'x', role: 'admin' }
    const adding = withDatabase((database) =>
      transaction(database.em(), operator, 'user.manage', ({ db }) => createUser(writerOf(db), newcomer)),
    )
    await expect(adding).rejects.toMatchObject({ name: 'CommandError', message: says })
    vi.unstubAllEnvs()
  })

  it('with a database that is not in UTF-8', async () => {
    const url = await makeDatabase(`encoding 'LATIN1' locale 'C'`)
    expect(await problemOf(upgrade(url.href))).toMatch(/is in LATIN1, not in UTF-8.*create database/)
  })

  it('without encryption, where it is only preferred: it is used all the same, and no library warns', async () => {
    const url = await makeDatabase()
    const warn = vi.spyOn(process, 'emitWarning')
    for (const mode of ['prefer', 'disable']) {
      url.searchParams.set('sslmode', mode)
      await upgrade(url.href)
      const database = await openDatabase(url.href)
      expect(await database.db.selectFrom('roles').select('id').execute()).not.toEqual([])
      await database.close()
    }
    url.searchParams.set('sslmode', 'require')
    expect(await openForMigration(url.href).then((open) => open.close().then(() => ''), String)).toMatch(
      /^$|offers no encryption/,
    )
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })
})
