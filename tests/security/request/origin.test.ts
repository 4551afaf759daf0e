/** Requests that other sites make a browser send: refused, whatever they carry. */
import { describe, expect, it } from 'vitest'
import { isFromHere } from '../../../src/security/request/origin.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'

const base = 'https://catalogue.example.org'
const said = (headers: object) =>
  isFromHere(
    {
      host: 'catalogue.example.org',
      secFetchSite: undefined,
      origin: undefined,
      referer: undefined,
      ...headers,
    },
    base,
  )

describe('what a request says of where it comes from', () => {
  it.each([
    ['our origin', { origin: base }],
    ['our origin and the browser’s word for it', { origin: base, secFetchSite: 'same-origin' }],
    ['the browser’s word alone', { secFetchSite: 'same-origin' }],
    ['the browser’s word, where the origin is hidden', { origin: 'null', secFetchSite: 'same-origin' }],
    ['a reload by the person', { origin: base, secFetchSite: 'none' }],
    ['a page of ours as referrer', { referer: `${base}/items/new` }],
    ['another of our names', { host: 'books.example.org', origin: 'https://books.example.org' }],
    ['another of our names over http', { host: 'localhost:3000', origin: 'http://localhost:3000' }],
  ])('is accepted with %s', (_, headers) => {
    expect(said(headers)).toBe(true)
  })

  it.each([
    ['nothing at all', {}],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a foreign origin that begins like ours', { origin: 'https://catalogue.example.org.evil.example' }],
    ['a foreign origin that ends like ours', { origin: 'https://evilcatalogue.example.org' }],
    ['our name on another port', { origin: 'https://catalogue.example.org:8443' }],
    ['our name over http, where we speak https', { origin: 'http://catalogue.example.org' }],
    ['no origin, on purpose', { origin: 'null' }],
    ['no origin, and a page of ours as referrer', { origin: 'null', referer: `${base}/items` }],
    ['a foreign referrer', { referer: 'https://evil.example/https://catalogue.example.org' }],
    ['a referrer that is no address', { referer: 'catalogue.example.org' }],
    ['a neighbour’s page, the browser says', { secFetchSite: 'same-site', origin: base }],
    ['a foreign page, the browser says', { secFetchSite: 'cross-site', origin: base }],
    [
      'one of our names as origin and another as host',
      { host: 'localhost:3000', origin: 'http://127.0.0.1:3000' },
    ],
  ])('is refused with %s', (_, headers) => {
    expect(said(headers)).toBe(false)
  })
})

forEachEngine((database) => {
  const types = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json',
    'application/octet-stream',
    '',
  ]

  it.each(types)('changes nothing for a foreign origin with the content type "%s"', async (type) => {
    const browser = await signedIn(database(), appOf(database()), 'member')
    const response = await browser.send('/logout', {
      method: 'POST',
      body: 'a=b',
      headers: { origin: 'http://evil.example', ...(type && { 'content-type': type }) },
    })
    expect(response.status).toBe(403)
    expect((await browser.get('/account')).status).toBe(200)
  })

  it.each([
    ['http://evil.example', /sent from another site/],
    ['http://catalogue.example.org', /opened without https/],
  ])('says at sign-in what is wrong with a page of %s, and nothing of a role', async (origin, words) => {
    const base = 'https://catalogue.example.org'
    const browser = new Browser(appOf(database(), { BASE_URL: base }), { base })
    const response = await browser.post('/login', { username: 'a', password: 'b' }, { origin })
    expect(response.status).toBe(403)
    const page = await response.text()
    expect(page).toMatch(words)
    expect(page).toContain('BASE_URL')
    expect(page).not.toMatch(/your role/i)
  })

  it('answers a name that is not ours, or two of them, with 421 before anything else', async () => {
    const browser = new Browser(appOf(database()))
    for (const host of [
      'evil.example',
      '127.0.0.1:3000, evil.example',
      'evil.example, 127.0.0.1:3000',
      '127.0.0.1:80',
      '',
    ]) {
      const response = await browser.send('/items', { headers: { host } })
      expect([host, response.status]).toEqual([host, 421])
    }
  })

  it('is not fooled by a name of a stranger that leads here (DNS rebinding): origin and host agree, and are not ours', async () => {
    const browser = new Browser(appOf(database()), { base: 'http://rebound.example:3000' })
    expect((await browser.post('/login', { username: 'a', password: 'b' })).status).toBe(421)
  })
})
