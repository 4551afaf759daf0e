/** Whatever a client sends in an address gets a clear page or the nearest sensible answer: never a 500, never an inside view. */
import http from 'node:http'
import net from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addItems } from './setup/catalogue.ts'
import { appOf, Browser } from './setup/browser.ts'
import { opened } from './setup/database.ts'
import { lookups } from '../src/declared.ts'
import { createLog } from '../src/http/log.ts'
import { answerBrokenRequest, limitsOfConnections } from '../src/http/connections.ts'
import { hasFields } from './setup/known-fields.ts'

const database = opened('sqlite')
let server: http.Server
let port = 0

beforeAll(async () => {
  await addItems(
    database(),
    Array.from({ length: 30 }, (_, n) => ({
      title: `Title ${n}`,
      year: 1900 + n,
      creators: ['One'],
      categories: ['All'],
    })),
  )
  const app = appOf(database(), { ALLOWED_HOSTS: 'localhost' })
  const answer = getRequestListener(app.fetch)
  server = http.createServer(limitsOfConnections, (request, response) => void answer(request, response))
  server.on('clientError', answerBrokenRequest)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as net.AddressInfo).port
})
afterAll(() => server.close())

/** Sends these very bytes and answers everything that comes back. */
function raw(bytes: string | Buffer, { wait = 5_000 } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    let answer = ''
    const done = () => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(wait, done)
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('error', done)
    socket.on('close', done)
    socket.write(bytes)
  })
}
const request = (line: string, headers: string[] = ['Host: localhost'], body = '') =>
  raw(`${line} HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`)
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

/** What only somebody inside should see: a stack, a path of the machine, SQL, a package's name. */
const inside = /\bat .+:\d+:\d+|\/src\/|node_modules|\bselect .+ from\b|SQLITE_|sqlite|kysely|mikro-?orm/i

describe('addresses', () => {
  const long = 'x'.repeat(5000)
  it.each([
    ['/items?page=-1', 200],
    ['/items?page=0', 200],
    ['/items?page=1e9', 200],
    ['/items?page=99999999999999999999', 200],
    ['/items?page=101', 200],
    ['/items?per_page=100000', 200],
    ['/items?per_page=0', 200],
    ['/items?from=abc&to=%00', 200],
    ['/items?year_from=abc&year_to=%00', 200],
    ['/items?year_from=1&from=2&year_to=3&to=4', 200],
    ['/items?from=2000&to=1900', 200],
    ['/items?from=-99999&to=99999', 200],
    ['/items?type=999999&category=999999&creator=999999', 200],
    ['/items?type=1&type=1&type=2&type=x&type=', 200],
    ['/items?type=99999999999999999999', 200],
    [`/items?q=${long}`, 200],
    ['/items?q=%ff%fe%80', 200],
    ['/items?q=%', 200],
    ['/items?q=%00%1b[31m', 200],
    ['/items?q=C%2B%2B%20%22', 200],
    ["/items?q='%20or%201=1;--", 200],
    ['/items?q=%25_%5C', 200],
    ['/items?sort=price&view=film&colour=red', 200],
    ['/items?after=1&before=2', 200],
    ['/items?after=0', 200],
    ['/items?after=999999&sort=title', 200],
    ['/items?before=x', 200],
    ['/items?__proto__=1&constructor=2&toString=3', 200],
    [`/items?${Array.from({ length: 400 }, (_, n) => `creator=${n + 1}`).join('&')}`, 200],
    ['/items/0', 404],
    ['/items/-1', 404],
    ['/items/1.5', 404],
    ['/items/abc', 404],
    ['/items/2147483648', 404],
    ['/items/99999999999999999999999', 404],
    ['/items/%ff', 404],
    ['/items/01', 404],
    ['/items/1e0', 404],
    ['/creators/01', 404],
    ['/categories/0001', 404],
    ['/types/01', 404],
    ['/items//', 404],
    ['/items//1', 404],
    ['/creators?letter=%F0%9F%98%80&page=-5&q=%', 200],
    ['/creators?letter=%E2%80%AE', 200],
    ['/creators?page=999999999', 200],
    ['/creators/99999999999', 404],
    ['/categories/1?page=999&after=x', 200],
    ['/types/1?after=99999999999999', 200],
    ['/..%2f..%2fpackage.json', 404],
    ['/assets/../../package.json', 404],
    ['/assets/%2e%2e/%2e%2e/package.json', 404],
    ['/.env', 404],
    ['/%00', 404],
    ['/ITEMS', 404],
    ['//evil.example/items', 404],
  ])('%s', async (path, status) => {
    const answer = await request(`GET ${path}`)
    expect(statusOf(answer)).toBe(status)
    expect(answer).toContain('</html>')
    expect(answer.replaceAll(/<(code|pre)[^]*?<\/\1>/g, '')).not.toMatch(inside)
  })

  it.each([
    ['/items/', '/items'],
    ['/items/1/?q=a%20b&q=%2F', '/items/1?q=a%20b&q=%2F'],
    ['/nothing/', '/nothing'],
    ['/%2Fevil.example/', '/%2Fevil.example'],
    ['/./items/', '/items'],
  ])('%s leads to %s', async (path, goes) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await request(`${method} ${path}`)
      expect(statusOf(answer)).toBe(308)
      expect(/^location: (.*)\r$/im.exec(answer)?.[1]).toBe(goes)
    }
  })

  it.each([
    ['//evil.example/', 404],
    ['///evil.example/', 404],
    ['/.//evil.example/', 404],
    ['/x/..//evil.example/', 404],
    ['/\\evil.example/', 400],
  ])('%s leads nowhere', async (path, status) => {
    const answer = await request(`GET ${path}`)
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toMatch(/^location:/im)
  })

  it('stay as they are where a form is sent', async () => {
    const answer = await new Browser(appOf(database())).post('/login/', { username: 'a', password: 'b' })
    expect(answer.status).toBe(404)
  })

  it('says in words what of an address it could not use', async () => {
    const year = hasFields('year') ? 'from=abc&' : ''
    const browser = new Browser(appOf(database()))
    const page = await (await browser.get(`/items?${year}sort=price&colour=red&type=x`)).text()
    if (year !== '')
      expect(page).toContain(
        '“abc” was left out of the filter Year (from): it is not a whole number from -9999 to 9999.',
      )
    expect(page).toContain('“price” is not one of the choices for the order')
    expect(page).toContain('This page does not know “colour”')
    expect(page).toContain(`Some of what was chosen for ${lookups.types.noun.one} is not there`)
  })

  it('escapes what it repeats', async () => {
    const browser = new Browser(appOf(database()))
    const page = await (
      await browser.get(`/items?q=${encodeURIComponent('"><script>alert(1)</script>')}&<b>=1`)
    ).text()
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<b>=')
  })
})

describe('methods', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'OPTIONS', 'TRACE'])(
    '%s is refused with the list of those that are not',
    async (method) => {
      const answer = await request(`${method} /items`, ['Host: localhost', 'Origin: http://localhost'])
      expect(statusOf(answer)).toBe(405)
      expect(answer).toMatch(/^allow: GET, HEAD, POST/im)
    },
  )

  it('answers HEAD as GET, without a body', async () => {
    const answer = await request('HEAD /items')
    expect(statusOf(answer)).toBe(200)
    expect(answer.split('\r\n\r\n')[1]).toBe('')
  })

  it('refuses a method that is none, and CONNECT', async () => {
    expect(statusOf(await request('FROBNICATE /items'))).toBe(400)
    expect(await request('CONNECT localhost:80')).not.toMatch(/200/)
  })
})

describe('the name of the host', () => {
  it.each([
    ['a foreign one', ['Host: evil.example'], 421],
    ['a foreign one that begins like ours', ['Host: localhost.evil.example'], 421],
    ['ours with a foreign user part', ['Host: localhost@evil.example'], 400],
    ['an empty one', ['Host: '], 400],
    ['none', [], 400],
    ['two', ['Host: localhost', 'Host: evil.example'], 421],
    ['an address that is none', ['Host: 927.0.0.1'], 421],
    ['an address with too many numbers', ['Host: 1.2.3.4.5'], 421],
    ['an address that is none, with a port', ['Host: 927.0.0.1:3000'], 421],
    ['a port that is none', ['Host: localhost:99999'], 400],
    ['a number beyond all addresses', ['Host: 0x100000000'], 421],
    ['half an escape', ['Host: localhost%'], 400],
    ['a domain that Punycode cannot be', ['Host: xn--a'], 421],
    ['ours in capitals', ['Host: LOCALHOST'], 200],
    ['ours with a port', ['Host: localhost:3000'], 200],
  ])('%s', async (_what, headers, status) => {
    const answer = await request('GET /items', headers)
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toMatch(/evil\.example/)
  })

  it.each([
    ['http://evil.example/items', 421],
    ['http://927.0.0.1/items', 400],
    ['http:///items', 421],
    ['http://localhost:99999/items', 400],
    ['https://localhost/items', 200],
  ])('is the one in the address where the whole address is sent: %s', async (address, status) => {
    expect(statusOf(await request(`GET ${address}`))).toBe(status)
  })

  it('is in the log where it is refused, and the page names the settings', async () => {
    const lines: string[] = []
    const log = createLog({ logLevel: 'warn' }, { write: (line: string) => lines.push(line) })
    const browser = new Browser(appOf(database(), {}, log))
    const page = await (await browser.get('/items', { host: 'books.example.org' })).text()
    expect(page).toMatch(/BASE_URL.*ALLOWED_HOSTS/s)
    expect(page).not.toContain('books.example.org')
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ host: 'books.example.org' }])
  })

  it.each([
    [{}, 'max-age=31536000'],
    [{ HSTS: 'subdomains' }, 'max-age=31536000; includeSubDomains'],
  ])('is bound to https with %o, a foreign one is not', async (settings, header) => {
    const base = 'https://catalogue.example.org'
    const browser = new Browser(appOf(database(), { BASE_URL: base, ...settings }), { base })
    const hsts = async (headers = {}) =>
      (await browser.get('/items', headers)).headers.get('strict-transport-security')
    expect([await hsts(), await hsts({ host: 'evil.example' })]).toEqual([header, null])
  })
})

describe('what is too large or too slow', () => {
  it('says so in words, where no page can be made', async () => {
    expect(await request('GET /items', ['Host: localhost', `X-Big: ${'x'.repeat(100_000)}`])).toMatch(
      /too long\. Choose fewer/,
    )
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*could not be read/s)
  })

  it('refuses headers of 100 KB', async () => {
    expect(statusOf(await request('GET /items', ['Host: localhost', `X-Big: ${'x'.repeat(100_000)}`]))).toBe(
      431,
    )
  })

  it('refuses an address of 100 KB', async () => {
    expect([414, 431]).toContain(statusOf(await request(`GET /items?q=${'x'.repeat(100_000)}`)))
  })

  it('cuts off a client that sends its headers one by one for ever', async () => {
    const started = Date.now()
    const answer = await raw('GET /items HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', { wait: 30_000 })
    expect(statusOf(answer)).toBe(408)
    expect(Date.now() - started).toBeLessThan(29_000)
  })

  it('does not mind a client that goes away half-way', async () => {
    const socket = net.connect(port, '127.0.0.1')
    socket.write('GET /items HTTP/1.1\r\nHost: localhost\r\n\r\n')
    socket.once('data', () => socket.destroy())
    await new Promise((resolve) => socket.once('close', resolve))
    expect(statusOf(await request('GET /items'))).toBe(200)
  })
})

it('answers a client that asks for JSON in JSON, errors too', async () => {
  const browser = new Browser(appOf(database()))
  const answer = await browser.get('/items/999', { accept: 'application/json' })
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ status: 404, request: answer.headers.get('x-request-id') })
})
