/** Browsers that keep no cookies are told so, before a password is looked at; programs that never saw the form are let in. */
import { expect, it } from 'vitest'
import { appOf, Browser } from '../setup/browser.ts'
import { opened } from '../setup/database.ts'

const database = opened('sqlite')
const base = 'https://catalogue.example.org'
const problem = /did not keep the cookie of this page/

it.each([
  ['/login', { username: 'ada', password: 'not hers' }],
  ['/register', { username: 'ada', email: 'ada@example.org', password: 'password' }],
])('%s says that the cookie did not come back', async (path, fields) => {
  const browser = new Browser(appOf(database()))
  const referer = `http://127.0.0.1:3000${path}?next=%2Faccount`
  await browser.get(path)
  const kept = await browser.post(path, fields, { referer })
  expect(kept.status).toBe(422)
  expect(await kept.text()).not.toMatch(problem)
  browser.cookies.clear()
  const refused = await browser.post(path, fields, { referer })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(problem)
  // The form came back with another one, so the next try counts.
  expect(await (await browser.post(path, fields, { referer })).text()).not.toMatch(problem)
  browser.cookies.clear()
  expect(await (await browser.post(path, fields)).text()).not.toMatch(problem)
})

it('names the address with https where the site has one', async () => {
  const browser = new Browser(appOf(database(), { BASE_URL: base }), { base })
  const answer = await browser.post('/login', { username: 'a', password: 'b' }, { referer: `${base}/login` })
  expect(await answer.text()).toContain(`Open the site as ${base}`)
})
