/** One's own account: password, address, sessions, and leaving. */
import { beforeAll, describe, expect, it } from 'vitest'
import { counted } from '../../../src/rules/words.ts'
import { domain } from '../../../src/domain.ts'
import { createUser } from '../../../src/features/auth/commands.ts'
import { hashPassword } from '../../../src/security/passwords/passwords.ts'
import { lifetime } from '../../../src/security/sessions/session.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson, openBrowser } from '../../setup/people.ts'
import type { Person } from '../../setup/people.ts'

const password = 'seven grey herons wading'
const better = 'nine tin boats drifting'
let hash = ''
beforeAll(async () => {
  hash = await hashPassword(password)
})

forEachEngine((database) => {
  let count = 0
  /** A new account with a password that is known, in one browser. */
  async function somebody(role = 'member', passwordChosen = true): Promise<Person> {
    const username = `person${++count}`
    const id = await database()
      .em()
      .transactional((tx) =>
        createUser(tx, {
          username,
          email: `${username}@example.org`,
          passwordHash: hash,
          role,
          passwordChosen,
        }),
      )
    return openBrowser(database(), appOf(database()), { id, username })
  }
  const again = (person: Person) => openBrowser(database(), appOf(database()), person)
  const visitor = () => new Browser(appOf(database()))
  const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200

  describe('the password', () => {
    it('is changed for whoever knows it; all other sessions end, and this one goes on under a new token', async () => {
      const here = await somebody()
      const there = await again(here)
      const before = here.cookies.get('crowfoot_session_3000')
      const response = await here.post('/account/password', {
        current_password: password,
        new_password: better,
      })
      expect(response.headers.get('location')).toBe('/account')
      expect(here.cookies.get('crowfoot_session_3000')).not.toBe(before)
      expect(await isIn(here)).toBe(true)
      expect(await isIn(there)).toBe(false)
      const copy = visitor()
      copy.cookies.set('crowfoot_session_3000', before!)
      expect(await isIn(copy)).toBe(false)
      expect((await visitor().signIn(here.username, password)).status).toBe(422)
      expect((await visitor().signIn(here.username, better)).status).toBe(303)
    })

    it.each([
      ['current_password', { current_password: 'wrong', new_password: better }],
      ['current_password', { new_password: better }],
      ['new_password', { current_password: password, new_password: 'password1' }],
      ['new_password', { current_password: password, new_password: 'short' }],
      ['new_password', { current_password: password, new_password: 'x'.repeat(129) }],
      ['new_password', { current_password: password }],
    ])('is not changed, with a message at %s, by %j', async (field, fields) => {
      const browser = await somebody()
      const response = await browser.post('/account/password', fields)
      expect(response.status).toBe(422)
      expect(await response.text()).toContain(`id="${field}-error"`)
      expect((await visitor().signIn(browser.username, password)).status).toBe(303)
    })

    it('is refused for all that is wrong at once: a corrected mistake is not followed by the next', async () => {
      const browser = await somebody()
      const response = await browser.post('/account/password', {
        current_password: 'wrong',
        new_password: 'short',
      })
      const html = await response.text()
      expect(html).toContain('Fix 2 problems')
      expect(html).toMatch(/id="current_password-error"[^]*id="new_password-error"/)
    })

    it('is asked for again where the other one was wrong, for neither is sent back', async () => {
      const browser = await somebody()
      const response = await browser.post('/account/password', {
        current_password: 'wrong',
        new_password: better,
      })
      expect(await response.text()).toMatch(/id="new_password-hint">Type it again/)
    })

    it('cannot be found out by somebody at the desk: after ten wrong ones no more are looked at', async () => {
      const browser = await somebody()
      const statuses = []
      for (let index = 0; index < 12; index++) {
        statuses.push(
          (
            await browser.post('/account/password', {
              current_password: `wrong ${index}`,
              new_password: better,
            })
          ).status,
        )
      }
      expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429])
    })

    it('is not counted as a wrong one when it is right, whatever else is refused', async () => {
      const browser = await somebody()
      for (let index = 0; index < 12; index++) {
        const weak = { current_password: password, new_password: 'password' }
        expect((await browser.post('/account/password', weak)).status).toBe(422)
      }
      const good = { current_password: password, new_password: better }
      expect((await browser.post('/account/password', good)).status).toBe(303)
    })

    it('given once is replaced by one’s own before anything else opens', async () => {
      const username = `pupil${++count}`
      await database()
        .em()
        .transactional((tx) =>
          createUser(tx, { username, email: `${username}@example.org`, passwordHash: hash, role: 'member' }),
        )
      const browser = visitor()
      await browser.signIn(username, password)
      expect((await browser.get('/items')).headers.get('location')).toBe('/account/password?next=%2Fitems')
      expect((await browser.get('/items', { accept: 'application/json' })).status).toBe(403)
      const kept = await browser.post('/account/password', { new_password: password })
      expect([kept.status, await kept.text()]).toEqual([422, expect.stringContaining('one-time password')])
      expect(
        (await browser.post('/account/password', { new_password: better })).headers.get('location'),
      ).toBe('/')
      expect(await isIn(browser)).toBe(true)
    })
  })

  describe('the first password of one’s own', () => {
    const pupil = () => somebody('member', false)

    it('leads on to the page that was asked for, through a mistake too', async () => {
      const browser = await pupil()
      const asked = await browser.get('/items?q=a+b&sort=year')
      const door = asked.headers.get('location') ?? ''
      expect(door).toBe('/account/password?next=%2Fitems%3Fq%3Da%2Bb%26sort%3Dyear')
      const next = '/items?q=a+b&sort=year'
      const hidden = `name="next" value="${next.replace('&', '&amp;')}"`
      expect(await (await browser.get(door)).text()).toContain(hidden)
      const refused = await browser.post('/account/password', { new_password: 'short', next })
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(hidden)])
      const chosen = await browser.post('/account/password', { new_password: better, next })
      expect(chosen.headers.get('location')).toBe(next)
    })

    it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'x'.repeat(3000), ''])(
      'leads to the front page where the next one is %j',
      async (next) => {
        const browser = await pupil()
        const page = await browser.get(`/account/password?next=${encodeURIComponent(next)}`)
        expect(await page.text()).not.toContain('name="next"')
        const chosen = await browser.post('/account/password', { new_password: better, next })
        expect(chosen.headers.get('location')).toBe('/')
      },
    )

    it('does not lead back to a form that was sent', async () => {
      const browser = await pupil()
      expect((await browser.post('/items', { title: 'x' })).headers.get('location')).toBe('/account/password')
    })
  })

  describe('the e-mail address', () => {
    it('is changed for whoever knows the password', async () => {
      const browser = await somebody()
      const email = `${browser.username}@new.example.org`
      expect(
        (await browser.post('/account', { email, current_password: password })).headers.get('location'),
      ).toBe('/account')
      expect(await (await browser.get('/account')).text()).toContain(email)
      expect((await visitor().signIn(email, password)).status).toBe(303)
    })

    it('of somebody else is refused, and so is one that is none', async () => {
      const [browser, other] = [await somebody(), await somebody()]
      for (const email of [`${other.username.toUpperCase()}@Example.org`, 'none', '']) {
        const response = await browser.post('/account', { email, current_password: password })
        expect(response.status).toBe(422)
        expect(await response.text()).toContain('id="email-error"')
      }
    })

    it('is not changed without the password', async () => {
      const browser = await somebody()
      expect(
        (await browser.post('/account', { email: 'x@example.org', current_password: 'wrong' })).status,
      ).toBe(422)
      expect((await browser.post('/account', { email: 'x@example.org' })).status).toBe(422)
      expect(
        await database().db.selectFrom('users').select('id').where('email', '=', 'x@example.org').execute(),
      ).toEqual([])
    })
  })

  describe('the sessions', () => {
    it('are listed with device, first and last use, and ended one by one or all but this one', async () => {
      const here = await somebody()
      const [second, third] = [await again(here), await again(here)]
      const html = await (await here.get('/account/sessions')).text()
      const numbers = [...html.matchAll(/name="session" value="(\d+)"/g)].map(([, number]) => number!)
      expect(numbers).toHaveLength(2)
      expect(html).toContain('This browser')
      await here.post('/account/sessions', { session: numbers[0]! })
      expect([await isIn(second), await isIn(third)].filter(Boolean)).toHaveLength(1)
      await here.post('/account/sessions', { session: 'others' })
      expect([await isIn(here), await isIn(second), await isIn(third)]).toEqual([true, false, false])
    })

    it('of somebody else are neither shown nor ended', async () => {
      const [here, other] = [await somebody(), await somebody()]
      const [row] = await database()
        .db.selectFrom('sessions')
        .select('id')
        .where('user_id', '=', other.id)
        .execute()
      expect(await (await here.get('/account/sessions')).text()).not.toContain(`value="${row!.id}"`)
      await here.post('/account/sessions', { session: String(row!.id) })
      expect(await isIn(other)).toBe(true)
    })

    it.each(['', 'all', '0', '-1', '1.5', '99999999999999999999'])('are not ended by %j', async (session) => {
      const here = await somebody()
      const there = await again(here)
      expect((await here.post('/account/sessions', { session })).status).toBe(422)
      expect(await isIn(there)).toBe(true)
    })

    it('end when they were not used for long, and in any case after a month', async () => {
      for (const [column, since] of [
        ['last_used_at', lifetime.idle],
        ['expires_at', 0],
      ] as const) {
        const browser = await somebody()
        const moment = new Date(Date.now() - since - 1000).toISOString()
        await database()
          .em()
          .execute(`update sessions set ${column} = ? where user_id = ?`, [moment, browser.id])
        expect(await isIn(browser)).toBe(false)
      }
    })

    it('note their last use, though not at each request', async () => {
      const browser = await somebody()
      const old = new Date(Date.now() - 120_000).toISOString()
      const read = async () =>
        (
          await database()
            .db.selectFrom('sessions')
            .select('last_used_at')
            .where('user_id', '=', browser.id)
            .execute()
        )[0]!.last_used_at
      await database()
        .em()
        .execute('update sessions set last_used_at = ? where user_id = ?', [old, browser.id])
      await browser.get('/account')
      await expect.poll(read).not.toBe(old)
      const noted = await read()
      await browser.get('/account')
      expect(await read()).toBe(noted)
    })
  })

  describe('leaving', () => {
    it('deletes the account and its sessions, and leaves its items without the name', async () => {
      const browser = await somebody()
      const em = database().em()
      await em.execute("insert into item_types (name, name_key, description) values (?, ?, '')", [
        `t${browser.id}`,
        `t${browser.id}`,
      ])
      await em.execute(
        `insert into items (title, title_key, item_type_id, created_by, created_at, updated_at) select 'Kept', 'kept', max(id), ${browser.id}, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from item_types`,
      )
      expect(await (await browser.get('/account')).text()).toContain(counted(1, domain.item))
      expect((await browser.post('/account/deletions', { current_password: 'wrong' })).status).toBe(422)
      const response = await browser.post('/account/deletions', { current_password: password })
      expect([response.status, browser.cookies.has('crowfoot_session_3000')]).toEqual([303, false])
      expect(await (await browser.get('/')).text()).toContain('Your account is deleted')
      expect((await visitor().signIn(browser.username, password)).status).toBe(422)
      const items = await database()
        .db.selectFrom('items')
        .select(['title', 'created_by'])
        .where('title', '=', 'Kept')
        .execute()
      expect(items.at(-1)).toEqual({ title: 'Kept', created_by: null })
    })

    it('is not for the last administrator', async () => {
      const browser = await somebody('admin')
      await database()
        .em()
        .execute(
          "update users set disabled_at = created_at where id <> ? and role_id = (select id from roles where name = 'admin')",
          [browser.id],
        )
      const response = await browser.post('/account/deletions', { current_password: password })
      expect([response.status, await response.text()]).toEqual([
        409,
        expect.stringContaining('Make another person an administrator first'),
      ])
      await addPerson(database(), 'admin')
      expect((await browser.post('/account/deletions', { current_password: password })).status).toBe(303)
    })
  })

  it('takes no field that a form does not have, such as a role', async () => {
    const browser = await somebody()
    for (const [path, fields] of [
      ['/account', { email: 'y@example.org', current_password: password }],
      ['/account/password', { current_password: password, new_password: better }],
      ['/account/sessions', { session: 'others' }],
      ['/account/deletions', { current_password: password }],
    ] as const) {
      const response = await browser.post(path, { ...fields, role_id: '3' })
      expect([path, response.status]).toEqual([path, 422])
    }
    const [user] = await database()
      .db.selectFrom('users')
      .innerJoin('roles', 'roles.id', 'users.role_id')
      .select('roles.name')
      .where('users.id', '=', browser.id)
      .execute()
    expect(user?.name).toBe('member')
  })
})
