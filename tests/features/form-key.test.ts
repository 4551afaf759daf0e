/** A form that is sent twice, by a double click or a slow network, does its work once and is answered as the first time. */
import { beforeAll, expect, it } from 'vitest'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { valuesIn } from '../setup/form-page.ts'
import { signedIn } from '../setup/people.ts'
import type { Person } from '../setup/people.ts'

forEachEngine((database) => {
  let app: App
  let admin: Person
  let type: string
  const rows = async (table: 'items' | 'categories' | 'roles' | 'users') =>
    (await database().db.selectFrom(table).select('id').execute()).length
  const keyIn = async (browser: Browser, path: string) =>
    valuesIn(await (await browser.get(path)).text(), 'form_key')[0] ?? ''
  const idAt = (answer: Response) => (answer.headers.get('location') ?? '').split('/').at(-1) ?? ''

  beforeAll(async () => {
    app = appOf(database())
    admin = await signedIn(database(), app, 'admin')
    type = idAt(await admin.post('/types', { name: 'Book' }))
  })

  it('makes one item, and leads to it both times', async () => {
    const form = { title: 'Once', type, form_key: await keyIn(admin, '/items/new') }
    const before = await rows('items')
    const answers = await Promise.all([admin.post('/items', form), admin.post('/items', form)])
    answers.push(await admin.post('/items', form))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
    expect(await rows('items')).toBe(before + 1)
  })

  it('makes a second item where the form was changed before it was sent again', async () => {
    const form_key = await keyIn(admin, '/items/new')
    const first = await admin.post('/items', { title: 'First of a pair', type, form_key })
    const second = await admin.post('/items', { title: 'Second of a pair', type, form_key })
    expect(second.headers.get('location')).not.toBe(first.headers.get('location'))
  })

  it('makes two items without a key, with two keys, or for two people', async () => {
    const before = await rows('items')
    const other = await signedIn(database(), app, 'staff')
    for (const form_key of ['', '', 'a', 'b']) await admin.post('/items', { title: 'Each', type, form_key })
    await other.post('/items', { title: 'Each', type, form_key: 'a' })
    expect(await rows('items')).toBe(before + 5)
  })

  it('does its work when a mistake was corrected, with the same key', async () => {
    const form = { title: '', type, form_key: await keyIn(admin, '/items/new') }
    expect((await admin.post('/items', form)).status).toBe(422)
    expect((await admin.post('/items', { ...form, title: 'Corrected' })).status).toBe(303)
  })

  it.each(['/categories', '/creators', '/types'])(
    'makes one at %s, also where names are one',
    async (path) => {
      const form = { name: `Once at ${path}`, form_key: await keyIn(admin, `${path}/new`) }
      const [first, second] = [await admin.post(path, form), await admin.post(path, form)]
      expect([first.status, second.status]).toEqual([303, 303])
      expect(second.headers.get('location')).toBe(first.headers.get('location'))
      const id = idAt(first)
      const deletion = { form_key: await keyIn(admin, `${path}/${id}`) }
      const gone = [
        await admin.post(`${path}/${id}/deletions`, deletion),
        await admin.post(`${path}/${id}/deletions`, deletion),
      ]
      expect(gone.map(({ status }) => status)).toEqual([303, 303])
      expect((await admin.post(`${path}/${id}/deletions`)).status).toBe(404)
    },
  )

  it('deletes an item once', async () => {
    const id = idAt(await admin.post('/items', { title: 'To go', type }))
    const form = { form_key: await keyIn(admin, `/items/${id}`) }
    const answers = [
      await admin.post(`/items/${id}/deletions`, form),
      await admin.post(`/items/${id}/deletions`, form),
    ]
    expect(answers.map((answer) => [answer.status, answer.headers.get('location')])).toEqual([
      [303, '/items'],
      [303, '/items'],
    ])
  })

  it('makes one role and deletes it once', async () => {
    const { id: like } = await database()
      .db.selectFrom('roles')
      .select('id')
      .where('name', '=', 'member')
      .executeTakeFirstOrThrow()
    const form = {
      name: 'once',
      description: '',
      like: String(like),
      form_key: await keyIn(admin, '/admin/roles/new'),
    }
    const made = await Promise.all([
      admin.post('/admin/roles/new', form),
      admin.post('/admin/roles/new', form),
    ])
    expect(made.map(({ status }) => status)).toEqual([303, 303])
    const { id } = await database()
      .db.selectFrom('roles')
      .select('id')
      .where('name', '=', 'once')
      .executeTakeFirstOrThrow()
    const gone = [1, 2].map(() => admin.post(`/admin/roles/${id}/deletions`, { form_key: 'k' }))
    expect((await Promise.all(gone)).map(({ status }) => status)).toEqual([303, 303])
  })

  it('registers one account, whose second answer leads to the sign-in', async () => {
    const visitor = new Browser(app)
    const form_key = await keyIn(visitor, '/register')
    const form = {
      username: 'Twice',
      email: 'twice@example.org',
      password: 'nine tin boats drifting',
      form_key,
    }
    expect((await visitor.post('/register', form)).status).toBe(303)
    const before = await rows('users')
    // The browser that never saw the first answer has no cookie.
    const again = await new Browser(app).post('/register', form)
    expect([again.status, again.headers.get('location')]).toEqual([303, '/login'])
    expect((await visitor.post('/register', form)).headers.get('location')).toBe('/')
    expect(await rows('users')).toBe(before)
  })

  it('adds one account and says where its password was', async () => {
    const { id: role_id } = await database()
      .db.selectFrom('roles')
      .select('id')
      .where('name', '=', 'member')
      .executeTakeFirstOrThrow()
    const form = { username: 'handed', email: '', role_id: String(role_id), form_key: 'handout' }
    expect((await admin.post('/admin/users', form)).status).toBe(200)
    const again = await admin.post('/admin/users', form)
    expect([again.status, again.headers.get('location')]).toEqual([303, '/admin/users'])
    expect(await (await admin.get('/admin/users')).text()).toContain('was on the page before this one')
    const stored = await database().db.selectFrom('form_keys').select('result').execute()
    expect(stored.every(({ result }) => !/password/i.test(result))).toBe(true)
  })
})
