/** Signing out works whatever the database says. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database, EntityManager } from '../../../src/db/engine/connection.ts'
import { appOf } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson, openBrowser } from '../../setup/people.ts'
import type { Person } from '../../setup/people.ts'

const failing = (error: Error) => () => {
  throw error
}
const writesFail = (error: Error) => ({ getKysely: failing(error) }) as unknown as EntityManager
const diskFull = Object.assign(new Error('no space left on device'), { code: '53100' })
const serverGone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

forEachEngine((database) => {
  let account: { id: number; username: string }
  beforeEach(async () => {
    account = await addPerson(database(), 'member')
  })
  const session = 'crowfoot_session_3000'
  /** The same database, where nothing can be written any more. */
  const full = (): Database => ({ ...database(), em: () => writesFail(diskFull) })
  /** Nothing can be read either. */
  const gone = (): Database => ({
    ...full(),
    em: () => writesFail(serverGone),
    db: new Proxy(database().db, { get: failing(serverGone) }),
  })

  const isOut = async (person: Person) => (await person.get('/account')).status === 303

  describe.each([
    ['on a full disk', full],
    ['without the database', gone],
  ])('%s', (_, broken) => {
    it('takes the cookie off, and says that the session could not be ended', async () => {
      const person = await openBrowser(database(), appOf(broken()), account)
      const answer = await person.post('/logout')
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
      expect(person.cookies.has(session)).toBe(false)
      const well = await openBrowser(database(), appOf(database()), account)
      well.cookies.clear()
      for (const [name, value] of person.cookies) well.cookies.set(name, value)
      const page = await (await well.get('/')).text()
      expect(page).toContain('You are signed out in this browser. The server could not end the session')
      expect(await isOut(well)).toBe(true)
    })
  })

  it('goes on reading on a full disk after a change of role, which would bring a new token', async () => {
    const person = await openBrowser(database(), appOf(full()), account)
    await database().em().execute(`update sessions set stale_at = created_at where user_id = ${account.id}`)
    expect((await person.get('/account')).status).toBe(200)
    expect((await person.post('/logout')).status).toBe(303)
    expect(person.cookies.has(session)).toBe(false)
  })
})
