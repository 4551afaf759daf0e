/** Cookies know no port: their names do, so that two copies on one machine leave each other alone. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cookieName } from '../../../src/security/sessions/cookies.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'

describe('the name of a cookie', () => {
  it.each([
    ['http://127.0.0.1:3000', 'crowfoot_session_3000'],
    ['http://[::1]:4000', 'crowfoot_session_4000'],
    ['http://catalogue.example.org', 'crowfoot_session_80'],
    ['https://catalogue.example.org', 'crowfoot_session_443'],
    ['https://catalogue.example.org:8443', 'crowfoot_session_8443'],
  ])('carries the port that people type: %s', (baseUrl, name) => {
    expect(cookieName('session', { baseUrl })).toBe(name)
  })

  it('is made in one place: nothing else sets or reads a cookie', () => {
    const files = globSync('src/**/*.{ts,tsx}').map((file) => file.replaceAll('\\', '/'))
    const users = files.filter((file) => /hono\/cookie|document\.cookie/.test(readFileSync(file, 'utf8')))
    expect(users).toEqual(['src/security/sessions/cookies.ts'])
  })
})

forEachEngine((database) => {
  it('lets one browser be signed in to two copies on one machine, and leave one of them', async () => {
    const app = (port: number) => appOf(database(), { PORT: String(port) })
    const here = await signedIn(database(), app(3000), 'member')
    const there = new Browser(app(4000), { base: 'http://127.0.0.1:4000' })
    const own = here.cookies.get('crowfoot_session_3000')!
    // What a browser keeps for 127.0.0.1 it sends to both.
    there.cookies.set('crowfoot_session_3000', own)
    expect((await there.get('/account')).status).toBe(303)
    there.cookies.set('crowfoot_session_4000', own)
    expect((await there.get('/account')).status).toBe(200)

    const left = await there.post('/logout')
    const names = left.headers.getSetCookie().map((cookie) => cookie.split('=')[0])
    expect(names.toSorted()).toEqual(['crowfoot_notice_4000', 'crowfoot_session_4000'])
    expect(there.cookies.get('crowfoot_session_3000')).toBe(own)
  })
})
