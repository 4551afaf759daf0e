/** The accounts as an administrator manages them, and what others cannot do to them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { appOf, Browser } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { addPerson, openBrowser, signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'

forEachEngine((database) => {
  const roleIds: Record<string, string> = {}
  let admin: Person
  beforeAll(async () => {
    for (const { id, name } of await database().db.selectFrom('roles').select(['id', 'name']).execute())
      roleIds[name] = String(id)
    admin = await signedIn(database(), appOf(database()), 'admin')
  })

  const person = (role: string) => signedIn(database(), appOf(database()), role)
  const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200
  const roleOf = async (id: number) => {
    const [user] = await database()
      .db.selectFrom('users')
      .innerJoin('roles', 'roles.id', 'users.role_id')
      .select('roles.name')
      .where('users.id', '=', id)
      .execute()
    return user?.name
  }
  const oneTimePasswords = (html: string) =>
    [...html.matchAll(/<code id="[^"]+">((?:[a-z2-9]{4}-){3}[a-z2-9]{4})<\/code>/g)].map(
      ([, found]) => found!,
    )

  it('keep what was chosen in a form that is refused', async () => {
    const fields = { role_id: roleIds.staff!, disabled: 'true' }
    const refused = await admin.post(`/admin/users/${admin.id}`, fields)
    expect(refused.status).toBe(409)
    const html = await refused.text()
    expect(html).toContain('There must always be someone who can manage accounts')
    expect(html.match(/<option[^>]*selected[^>]*>/g)).toEqual([
      expect.stringContaining(`value="${roleIds.staff!}"`),
    ])
    expect(html.match(/<input[^>]*checked[^>]*>/g)).toEqual([expect.stringContaining('value="true"')])
    expect(await roleOf(admin.id)).toBe('admin')
  })

  it('are found by a part of the name or address, without regard to case and accents, and by role', async () => {
    await addPerson(database(), 'staff', 'Émile Zola')
    await addPerson(database(), 'member', 'percent%')
    const search = async (query: string) =>
      (await (await admin.get(`/admin/users?${query}`)).text()).match(/<tbody>.*<\/tbody>/s)?.[0] ?? ''
    expect(await search('q=EMILE')).toContain('Émile Zola')
    expect(await search(`q=zola@EX`)).toContain('Émile Zola')
    expect(await search(`q=emile&role=${roleIds.member}`)).not.toContain('Émile Zola')
    expect(await search('q=%25')).toContain('percent%')
    expect(await search('q=%25')).not.toContain('Zola')
    expect((await admin.get('/admin/users?q=nobody-at-all&page=0&role=x')).status).toBe(200)
  })

  it('are changed by the rights of the moment in which the form has come whole', async () => {
    const slow = await person('admin')
    const role_id = roleIds.admin!
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(`role_id=${role_id}&disabled=fals`))
        const fields = { role_id: roleIds.member!, disabled: 'false' }
        expect((await admin.post(`/admin/users/${slow.id}`, fields)).status).toBe(303)
        controller.enqueue(new TextEncoder().encode('e'))
        controller.close()
      },
    })
    const type = 'application/x-www-form-urlencoded'
    const headers = { origin: 'http://127.0.0.1:3000', 'content-type': type }
    const path = `/admin/users/${slow.id}`
    const held = { method: 'POST', body, duplex: 'half' as const, headers }
    expect((await slow.send(path, held)).status).toBe(403)
    expect(await roleOf(slow.id)).toBe('member')
  })

  it('are added with a one-time password that is shown once, in no cache, and must be changed', async () => {
    const response = await admin.post('/admin/users', {
      username: 'Added',
      email: 'added@example.org',
      role_id: roleIds.staff!,
    })
    expect(response.headers.get('cache-control')).toMatch(/no-store/)
    const [password = ''] = oneTimePasswords(await response.text())
    const browser = new Browser(appOf(database()))
    expect((await browser.signIn('added', password)).status).toBe(303)
    expect((await browser.get('/items')).headers.get('location')).toBe('/account/password?next=%2Fitems')
    expect(await (await admin.get('/admin/users?q=added')).text()).not.toContain(password)
  })

  /** The part of a page that takes the focus: what it is called, and what stands in it. */
  const focused = (html: string) =>
    /<div class="page-notice[^"]*" role="group" aria-label="([^"]*)" tabindex="-1" autofocus>(.*?)<\/div><\/div><\/div>/s
      .exec(html)
      ?.slice(1) ?? []

  it('say first what happened and that the password is shown only now, and lead on after it', async () => {
    const added = await admin.post('/admin/users', { username: 'Cleo', email: '', role_id: roleIds.member! })
    const ofClass = await admin.post('/admin/classes', { people: 'Clio\nClea' })
    const { id } = await addPerson(database(), 'member', 'Clem')
    const reset = await admin.post(`/admin/users/${id}/password`)
    for (const [response, news, names] of [
      [added, 'The account Cleo was added. This password is shown only now.', ['Cleo']],
      [ofClass, '2 accounts were added. These passwords are shown only now.', ['Clio', 'Clea']],
      [reset, 'Clem has a one-time password. This password is shown only now.', ['Clem']],
    ] as const) {
      const html = await response.text()
      const [name, words] = focused(html)
      expect([name, words]).toEqual([news, expect.stringContaining(`<p class="message-title">${news}</p>`)])
      expect(html.match(/ autofocus/g)).toHaveLength(1)
      const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
      expect(main.indexOf('<a ')).toBeGreaterThan(main.lastIndexOf('</code>'))
      const copied = [...main.matchAll(/<code id="([^"]+)">.*?<copy-button[^>]* for="\1" label="([^"]+)"/g)]
      expect(copied.map(([, , label]) => label)).toEqual(
        names.map((each) => `Copy the one-time password of ${each}`),
      )
      expect(new Set(copied.map(([, code]) => code)).size).toBe(names.length)
    }
  })

  it('are asked about before a one-time password is made, and say what each button does', async () => {
    const { id, username } = await addPerson(database(), 'member')
    const html = await (await admin.get(`/admin/users/${id}`)).text()
    const dialog = /<dialog[^>]* id="new-password".*?<\/dialog>/s.exec(html)?.[0] ?? ''
    expect(dialog).toContain(`Give ${username} a one-time password?`)
    expect(dialog).toContain('all sessions of the account end')
    expect(dialog).toContain(`action="/admin/users/${id}/password"`)
    expect(html.replace(dialog, '')).not.toContain(`action="/admin/users/${id}/password"`)
    const described = /aria-describedby="([^"]+)"[^>]*><span[^>]*>End all sessions/.exec(html)?.[1] ?? ''
    expect(html).toContain(`<p id="${described}">For a device that was lost. The password stays.</p>`)
    // What describes the question stands in it: of two with one name the first would be read, behind the dialog.
    const question = /^<dialog[^>]* aria-describedby="([^"]+)"/.exec(dialog)?.[1] ?? ''
    expect(dialog).toContain(` id="${question}"><p>The password in use stops working`)
  })

  it('say what was changed, and that nothing was', async () => {
    const { id } = await addPerson(database(), 'member')
    const saved = async (role: string, disabled: 'true' | 'false') => {
      const answer = await admin.post(`/admin/users/${id}`, { role_id: roleIds[role]!, disabled })
      expect(answer.status).toBe(303)
      return focused(await (await admin.get(answer.headers.get('location')!)).text())[0]
    }
    expect(await saved('member', 'false')).toBe('The account is as it was: nothing is changed')
    expect(await saved('member', 'true')).toBe('The account is closed, and its sessions have ended')
    expect(await saved('member', 'false')).toBe('The account is open again')
    expect(await saved('staff', 'false')).toBe('The account is changed')
  })

  it('of one’s own: one is warned, and told of it on a page that one may see', async () => {
    const warning = 'This is your own account'
    const other = await addPerson(database(), 'member')
    expect(await (await admin.get(`/admin/users/${other.id}`)).text()).not.toContain(warning)
    for (const [path, fields, news, to] of [
      ['', { role_id: roleIds.member!, disabled: 'false' }, 'Your account is changed', '/account'],
      ['', { role_id: roleIds.admin!, disabled: 'true' }, 'Your account is closed', '/account'],
      ['/sessions', {}, 'All your sessions have ended', '/account'],
      ['/deletions', {}, 'Your account is deleted', '/'],
    ] as const) {
      const own = await person('admin')
      expect(await (await own.get(`/admin/users/${own.id}`)).text()).toContain(warning)
      // With a key, as the page sends it: what came of the form is stored, though the account may be gone.
      const answer = await own.post(`/admin/users/${own.id}${path}`, { ...fields, form_key: `own${path}` })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, to])
      const next = await own.get(to)
      const shown = next.status === 303 ? await own.get(next.headers.get('location')!) : next
      expect([shown.status, focused(await shown.text())[0]]).toEqual([200, news])
    }
  })

  it('say in the title how many a search has found', async () => {
    await addPerson(database(), 'member', 'Wanda One')
    const titleOf = async (query: string) =>
      /<title>([^<]*)/.exec(await (await admin.get(`/admin/users?q=${query}`)).text())?.[1]
    expect(await titleOf('wanda')).toMatch(/^1 account found/)
    await addPerson(database(), 'member', 'Wanda Two')
    expect(await titleOf('wanda')).toMatch(/^2 accounts found/)
  })

  it.each([
    ['username', { username: 'added', email: '', role_id: '1' }],
    ['email', { username: 'Fresh', email: 'ADDED@example.org', role_id: '1' }],
    ['username', { username: 'a@b', email: '', role_id: '1' }],
    ['role_id', { username: 'Fresh', email: '', role_id: '' }],
    ['role_id', { username: 'Fresh', email: '', role_id: '77777' }],
    ['email', { username: 'Fresh', email: 'none', role_id: '1' }],
  ])('are not added with a mistake at %s: %j', async (field, fields) => {
    const response = await admin.post('/admin/users', fields)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(`id="${field}-error"`)
  })

  describe('a change of role', () => {
    it('works on the next request, under a new token; the other sessions end', async () => {
      const [here, there] = await (async () => {
        const first = await person('member')
        return [first, await openBrowser(database(), appOf(database()), first)] as const
      })()
      expect((await there.get('/admin/users')).status).toBe(403)
      const before = there.cookies.get('crowfoot_session_3000')!
      const response = await admin.post(`/admin/users/${here.id}`, {
        role_id: roleIds.admin!,
        disabled: 'false',
      })
      expect(response.headers.get('location')).toBe(`/admin/users/${here.id}`)
      expect((await there.get('/admin/users')).status).toBe(200)
      expect(there.cookies.get('crowfoot_session_3000')).not.toBe(before)
      expect((await there.get('/admin/users')).status).toBe(200)
      expect(await isIn(here)).toBe(false)
      const copy = new Browser(appOf(database()))
      copy.cookies.set('crowfoot_session_3000', before)
      expect(await isIn(copy)).toBe(false)
      await admin.post(`/admin/users/${here.id}`, { role_id: roleIds.member!, disabled: 'false' })
      expect((await there.get('/admin/users')).status).toBe(403)
    })

    it('loses nobody who asks for two pages at that moment', async () => {
      const browser = await person('member')
      await admin.post(`/admin/users/${browser.id}`, { role_id: roleIds.staff!, disabled: 'false' })
      const statuses = (await Promise.all([browser.get('/account'), browser.get('/account')])).map(
        ({ status }) => status,
      )
      expect(statuses).toContain(200)
      expect(await isIn(browser)).toBe(true)
    })
  })

  it('are closed, which ends their sessions and their sign-in, and opened again', async () => {
    const browser = await person('staff')
    await admin.post(`/admin/users/${browser.id}`, { role_id: roleIds.staff!, disabled: 'true' })
    expect(await isIn(browser)).toBe(false)
    await admin.post(`/admin/users/${browser.id}`, { role_id: roleIds.staff!, disabled: 'false' })
    expect(await isIn(browser)).toBe(false)
    expect(await isIn(await openBrowser(database(), appOf(database()), browser))).toBe(true)
  })

  it('are signed out, given a one-time password, and deleted', async () => {
    const browser = await person('member')
    await admin.post(`/admin/users/${browser.id}/sessions`)
    expect(await isIn(browser)).toBe(false)
    const [password = ''] = oneTimePasswords(
      await (await admin.post(`/admin/users/${browser.id}/password`)).text(),
    )
    expect((await browser.signIn(browser.username, password)).status).toBe(303)
    expect((await admin.post(`/admin/users/${browser.id}/deletions`)).headers.get('location')).toBe(
      '/admin/users',
    )
    expect((await admin.get(`/admin/users/${browser.id}`)).status).toBe(404)
    expect(await isIn(browser)).toBe(false)
  })

  it('are 404 where there is none, at each address', async () => {
    for (const path of ['', '/sessions', '/password', '/deletions']) {
      const fields: Record<string, string> = path === '' ? { role_id: '1', disabled: 'false' } : {}
      expect([path, (await admin.post(`/admin/users/999999${path}`, fields)).status]).toEqual([path, 404])
    }
  })

  it('take no field that the form does not have', async () => {
    const { id } = await addPerson(database(), 'member')
    for (const [path, fields] of [
      ['/admin/users', { username: 'Fresh', email: '', role_id: '1' }],
      [`/admin/users/${id}`, { role_id: '1', disabled: 'true' }],
      [`/admin/users/${id}/sessions`, {}],
      [`/admin/users/${id}/password`, {}],
      [`/admin/users/${id}/deletions`, {}],
      ['/admin/classes', { people: 'fresh' }],
    ] as const) {
      expect([path, (await admin.post(path, { ...fields, password_hash: 'x' })).status]).toEqual([path, 422])
    }
    expect(await roleOf(id)).toBe('member')
  })

  describe('whoever manages accounts, and no more', () => {
    it('gives no role that may do more, and touches nobody who has one', async () => {
      const em = database().em()
      await em.execute("insert into roles (name, description) values ('registrar', '')")
      await em.execute(
        "insert into role_permissions (role_id, permission) select id, 'user.manage' from roles where name = 'registrar'",
      )
      await em.execute(
        "insert into role_permissions (role_id, permission) select r.id, p.permission from roles r, role_permissions p where r.name = 'registrar' and p.role_id = (select id from roles where name = 'member')",
      )
      const registrar = await person('registrar')
      const [member, other] = [await addPerson(database(), 'member'), await addPerson(database(), 'admin')]
      const change = (id: number, role: string) =>
        registrar.post(`/admin/users/${id}`, { role_id: roleIds[role]!, disabled: 'false' })
      expect((await change(member.id, 'admin')).status).toBe(403)
      expect((await change(registrar.id, 'admin')).status).toBe(403)
      expect((await change(other.id, 'member')).status).toBe(403)
      for (const path of ['password', 'sessions', 'deletions']) {
        expect([path, (await registrar.post(`/admin/users/${other.id}/${path}`)).status]).toEqual([path, 403])
      }
      expect(
        (await registrar.post('/admin/users', { username: 'Boss', email: '', role_id: roleIds.admin! }))
          .status,
      ).toBe(422)
      expect([await roleOf(member.id), await roleOf(registrar.id), await roleOf(other.id)]).toEqual([
        'member',
        'registrar',
        'admin',
      ])
      expect((await registrar.post(`/admin/users/${member.id}/sessions`)).status).toBe(303)
    })
  })

  describe('a class', () => {
    it('is added from a list as a spreadsheet gives it, by staff, as members, each with a password to print', async () => {
      const staff = await person('staff')
      const list =
        'Username\tE-mail\r\nJo March\tjo@example.org\r\n"Meg ""M"" March"\r\n\r\nBeth;beth@example.org\r\nAmy, amy@example.org\r\n'
      const response = await staff.post('/admin/classes', { people: list.replace('""M"" ', '') })
      const html = await response.text()
      expect([response.status, oneTimePasswords(html).length]).toEqual([200, 4])
      const [user] = await database()
        .db.selectFrom('users')
        .select(['id', 'email'])
        .where('username', '=', 'Amy')
        .execute()
      expect([user?.email, await roleOf(user!.id)]).toEqual(['amy@example.org', 'member'])
      const browser = new Browser(appOf(database()))
      expect((await browser.signIn('Meg March', oneTimePasswords(html)[1]!)).status).toBe(303)
    })

    it.each([
      ['Solo\n\nJo March', /Line 3: There is an account with the username &quot;Jo March&quot; already\./],
      [
        'Solo\nother, JO@example.org',
        /Line 2: There is an account with the address &quot;JO@example.org&quot;/,
      ],
      ['Solo\na@b', /Line 2: A username holds no @/],
      ['Name\nSolo\nother\nsolo', /Line 4: The username &quot;solo&quot; is the same as on line 2\./],
      [
        'Solo;me@example.org\nother;ME@example.org',
        /Line 2: The address &quot;ME@example.org&quot; is the same/,
      ],
      [
        'Solo Two\nsolo-two',
        /Line 2: The username &quot;solo-two&quot; looks nearly the same as the one on line 1\./,
      ],
      [
        'Solo\nJo-March',
        /Line 2: There is an account whose username looks nearly the same as &quot;Jo-March&quot;\./,
      ],
      [`Solo\n${'ß'.repeat(40)}`, /Line 2: Choose a shorter username/],
      ['Solo\nJo\0March', /character that cannot be kept/],
      ['', /List the people/],
      ['\n\n', /List the people/],
      [Array.from({ length: 101 }, (_, index) => `many${index}`).join('\n'), /at most 100/],
    ])('is added whole or not at all: %j', async (people, message) => {
      const response = await admin.post('/admin/classes', { people })
      expect([response.status, await response.text()]).toEqual([422, expect.stringMatching(message)])
      expect(
        await database()
          .db.selectFrom('users')
          .select('id')
          .where('username_key', 'in', ['solo', 'solo two', 'many0'])
          .execute(),
      ).toEqual([])
    })

    it('is told of mistakes, repetitions and names that are taken in one round, each once', async () => {
      const people = 'Jo March\na@b\nfresh\nFresh, \nfresh two, none'
      const html = await (await admin.post('/admin/classes', { people })).text()
      const lines = [...html.matchAll(/<a href="#people">(Line \d): ([^<]*)/g)]
      expect(lines.map(([, line, message]) => [line, message?.split(' ').slice(0, 4).join(' ')])).toEqual([
        ['Line 1', 'There is an account'],
        ['Line 2', 'A username holds no'],
        ['Line 4', 'The username &quot;Fresh&quot; is'],
        ['Line 5', 'Type an e-mail address'],
      ])
    })
  })
})
