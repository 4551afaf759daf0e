/** Signing in and out and making an account, as a browser does it, with friendly and unfriendly people. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createUser } from '../../../src/features/auth/commands.ts'
import { hashesStarted, hashPassword } from '../../../src/security/passwords/passwords.ts'
import { recordQueries } from '../../../src/db/engine/query-log.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { withoutFormKey } from '../../setup/form-page.ts'
import { addPerson, openBrowser } from '../../setup/people.ts'

const password = 'seven grey herons wading'

forEachEngine((database) => {
  beforeAll(async () => {
    const passwordHash = await hashPassword(password)
    await database()
      .em()
      .transactional(async (tx) => {
        for (const username of ['Ada', 'Closed', 'Hopper']) {
          await createUser(tx, {
            username,
            email: `${username}@example.org`,
            passwordHash,
            role: 'member',
            passwordChosen: true,
          })
        }
      })
    await database().em().execute("update users set disabled_at = created_at where username = 'Closed'")
  })

  const visitor = (address = '192.0.2.1') => new Browser(appOf(database()), { address })
  const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200

  describe('signing in', () => {
    it.each(['Ada', 'ada', ' ADA ', 'ada@example.org', 'ADA@Example.ORG'])('takes %j', async (name) => {
      const browser = visitor()
      const response = await browser.signIn(name, password)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
      expect(await isIn(browser)).toBe(true)
    })

    it('sets a cookie that no script reads and no foreign form sends, and under https one that no other site can set', async () => {
      const [plain] = (await visitor().signIn('ada', password)).headers.getSetCookie()
      expect(plain).toMatch(/^crowfoot_session_3000=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
      const base = 'https://catalogue.example.org'
      const secure = new Browser(appOf(database(), { BASE_URL: base }), { base })
      const response = await secure.signIn('ada', password)
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^__Host-crowfoot_session_443=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      )
      expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/)
      expect(await isIn(secure)).toBe(true)
      // The name without `__Host-` a neighbouring site could set: under https it opens nothing.
      const set = new Browser(appOf(database(), { BASE_URL: base }), { base })
      set.cookies.set('crowfoot_session_3000', secure.cookies.get('__Host-crowfoot_session_443')!)
      expect(await isIn(set)).toBe(false)
    })

    it('says on the next page that it was done, once', async () => {
      const browser = visitor()
      await browser.signIn('ada', password)
      const said = () => browser.get('/').then((response) => response.text())
      expect(await said()).toContain('aria-label="You are signed in"')
      expect(await said()).not.toContain('You are signed in')
    })

    it('leads to the page that was asked for, and never to another site', async () => {
      const asked = await visitor().get('/account/sessions?page=2')
      expect(asked.headers.get('location')).toBe('/login?next=%2Faccount%2Fsessions%3Fpage%3D2')
      for (const [next, goes] of [
        ['/account/sessions?page=2', '/account/sessions?page=2'],
        ['//evil.example', '/'],
        ['/\\evil.example', '/'],
        ['https://evil.example', '/'],
      ] as const) {
        const browser = visitor()
        expect(
          (await browser.post('/login', { username: 'ada', password, next })).headers.get('location'),
        ).toBe(goes)
        expect((await browser.get(`/login?next=${encodeURIComponent(next)}`)).headers.get('location')).toBe(
          goes,
        )
      }
      expect(await (await visitor().get('/login?next=//evil.example')).text()).not.toContain('evil')
    })

    it('gives everybody who cannot come in the same words and the same status', async () => {
      const answers = await Promise.all(
        ['nobody', 'Ada', 'Closed', 'nobody@example.org'].map(async (name) => {
          const response = await visitor('192.0.2.2').post('/login', {
            username: name,
            password: name === 'Closed' ? password : 'wrong',
          })
          const html = await response.text()
          return [response.status, withoutFormKey(html).replaceAll(name, 'NAME')]
        }),
      )
      expect(answers[0]?.[0]).toBe(422)
      for (const answer of answers) expect(answer).toEqual(answers[0])
    })

    it('takes the same steps for all of them: as many queries, and one hash', async () => {
      const steps = async (name: string, typed: string) => {
        const before = hashesStarted()
        const { queries } = await recordQueries(() =>
          visitor('192.0.2.3').post('/login', { username: name, password: typed }),
        )
        return { queries: queries.map(({ sql }) => sql), hashes: hashesStarted() - before }
      }
      const unknown = await steps('nobody', 'wrong')
      expect(unknown.hashes).toBe(1)
      expect(await steps('Hopper', 'wrong')).toEqual(unknown)
      expect(await steps('Closed', password)).toEqual(unknown)
    })

    it('refuses a form with a field that it does not have, or one sent twice, and says which', async () => {
      const browser = visitor()
      const response = await browser.post('/login', { username: 'ada', password, role_id: '3' })
      expect(response.status).toBe(422)
      expect(await response.text()).toContain('role_id')
      expect((await browser.post('/login', { username: ['ada', 'hopper'], password })).status).toBe(422)
      expect(browser.cookies.has('crowfoot_session_3000')).toBe(false)
    })

    it('does not give a typed password back', async () => {
      const response = await visitor().post('/login', { username: 'ada', password: 'a secret of mine' })
      expect(await response.text()).not.toContain('a secret of mine')
    })

    it.each([
      [
        'multipart that breaks off',
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nada',
        400,
      ],
      ['multipart without its boundary', 'multipart/form-data', 'username=ada', 400],
      ['JSON', 'application/json', '{"username":"ada"', 415],
      ['no type', '', 'username=ada', 415],
      [
        'a file in place of a name',
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="username"; filename="a\u00e9.txt"\r\n\r\nada\r\n--x--\r\n',
        400,
      ],
      [
        'a form that is too large',
        'application/x-www-form-urlencoded',
        `username=${'x'.repeat(1_100_000)}`,
        413,
      ],
      ['letters that are none', 'application/x-www-form-urlencoded', 'username=%00&password=%1b', 422],
      ['bytes that are no letters', 'application/x-www-form-urlencoded', 'username=%ff&password=x', 400],
    ])('answers %s with a mistake of the client, not of ours', async (_, type, body, status) => {
      const headers = { origin: 'http://127.0.0.1:3000', ...(type && { 'content-type': type }) }
      const response = await visitor().send('/login', {
        method: 'POST',
        body: new TextEncoder().encode(body),
        headers,
      })
      expect(response.status).toBe(status)
    })

    it('makes a weak hash stronger', async () => {
      const old = '$argon2id$v=19$m=1024,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$'
      const { argon2Sync } = await import('node:crypto')
      const tag = argon2Sync('argon2id', {
        message: password,
        nonce: Buffer.from('saltsaltsaltsalt'),
        tagLength: 32,
        memory: 1024,
        passes: 1,
        parallelism: 1,
      })
      await database()
        .em()
        .execute("update users set password_hash = ? where username = 'Hopper'", [
          old + tag.toString('base64').replace(/=+$/, ''),
        ])
      expect((await visitor().signIn('hopper', password)).status).toBe(303)
      const [user] = await database()
        .db.selectFrom('users')
        .select('password_hash')
        .where('username', '=', 'Hopper')
        .execute()
      expect(user?.password_hash).toMatch(/m=19456,t=2,p=1/)
      expect((await visitor().signIn('hopper', password)).status).toBe(303)
    })
  })

  describe('a session', () => {
    it('is another after signing in, so that one prepared by somebody else opens nothing', async () => {
      const victim = visitor()
      const prepared = 'A'.repeat(43)
      victim.cookies.set('crowfoot_session_3000', prepared)
      await victim.signIn('ada', password)
      expect(victim.cookies.get('crowfoot_session_3000')).not.toBe(prepared)
      const attacker = visitor()
      attacker.cookies.set('crowfoot_session_3000', prepared)
      expect(await isIn(attacker)).toBe(false)
    })

    it('of the browser’s last person ends when the next signs in', async () => {
      const browser = visitor()
      await browser.signIn('ada', password)
      const first = browser.cookies.get('crowfoot_session_3000')!
      await browser.signIn('hopper', password)
      const other = visitor()
      other.cookies.set('crowfoot_session_3000', first)
      expect(await isIn(other)).toBe(false)
    })

    it('opens nothing after signing out, in this browser or from a copy of its cookie', async () => {
      const browser = visitor()
      await browser.signIn('ada', password)
      const copy = visitor()
      copy.cookies.set('crowfoot_session_3000', browser.cookies.get('crowfoot_session_3000')!)
      const response = await browser.post('/logout')
      expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
      expect(browser.cookies.has('crowfoot_session_3000')).toBe(false)
      expect(await isIn(copy)).toBe(false)
    })

    it('ends by the button alone: a form with fields was changed on the way', async () => {
      const browser = visitor()
      await browser.signIn('ada', password)
      expect((await browser.post('/logout', { role_id: '3' })).status).toBe(422)
      expect(await isIn(browser)).toBe(true)
    })

    it('ends in the same moment in which it gets a new token, by signing out or by another person’s sign-in', async () => {
      for (const leave of [
        (browser: Browser) => browser.post('/logout'),
        (browser: Browser) => browser.signIn('hopper', password),
      ]) {
        const person = await addPerson(database(), 'member')
        const browser = await openBrowser(database(), appOf(database()), person)
        await database()
          .em()
          .execute('update sessions set stale_at = created_at where user_id = ?', [person.id])
        const answer = await leave(browser)
        const tokens = answer.headers
          .getSetCookie()
          .filter((cookie) => cookie.startsWith('crowfoot_session_3000='))
        expect(tokens).toHaveLength(2)
        const left = database().db.selectFrom('sessions').select('id').where('user_id', '=', person.id)
        expect(await left.execute()).toEqual([])
      }
    })

    it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(44), "' or 1=1 --", '%00', 'é'.repeat(43)])(
      'is not opened by the cookie %j',
      async (cookie) => {
        const browser = visitor()
        browser.cookies.set('crowfoot_session_3000', cookie)
        expect(await isIn(browser)).toBe(false)
      },
    )

    it('is not opened by what the database keeps of it', async () => {
      await visitor().signIn('ada', password)
      const [row] = await database()
        .db.selectFrom('sessions')
        .select('token_hash')
        .orderBy('id', 'desc')
        .limit(1)
        .execute()
      const thief = visitor()
      thief.cookies.set('crowfoot_session_3000', row!.token_hash)
      expect(await isIn(thief)).toBe(false)
    })

    it('ends when the account is closed', async () => {
      const person = await addPerson(database(), 'member')
      const browser = await openBrowser(database(), appOf(database()), person)
      expect(await isIn(browser)).toBe(true)
      await database().em().execute('update users set disabled_at = created_at where id = ?', [person.id])
      expect(await isIn(browser)).toBe(false)
    })

    it('keeps what it shows out of every cache', async () => {
      const browser = visitor()
      await browser.signIn('ada', password)
      for (const path of ['/', '/items', '/account', '/nowhere']) {
        expect((await browser.get(path)).headers.get('cache-control')).toMatch(/no-store/)
      }
      expect((await visitor().get('/types')).headers.get('vary')).toMatch(/cookie/)
    })
  })

  describe('registering', () => {
    it('says at once all that is wrong: the name, the address and the password', async () => {
      const first = { username: 'Taken', email: 'taken@example.org', password: 'four grey herons wading' }
      const browser = visitor()
      expect((await browser.post('/register', first)).status).toBe(303)
      expect(await (await browser.get('/')).text()).toContain('Your account is made')
      expect(await (await browser.get('/')).text()).not.toContain('Your account is made')
      const answer = await visitor().post('/register', { ...first, username: 'TAKEN', password: 'password1' })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      for (const field of ['username', 'email', 'password']) expect(html).toContain(`id="${field}-error"`)
      expect(html).toContain('<title>Not done: Register · ')
    })

    const form = { username: 'Mary', email: 'mary@example.org', password: 'nine tin boats drifting' }

    it('makes a member and signs them in', async () => {
      const browser = visitor()
      expect((await browser.post('/register', form)).status).toBe(303)
      expect(await isIn(browser)).toBe(true)
      const [user] = await database()
        .db.selectFrom('users')
        .innerJoin('roles', 'roles.id', 'users.role_id')
        .select(['roles.name', 'email_key', 'password_chosen_at'])
        .where('username', '=', 'Mary')
        .execute()
      expect(user).toMatchObject({
        name: 'member',
        email_key: 'mary@example.org',
        password_chosen_at: expect.any(String),
      })
    })

    it.each([
      ['username', { ...form, username: 'mary', email: 'other@example.org' }],
      ['email', { ...form, username: 'Other', email: 'Mary@Example.org' }],
      ['username', { ...form, username: 'a@b' }],
      ['username', { ...form, username: ' ' }],
      ['username', { ...form, username: 'x'.repeat(65) }],
      ['email', { ...form, email: 'no address' }],
      ['password', { ...form, username: 'New', email: 'new@example.org', password: 'password1' }],
      ['password', { ...form, username: 'New', email: 'new@example.org', password: 'x'.repeat(129) }],
    ])('says at the field %s what is wrong, with what was typed', async (field, fields) => {
      const response = await visitor().post('/register', fields)
      const html = await response.text()
      expect(response.status).toBe(422)
      expect(html).toContain(`id="${field}-error"`)
      expect(html).toContain(`value="${fields.email}"`)
      expect(html).not.toContain(fields.password)
    })

    it('ends the session of whoever was signed in there before', async () => {
      const browser = visitor()
      await browser.signIn('ada', password)
      const copy = visitor()
      copy.cookies.set('crowfoot_session_3000', browser.cookies.get('crowfoot_session_3000')!)
      const newcomer = { ...form, username: 'Newcomer', email: 'newcomer@example.org' }
      expect((await browser.post('/register', newcomer)).status).toBe(303)
      expect([await isIn(browser), await isIn(copy)]).toEqual([true, false])
    })

    it('takes no role, no permission and no date: the form has none', async () => {
      for (const field of [
        'role_id',
        'role',
        'permissions',
        'created_at',
        'password_hash',
        '__proto__',
        'constructor',
      ]) {
        const response = await visitor().post('/register', {
          ...form,
          username: 'Sneaky',
          email: 'sneaky@example.org',
          [field]: '3',
        })
        expect([field, response.status]).toEqual([field, 422])
      }
      expect(
        await database().db.selectFrom('users').select('id').where('username', '=', 'Sneaky').execute(),
      ).toEqual([])
    })

    it('is not there where registration is closed, and nothing leads to it', async () => {
      const browser = new Browser(appOf(database(), { REGISTRATION: 'closed' }))
      expect((await browser.get('/register')).status).toBe(404)
      expect(
        (await browser.post('/register', { ...form, username: 'Late', email: 'late@example.org' })).status,
      ).toBe(404)
      expect(await (await browser.get('/login')).text()).not.toContain('/register')
    })
  })
})
