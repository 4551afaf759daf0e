/** Every address of the running application, asked by everybody: what happens is what the table written by hand says. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../src/db/engine/connection.ts'
import { resourceNames } from '../src/resources/declared.ts'
import { accessOf } from '../src/security/rights/allow.ts'
import { permissions } from '../src/rules/permissions.ts'
import { roles, routes } from './access/routes.ts'
import type { Entry } from './access/routes.ts'
import { appOf, Browser } from './setup/browser.ts'
import type { App } from './setup/browser.ts'
import { forEachEngine } from './setup/database.ts'
import { addPerson, openBrowser, signedIn } from './setup/people.ts'
import type { Person } from './setup/people.ts'

/** The number of nothing. */
const nobody = '999999'

/** The addresses of the application with what stands before their handlers, as `GET /items/ID`. */
function routesOf(app: App): Map<string, (readonly string[])[]> {
  const found = new Map<string, (readonly string[])[]>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue
    const name = `${method} ${path.replace(/:\w+(\{[^/]*\})?/g, 'ID')}`
    const access = accessOf(handler)
    found.set(name, [...(found.get(name) ?? []), ...(access ? [access] : [])])
  }
  return found
}

/** What an answer means for whoever asked. */
function meaningOf(response: Response): Entry {
  if (response.status === 403) return 'no'
  const leadsToSignIn =
    response.status === 303 && response.headers.get('location')?.startsWith('/login') === true
  return leadsToSignIn || response.status === 401 ? 'login' : 'yes'
}

forEachEngine((database) => {
  let app: App
  const browsers = new Map<string, Browser>()
  beforeAll(async () => {
    app = appOf(database())
    browsers.set('visitor', new Browser(app))
    for (const role of roles.slice(1)) browsers.set(role, await signedIn(database(), app, role))
  })

  async function ask(route: string, role: (typeof roles)[number], headers = {}): Promise<Response> {
    const [method = '', path = ''] = route.replaceAll('ID', nobody).split(' ')
    // Whoever signs out does so in a browser of their own, or all later questions were a visitor's.
    const shared = browsers.get(role)!
    const browser =
      path === '/logout' && role !== 'visitor' ? await openBrowser(database(), app, shared as Person) : shared
    return method === 'POST' ? browser.post(path, {}, headers) : browser.get(path, headers)
  }

  it('has an entry in the table for each address, and no address that is not', () => {
    expect([...routesOf(app).keys()].sort()).toEqual(Object.keys(routes).sort())
  })

  it('names nothing twice on one page: what describes a field or a dialog is found by its id', async () => {
    for (const route of Object.keys(routes).filter(
      (each) => each.startsWith('GET ') && !each.includes('ID'),
    )) {
      const html = await (await ask(route, 'admin')).text()
      const ids = [...html.matchAll(/<[a-z][^>]*? id="([^"]+)"/g)].map(([, id]) => id)
      expect([route, ids.filter((id, index) => ids.indexOf(id) !== index)]).toEqual([route, []])
    }
  })

  it('answers at no address for every method at once: what is there for all of them runs before every address', () => {
    const others = app.routes.filter(({ method, path }) => method === 'ALL' && path !== '/*')
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('names what is needed before each address, exactly once, by a permission that exists', () => {
    const known: readonly string[] = [...permissions, 'public', 'signed-in', 'first-password']
    for (const [name, guards] of routesOf(app)) {
      expect(guards, name).toHaveLength(1)
      for (const access of guards[0] ?? []) expect(known, name).toContain(access)
    }
  })

  describe.each(Object.entries(routes))('%s', (route, entries) => {
    it.each(roles.map((role, at) => [role, entries[at]] as const))('for %s: %s', async (role, entry) => {
      const response = await ask(route, role)
      expect(response.status).toBeLessThan(500)
      expect(meaningOf(response)).toBe(entry)
      if (entry === 'yes') return
      const asProgram = await ask(route, role, { accept: 'application/json' })
      expect(asProgram.status).toBe(entry === 'login' ? 401 : 403)
      expect(asProgram.headers.get('content-type')).toMatch(/^application\/json/)
    })
  })

  it('shows visitors nothing of the catalogue where it is not public', async () => {
    const closed = appOf(database(), { PUBLIC_CATALOGUE: 'false' })
    const visitor = new Browser(closed)
    for (const [name, guards] of routesOf(closed)) {
      const [method = '', path = ''] = name.replaceAll('ID', nobody).split(' ')
      if (guards[0]?.includes('public') === true) continue
      const response = method === 'POST' ? await visitor.post(path) : await visitor.get(path)
      expect([name, meaningOf(response)]).toEqual([name, 'login'])
    }
  })

  it('lets somebody with a one-time password choose a password, and do nothing else', async () => {
    const person = await addPerson(database(), 'admin')
    await database().em().execute('update users set password_chosen_at = null where id = ?', [person.id])
    const browser = await openBrowser(database(), app, person)
    for (const [name, guards] of routesOf(app)) {
      const [method = '', path = ''] = name.replaceAll('ID', nobody).split(' ')
      if (['public', 'first-password'].some((open) => guards[0]?.includes(open) === true)) continue
      const response = method === 'POST' ? await browser.post(path) : await browser.get(path)
      expect([name, response.status, response.headers.get('location')]).toEqual([
        name,
        303,
        method === 'POST' || path === '/'
          ? '/account/password'
          : `/account/password?next=${encodeURIComponent(path)}`,
      ])
    }
    expect((await browser.get('/account/password')).status).toBe(200)
  })

  it('gives nobody another role for sending one with a form, whichever it is', async () => {
    const [admin] = await database().db.selectFrom('roles').select('id').where('name', '=', 'admin').execute()
    await addOneOfEach(database())
    for (const role of ['visitor', 'member', 'staff'] as const) {
      for (const [route, entries] of Object.entries(routes)) {
        if (!route.startsWith('POST ')) continue
        const path = route.slice('POST '.length).replaceAll('ID', '1')
        const sent = { role_id: String(admin!.id), role: 'admin' }
        const response = await browsers.get(role)!.post(path, sent)
        const entry = entries[roles.indexOf(role)]
        const status = { yes: 422, no: 403, login: 303 }[entry ?? 'yes']
        expect([role, route, response.status, meaningOf(response)]).toEqual([role, route, status, entry])
        // A form says which field it does not have; to sign out is a button, which has none.
        if (entry === 'yes' && path !== '/logout') expect(await response.text(), route).toContain('role_id')
      }
    }
    const administrators = database()
      .db.selectFrom('users')
      .select('username')
      .where('role_id', '=', admin!.id)
    const names = (await administrators.execute()).map(({ username }) => username)
    for (const role of ['member', 'staff'])
      expect(names).not.toContain((browsers.get(role) as Person).username)
  })
})

/** One thing of each kind under the number 1, so that a form is refused for what it holds and not for its address. */
async function addOneOfEach(database: Database): Promise<void> {
  const em = database.em()
  for (const table of ['item_types', 'creators', 'categories'])
    await em.execute(`insert into ${table} (id, name, name_key) values (1, 'One', 'one')`)
  for (const resource of resourceNames) await em.execute(`insert into ${resource} (id) values (1)`)
  await em.execute(
    `insert into items (id, title, title_key, item_type_id, created_at, updated_at)
     values (1, 'One', 'one', 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
  )
}
