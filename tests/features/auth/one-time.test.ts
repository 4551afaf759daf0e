/** One-time passwords: good for one sign-in, for some days. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createUser, signIn } from '../../../src/features/auth/commands.ts'
import { hashPassword } from '../../../src/security/passwords/passwords.ts'
import { visitor } from '../../../src/security/rights/viewer.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { withoutFormKey } from '../../setup/form-page.ts'
import { openBrowser } from '../../setup/people.ts'

const password = 'abcd-efgh-jkmn-pqrs'
const better = 'nine tin boats drifting'
let passwordHash = ''
beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

forEachEngine((database) => {
  let count = 0
  /** An account with a one-time password that was given so many days ago. */
  async function somebody(days = 0) {
    const username = `newcomer${++count}`
    const id = await database()
      .em()
      .transactional((tx) => createUser(tx, { username, passwordHash, role: 'member' }))
    const given = new Date(Date.now() - days * 86_400_000 + 60_000).toISOString()
    await database().em().execute(`update users set password_given_at = '${given}' where id = ${id}`)
    return { id, username }
  }
  const browser = (settings: Record<string, string> = {}) => new Browser(appOf(database(), settings))

  it('ends with its first use: whoever is in chooses another, and nobody else comes in', async () => {
    const { username } = await somebody()
    const first = browser()
    expect((await first.signIn(username, password)).status).toBe(303)
    const second = await browser().signIn(username, password)
    expect([second.status, await second.text()]).toEqual([
      422,
      expect.stringContaining(
        'This one-time password has ended: it works once, within 7 days. Ask for a new one.',
      ),
    ])
    expect((await first.post('/account/password', { new_password: better })).status).toBe(303)
    expect((await browser().signIn(username, better)).status).toBe(303)
    expect((await browser().signIn(username, better)).status).toBe(303)
  })

  it("is taken with a space beside it, as it may be copied; a password of one's own is not", async () => {
    const { username } = await somebody()
    const first = browser()
    expect((await first.signIn(username, ` ${password}\t`)).status).toBe(303)
    expect((await first.post('/account/password', { new_password: better })).status).toBe(303)
    expect((await browser().signIn(username, ` ${better}`)).status).toBe(422)
  })

  it('lets only one of two in who come at once', async () => {
    const { username } = await somebody()
    const answers = await Promise.all(
      [1, 2].map((each) =>
        new Browser(appOf(database()), { address: `192.0.2.${each}` }).signIn(username, password),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
  })

  it('ends after seven days, or as many as the setting says', async () => {
    expect((await browser().signIn((await somebody(6)).username, password)).status).toBe(303)
    expect((await browser().signIn((await somebody(8)).username, password)).status).toBe(422)
    const longer = browser({ ONE_TIME_PASSWORD_DAYS: '30' })
    expect((await longer.signIn((await somebody(8)).username, password)).status).toBe(303)
  })

  it('says so only to whoever types it: a wrong one gets the words that a stranger gets', async () => {
    const { username } = await somebody(8)
    const [known, unknown] = await Promise.all(
      [username, 'nobody at all'].map(async (name) =>
        withoutFormKey(await (await browser().signIn(name, 'wrong')).text()).replaceAll(name, 'NAME'),
      ),
    )
    expect(known).toBe(unknown)
  })

  it('is not used up by a browser that has gone, as the first of a double click', async () => {
    const { username } = await somebody()
    const caller = { address: '192.0.2.1', userAgent: '', viewer: visitor(true), oneTimePasswordDays: 7 }
    const gone = signIn(
      database().db,
      database().em(),
      { username, password, next: undefined },
      {
        ...caller,
        signal: AbortSignal.abort(),
      },
    )
    await expect(gone).rejects.toMatchObject({ status: 503 })
    expect((await browser().signIn(username, password)).status).toBe(303)
  })

  describe('choosing another', () => {
    it('is throttled like a sign-in, where the one-time password is typed as the new one', async () => {
      const person = await openBrowser(database(), appOf(database()), await somebody())
      const choose = (new_password: string) => person.post('/account/password', { new_password })
      for (let index = 0; index < 10; index++) expect((await choose(password)).status).toBe(422)
      const stopped = await choose(better)
      expect([stopped.status, stopped.headers.has('retry-after')]).toEqual([429, true])
      expect(await stopped.text()).toContain('id="new_password-error"')
    })

    it('counts nobody who thinks of weak ones', async () => {
      const person = await openBrowser(database(), appOf(database()), await somebody())
      const choose = (new_password: string) => person.post('/account/password', { new_password })
      for (let index = 0; index < 11; index++) expect((await choose('password1')).status).toBe(422)
      expect((await choose(better)).status).toBe(303)
    })
  })
})
