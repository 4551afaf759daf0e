/** A server that ends connections at the moments in which nobody seems to listen. It speaks just enough of PostgreSQL's protocol. */
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { DatabaseConnection } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgresDialects } from '../../src/db/engine/postgresql/dialects.ts'

/** A message: its letter, its length (with the four bytes of the length itself), its content. */
function message(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeInt32BE(content.length + 4, 1)
  return Buffer.concat([head, content])
}

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
const authenticated = message('R', Buffer.alloc(4))
const ready = message('Z', Buffer.from('I'))
const ended = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
)
const answered = message('C', Buffer.from('SELECT 0\0'))

/** What the server does with each new connection, in their order. */
let greetings: ((socket: Socket) => void)[] = []
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', () => {
    const greet = greetings.shift()
    if (greet) {
      greet(socket)
      return
    }
    socket.write(Buffer.concat([authenticated, ready]))
    socket.on('data', () => socket.write(Buffer.concat([answered, ready])))
  })
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

async function withDriver(
  work: (connect: () => Promise<DatabaseConnection>) => Promise<void>,
): Promise<void> {
  const { port } = server.address() as AddressInfo
  const driver = postgresDialects(`postgres://ada@127.0.0.1:${port}/crowfoot`).db.createDriver()
  await driver.init()
  const taken: DatabaseConnection[] = []
  try {
    await work(async () => {
      const connection = await driver.acquireConnection()
      taken.push(connection)
      return connection
    })
  } finally {
    for (const connection of taken) await driver.releaseConnection(connection)
    await driver.destroy()
  }
}

const query = { sql: 'select', parameters: [], query: undefined as never, queryId: undefined as never }

it('takes another connection for one that ended in the moment in which it was ready', async () => {
  const end = (socket: Socket) => socket.end(Buffer.concat([authenticated, ready, ended]))
  greetings = [end, end]
  await withDriver(async (connect) => {
    const connection = await connect()
    expect(await connection.executeQuery(query)).toMatchObject({ rows: [] })
  })
  expect(greetings).toEqual([])
})

it('outlives a connection that ends while somebody has it and asks nothing', async () => {
  const sockets: Socket[] = []
  greetings = [
    (socket) => {
      sockets.push(socket)
      socket.write(Buffer.concat([authenticated, ready]))
    },
  ]
  await withDriver(async (connect) => {
    await connect()
    const [socket] = sockets
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    socket?.end(Buffer.concat([ended, ended]))
    await closed
    const next = await connect()
    expect(await next.executeQuery(query)).toMatchObject({ rows: [] })
  })
})
