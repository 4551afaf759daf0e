/** How large a form may be, over a real connection: whether its length is announced or it comes piece by piece. */
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { wholeBody } from '../../src/http/limits.ts'

const app = new Hono()
let failed: Error | undefined
app.onError((error, c) => {
  failed = error
  return error instanceof HTTPException ? error.getResponse() : c.text('', 500)
})
let arrived = 0
app.use(async (_, next) => {
  arrived++
  await next()
})
app.use(wholeBody)
app.post('/', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)))
const answer = getRequestListener(app.fetch)
const server = createServer((asked, response) => void answer(asked, response))

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

const half = 'x'.repeat(500_000)

it('reads a form of a million bytes, and refuses one byte more', async () => {
  expect(await post([half, half], true)).toEqual({ status: 200, text: '1000000' })
  expect(await post([half, half, 'x'], true)).toMatchObject({ status: 413 })
})

it('counts what comes without a length', async () => {
  expect(await post([half, half], false)).toEqual({ status: 200, text: '1000000' })
  expect(await post([half, half, 'x'], false)).toMatchObject({ status: 413 })
})

it('refuses by the announcement alone, before the form has come', async () => {
  expect(await post([], true, 2_000_000)).toMatchObject({ status: 413 })
})

it.each([
  ['a length', 'Content-Length: 100\r\n\r\nhalf a form'],
  ['pieces', 'Transfer-Encoding: chunked\r\n\r\n20\r\nhalf a piece'],
])('takes a form that is broken off, announced by %s, as the mistake of who sent it', async (_, rest) => {
  failed = undefined
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n${rest}`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.destroy()
  await vi.waitFor(() => expect(failed).toMatchObject({ status: 400 }), { timeout: 5_000 })
})

it('keeps fifty large forms at a time, refuses one more, and takes it when one of them has gone', async () => {
  const large = 'x'.repeat(70_000)
  const before = arrived
  const slow = Array.from({ length: 50 }, () => begin(large.length))
  await vi.waitFor(() => expect(arrived).toBe(before + slow.length), { timeout: 5_000 })
  expect(await post([large], true)).toMatchObject({ status: 503 })
  expect(failed).toMatchObject({ cause: { retryAfter: 5 } })
  // Nobody knows how long it will be.
  expect(await post(['short'], false)).toMatchObject({ status: 503 })
  expect(await post(['x'.repeat(60_000)], true)).toMatchObject({ status: 200 })

  slow.pop()?.destroy()
  const retry = async () => expect(await post([large], true)).toMatchObject({ status: 200 })
  await vi.waitFor(retry, { timeout: 5_000 })
  for (const socket of slow) socket.destroy()
})

/** Begins to send a form of that length, and sends no more than the beginning. */
function begin(length: number) {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${length}\r\n\r\nx`)
  return socket
}

/** Sends the pieces; where the length is announced and more than is sent, it waits for the answer all the same. */
function post(
  pieces: string[],
  announced: boolean,
  length = pieces.join('').length,
): Promise<{ status: number | undefined; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; text: string }>()
  const { port } = server.address() as AddressInfo
  const headers = announced ? { 'content-length': length } : { 'transfer-encoding': 'chunked' }
  const asked = request({ port, host: '127.0.0.1', method: 'POST', headers }, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    response.on('end', () => {
      resolve({ status: response.statusCode, text })
      asked.destroy()
    })
  })
  asked.on('error', reject)
  for (const piece of pieces) asked.write(piece)
  if (pieces.length > 0) asked.end()
  else asked.flushHeaders()
  return promise
}
