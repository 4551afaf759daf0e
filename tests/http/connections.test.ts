/** Connections that cost more than they give: what is sent ahead without reading, what is never read, what is never sent to its end. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { createLimitedServer } from '../../src/http/connections.ts'
import type { LimitedServer } from '../../src/http/connections.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => void
type Limits = Parameters<typeof createLimitedServer>[1]

let limited: LimitedServer | undefined
let sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await limited?.stop()
  limited = undefined
})

/** A server with these limits. @returns what opens a connection to it */
async function serve(listener: Listener, limits: Limits = {}): Promise<() => Socket> {
  const { server } = (limited = createLimitedServer(listener, limits))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => {})
    sockets.push(socket)
    return socket
  }
}
const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const closed = (socket: Socket) =>
  new Promise<void>((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())))

it('closes a connection that sends many requests ahead, and works on none of those beyond the limit', async () => {
  const asked = vi.fn<Listener>()
  const open = await serve(asked)
  const socket = open()
  socket.write(get.repeat(500))
  await closed(socket)
  expect(asked).toHaveBeenCalledTimes(16)
})

it('answers as many on one connection as wait for their answers', async () => {
  const open = await serve((_, response) => response.end('here'))
  const socket = open()
  let answers = 0
  socket.on('data', (data: Buffer) => {
    for (const _ of data.toString().matchAll(/HTTP\/1\.1 200/g)) if (++answers < 100) socket.write(get)
  })
  socket.write(get.repeat(10))
  await expect.poll(() => answers, { timeout: 20_000 }).toBeGreaterThanOrEqual(100)
})

it('closes a connection whose answer nobody reads, and leaves one alone that is being worked for', async () => {
  const working = vi.fn()
  const open = await serve(
    (request, response) => {
      if (request.url === '/work') return working()
      const more = () => {
        while (response.write(Buffer.alloc(100_000)));
        response.once('drain', more)
      }
      more()
    },
    { unread: 200 },
  )
  const patient = open()
  patient.write(get.replace('/', '/work'))
  await expect.poll(() => working.mock.calls.length).toBe(1)
  const unread = open()
  unread.pause()
  unread.write(get)
  const { server } = limited ?? {}
  const count = () => new Promise<number>((resolve) => server?.getConnections((_, n) => resolve(n)))
  await expect.poll(count).toBe(2)
  await expect.poll(count, { timeout: 20_000 }).toBe(1)
  expect(patient.closed).toBe(false)
})

it('does not keep connections that nobody uses where there are many', async () => {
  const open = await serve((_, response) => response.end('here'), { kept: 2 })
  const idle = open()
  idle.write(get)
  await new Promise((resolve) => idle.once('data', resolve))
  open()
  open()
  await closed(idle)
})

it('stops without waiting for those who have sent half a request or half a form', async () => {
  const asked = vi.fn<Listener>()
  const open = await serve(asked, { sending: 10, answering: 600_000 })
  const half = open()
  half.write('GET / HTTP/1.1\r\nHost: ')
  open().write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
  await expect.poll(() => asked.mock.calls.length).toBe(1)
  await limited?.stop()
})

it('stops after what is being answered is answered', async () => {
  let answer: ServerResponse | undefined
  const open = await serve((_, response) => (answer = response), {
    sending: 10,
    answering: 600_000,
  })
  const socket = open()
  let received = ''
  socket.on('data', (data: Buffer) => (received += data.toString()))
  socket.write(get)
  await expect.poll(() => answer).toBeDefined()
  const stopped = limited?.stop()
  setTimeout(() => answer?.end('all of it'), 100)
  await stopped
  await closed(socket)
  expect(received).toContain('all of it')
})
