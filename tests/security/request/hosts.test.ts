/** Names on the wire: what a real connection may ask for, including what no browser sends. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAllowedHost } from '../../../src/security/request/hosts.ts'
import { appOf } from '../../setup/browser.ts'
import { opened } from '../../setup/database.ts'

describe('a name', () => {
  const allowed = ['catalogue.example.org', 'localhost:3000']
  it.each(['catalogue.example.org', 'CATALOGUE.example.org', 'catalogue.example.org:8443', 'localhost:3000'])(
    '%s is ours',
    (host) => {
      expect(isAllowedHost(host, allowed)).toBe(true)
    },
  )
  it.each([
    undefined,
    '',
    'localhost',
    'localhost:3001',
    'evil.example',
    'catalogue.example.org.evil.example',
    'evil.example/catalogue.example.org',
    'catalogue.example.org@evil.example',
    'catalogue.example.org, evil.example',
    'catalogue.example.org:x',
    'catalogue.example.org:123456',
    ' catalogue.example.org',
  ])('%s is not', (host) => {
    expect(isAllowedHost(host, allowed)).toBe(false)
  })
})

describe('on a real connection', () => {
  const database = opened('sqlite')
  let server: Server
  let port = 0
  beforeAll(async () => {
    const app = appOf(database(), { BASE_URL: 'http://127.0.0.1:3000' })
    const listener = getRequestListener(app.fetch)
    server = createServer((request, response) => void listener(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Sends these bytes and answers the status of what comes back. */
  function statusOf(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request))
      socket.once('data', (data) => {
        socket.destroy()
        resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1]))
      })
      socket.once('error', reject)
    })
  }
  const get = (target: string, ...headers: string[]) =>
    statusOf(`GET ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`)

  it('answers our name', async () => {
    expect(await get('/types', 'Host: 127.0.0.1:3000')).toBe(200)
  })

  it.each([
    ['a forged name', '/types', ['Host: evil.example']],
    ['no name', '/types', []],
    ['two names, ours first', '/types', ['Host: 127.0.0.1:3000', 'Host: evil.example']],
    ['two names, ours last', '/types', ['Host: evil.example', 'Host: 127.0.0.1:3000']],
    ['two names in one line', '/types', ['Host: 127.0.0.1:3000, evil.example']],
    ['another name in the request line', 'http://evil.example/types', ['Host: 127.0.0.1:3000']],
    [
      'our name in the request line and another in Host',
      'http://127.0.0.1:3000/types',
      ['Host: evil.example'],
    ],
  ])('refuses %s', async (_, target, headers) => {
    const status = await get(target, ...headers)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })

  it('does not believe X-Forwarded-Host', async () => {
    expect(await get('/types', 'Host: evil.example', 'X-Forwarded-Host: 127.0.0.1:3000')).toBe(421)
  })
})
