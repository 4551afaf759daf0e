/** How large a form may be, over a real connection: whether its length is announced or it comes piece by piece. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limitedBody } from '../../src/http/limits.ts'

const app = new Hono()
app.use(limitedBody)
app.post('/', async (c) => c.text(String((await c.req.raw.arrayBuffer()).byteLength)))
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
