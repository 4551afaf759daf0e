/** What happens to an account between the check of its password and what the check was for. A hash takes long enough for that. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createUser } from '../../../src/features/auth/commands.ts'
import { hashPassword } from '../../../src/security/passwords/passwords.ts'
import type * as passwords from '../../../src/security/passwords/passwords.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { openBrowser } from '../../setup/people.ts'
import type { Person } from '../../setup/people.ts'

/** What somebody else does in the moment after a password was found to be right. */
let meanwhile: (() => Promise<unknown>) | undefined
vi.mock('../../../src/security/passwords/passwords.ts', async (original) => {
  const real = await original<typeof passwords>()
  return {
    ...real,
    async verifyPassword(password: string, hash: string) {
      const matches = await real.verifyPassword(password, hash)
      await meanwhile?.()
      meanwhile = undefined
      return matches
    },
  }
})

const password = 'seven grey herons wading'
const better = 'nine tin boats drifting'
let hash = ''
let other = ''
beforeAll(async () => {
  hash = await hashPassword(password)
  other = await hashPassword('what the administrator hands out')
})
beforeEach(() => {
  meanwhile = undefined
})

forEachEngine((database) => {
  let count = 0
  async function somebody(passwordChosen = true): Promise<Person> {
    const username = `overtaken${++count}`
    const email = `${username}@example.org`
    const user = { username, email, passwordHash: hash, role: 'member', passwordChosen }
    const id = await database()
      .em()
      .transactional((tx) => createUser(tx, user))
    return openBrowser(database(), appOf(database()), { id, username })
  }
  const em = () => database().em()
  /** As `resetPassword` does it, but for the hash that is ready. */
  const reset = (id: number) => async () => {
    await em().execute('update users set password_hash = ?, password_chosen_at = null where id = ?', [
      other,
      id,
    ])
    await em().execute('delete from sessions where user_id = ?', [id])
  }
  const disable = (id: number) => () =>
    em().execute('update users set disabled_at = ? where id = ?', [new Date().toISOString(), id])
  const remove = (id: number) => () => em().execute('delete from users where id = ?', [id])
  const endSessions = (id: number) => () => em().execute('delete from sessions where user_id = ?', [id])
  const sessionsOf = (id: number) =>
    database().db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()
  const userOf = (id: number) =>
    database().db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

  describe('a sign-in', () => {
    it.each([
      ['its password was reset', reset],
      ['it was closed', disable],
      ['it was deleted', remove],
    ])(
      'does not open an account when %s meanwhile, and says what it says of a wrong password',
      async (_, does) => {
        const { id, username } = await somebody()
        await endSessions(id)()
        meanwhile = does(id)
        const browser = new Browser(appOf(database()))
        const answer = await browser.signIn(username, password)
        expect(answer.status).toBe(422)
        expect(await answer.text()).toContain('do not open an account')
        expect(browser.cookies.has('crowfoot_session_3000')).toBe(false)
        expect(await sessionsOf(id)).toEqual([])
      },
    )
  })

  const changes: [what: string, path: string, fields: Record<string, string>][] = [
    ['a new password', '/account/password', { current_password: password, new_password: better }],
    ['a new address', '/account', { current_password: password, email: 'taken-over@example.org' }],
    ['a deletion', '/account/deletions', { current_password: password }],
  ]
  describe.each(changes)('%s', (_what, path, fields) => {
    it.each([
      ['the password was reset', reset],
      ['the account was closed', disable],
      ['the account was deleted', remove],
      ['the session was ended', endSessions],
    ])('is not made when %s meanwhile', async (_, does) => {
      const person = await somebody()
      let after: Awaited<ReturnType<typeof userOf>>
      meanwhile = async () => {
        await does(person.id)()
        after = await userOf(person.id)
      }
      const answer = await person.post(path, fields)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
      expect(await userOf(person.id)).toEqual(after)
    })
  })

  it('does not let an old sign-in choose the first password of an account that was reset meanwhile', async () => {
    const person = await somebody(false)
    meanwhile = reset(person.id)
    const answer = await person.post('/account/password', { new_password: better })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
    expect((await userOf(person.id))?.password_hash).toBe(other)
  })
})
