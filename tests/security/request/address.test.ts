/** The address that attempts are counted by. */
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { clientAddress } from '../../../src/security/request/address.ts'

async function addressOf(
  peer: string,
  headers: Record<string, string>,
  trustProxy: boolean,
): Promise<string> {
  const app = new Hono()
  app.get('/', (c) => c.text(clientAddress(c, trustProxy)))
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: peer } } })
  return response.text()
}

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('of %s is %s', async (peer, expected) => {
  expect(await addressOf(peer, {}, false)).toBe(expected)
})

it('is the connection’s, whatever a client writes, where there is no proxy of ours', async () => {
  expect(await addressOf('192.0.2.7', { 'x-forwarded-for': '198.51.100.1' }, false)).toBe('192.0.2.7')
})

it('is the last that our proxy has added, not what the client wrote before it', async () => {
  expect(await addressOf('127.0.0.1', { 'x-forwarded-for': '198.51.100.1, 192.0.2.7' }, true)).toBe(
    '192.0.2.7',
  )
})

it('is the connection’s where the proxy says nothing that could be an address', async () => {
  for (const forwarded of ['', 'unknown', '198.51.100.1, ', '999.1.1.1']) {
    expect(await addressOf('192.0.2.9', { 'x-forwarded-for': forwarded }, true)).toBe('192.0.2.9')
  }
})
