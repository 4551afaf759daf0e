/** Forms whose bytes are no text are refused, and nothing is stored of them. */
import { expect, it } from 'vitest'
import { appOf } from '../setup/browser.ts'
import { opened } from '../setup/database.ts'
import { signedIn } from '../setup/people.ts'

const database = opened('sqlite')

it.each([
  ['bytes that are no UTF-8', 'name=%ff%fe'],
  ['half a character', 'name=%e6%9d'],
  ['raw bytes that are no UTF-8', new Uint8Array([...new TextEncoder().encode('name='), 0xff, 0xfe])],
])('refuses %s with 400', async (_what, body) => {
  const staff = await signedIn(database(), appOf(database()), 'staff')
  const answer = await staff.send('/categories', {
    method: 'POST',
    body,
    headers: { origin: 'http://127.0.0.1:3000', 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(answer.status).toBe(400)
  expect(await database().db.selectFrom('categories').selectAll().execute()).toEqual([])
})

it('takes a percent sign that stands for itself, a plus for a space, and any script', async () => {
  const staff = await signedIn(database(), appOf(database()), 'staff')
  const answer = await staff.send('/categories', {
    method: 'POST',
    body: 'name=100%+東京+%e6%9d%b1&description=',
    headers: { origin: 'http://127.0.0.1:3000', 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(answer.status).toBe(303)
  expect(await database().db.selectFrom('categories').select('name').execute()).toEqual([
    { name: '100% 東京 東' },
  ])
})
