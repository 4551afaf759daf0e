/** The matrix of roles: looked at before it is changed, at work at once, and never so that nobody can change it back. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../setup/browser.ts'
import { domain } from '../../../../src/domain.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { addPerson, signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'

/** The boxes of a page of roles that are ticked, and the state its preview is confirmed with. */
async function boxesOf(browser: Browser): Promise<string[]> {
  const html = await (await browser.get('/admin/roles')).text()
  return [...html.matchAll(/name="allow" value="([^"]+)" checked/g)].map(([, value]) => value!)
}

/** What the boxes would change: the page that a browser asks for, with each ticked box in the address. */
const look = (browser: Browser, allow: string[]) =>
  browser.get(
    `/admin/roles/changes/new?${new URLSearchParams(allow.map((each) => ['allow', each])).toString()}`,
  )

const stateIn = (html: string) => /name="state" value="(\w+)"/.exec(html)?.[1] ?? ''

forEachEngine((database) => {
  let admin: Person
  let ids: Record<string, number>
  beforeEach(async () => {
    admin = await signedIn(database(), appOf(database()), 'admin')
    ids = Object.fromEntries(
      (await database().db.selectFrom('roles').select(['name', 'id']).execute()).map(({ name, id }) => [
        name,
        id,
      ]),
    )
  })

  const box = (role: string, permission: string) => `${ids[role]!}:${permission}`
  const without = (boxes: string[], ...gone: string[]) => boxes.filter((each) => !gone.includes(each))
  const inDatabase = () =>
    database()
      .db.selectFrom('role_permissions')
      .select(['role_id', 'permission'])
      .orderBy('role_id')
      .orderBy('permission')
      .execute()

  it('first shows what would change, for how many people, and changes nothing', async () => {
    await addPerson(database(), 'staff')
    const before = await inDatabase()
    const allow = [...without(await boxesOf(admin), box('staff', 'export.run')), box('member', 'item.create')]
    const html = await (await look(admin, allow)).text()
    expect(html).toContain('take data out')
    expect(html).toContain(`add ${domain.item.many}`)
    expect(html).toMatch(/staff <small>\(\d+ (person|people)\)/)
    expect(await inDatabase()).toEqual(before)
  })

  it('changes it when that is confirmed, and it works on everybody’s next request', async () => {
    const member = await signedIn(database(), appOf(database()), 'member')
    expect((await member.get('/items/new')).status).toBe(403)
    const allow = [...(await boxesOf(admin)), box('member', 'item.create')]
    const state = stateIn(await (await look(admin, allow)).text())
    expect((await admin.post('/admin/roles', { allow, state })).headers.get('location')).toBe('/admin/roles')
    expect((await member.get('/items/new')).status).not.toBe(403)
    expect((await boxesOf(admin)).sort()).toEqual(allow.sort())
    const back = without(allow, box('member', 'item.create'))
    await admin.post('/admin/roles', {
      allow: back,
      state: stateIn(await (await look(admin, back)).text()),
    })
    expect((await member.get('/items/new')).status).toBe(403)
  })

  it('tells a role from the number of its people', async () => {
    const html = await (await admin.get('/admin/roles')).text()
    const heads = [...html.matchAll(/<th scope="col" class="matrix-cell">(.*?)<\/th>/g)]
    const heard = heads.map(([, inside = '']) => inside.replaceAll(/<[^>]*>/g, ''))
    expect(heard).toContainEqual(expect.stringMatching(/^admin, \d+ (person|people)$/))
  })

  it('goes back from the preview to the boxes as they were ticked', async () => {
    const allow = [...(await boxesOf(admin)), box('member', 'item.delete')]
    const preview = await (await look(admin, allow)).text()
    const back = /href="([^"]*)"[^>]*><span class="button-text">Go back/.exec(preview)?.[1] ?? ''
    const html = await (await admin.get(back.replaceAll('&amp;', '&'))).text()
    expect(html).toContain(`value="${box('member', 'item.delete')}" checked`)
    const news = 'Nothing is changed yet. Your boxes are as you left them.'
    expect(html).toMatch(
      new RegExp(`<div class="page-notice"[^>]* autofocus><div class="message message-info".*${news}`, 's'),
    )
    expect(await boxesOf(admin)).not.toContain(box('member', 'item.delete'))
  })

  it('says above the preview, where the focus is, that nothing is changed yet, and whether anything would be', async () => {
    const shown = async (allow: string[]) => {
      const html = await (await look(admin, allow)).text()
      const focus = /role="group" aria-label="([^"]*)" tabindex="-1" autofocus/.exec(html)?.[1]
      return [/<title>([^<·]*) ·/.exec(html)?.[1], /<h1[^>]*>([^<]*)/.exec(html)?.[1], focus]
    }
    const boxes = await boxesOf(admin)
    expect(await shown(boxes)).toEqual([
      'Nothing would change',
      'Nothing would change',
      'The boxes are as they were: nothing would change.',
    ])
    expect(await shown([...boxes, box('member', 'item.delete')])).toEqual([
      'What would change',
      'What would change',
      'Nothing is changed yet. Look at what it would mean.',
    ])
  })

  it('shows the preview again, with 409, when somebody else changed the roles since', async () => {
    const allow = [...(await boxesOf(admin)), box('member', 'item.delete')]
    const state = stateIn(await (await look(admin, allow)).text())
    await database()
      .em()
      .execute('insert into role_permissions (role_id, permission) values (?, ?)', [
        ids.member!,
        'export.run',
      ])
    const response = await admin.post('/admin/roles', { allow, state })
    expect([response.status, await response.text()]).toEqual([
      409,
      expect.stringContaining('Someone else changed the roles'),
    ])
    expect(await boxesOf(admin)).not.toContain(box('member', 'item.delete'))
    await database()
      .em()
      .execute("delete from role_permissions where role_id = ? and permission = 'export.run'", [ids.member!])
  })

  it('is not changed so that nobody could change it back: the preview says so, and who confirms all the same is refused', async () => {
    const boxes = await boxesOf(admin)
    const other = [...boxes, box('member', 'item.delete')]
    const state = stateIn(await (await look(admin, other)).text())
    for (const permission of ['role.manage', 'user.manage']) {
      const allow = without(boxes, box('admin', permission))
      const preview = await look(admin, allow)
      const html = await preview.text()
      expect([preview.status, stateIn(html)]).toEqual([409, ''])
      expect(html).toContain('There must always be someone who can manage accounts and roles.')
      expect((await admin.post('/admin/roles', { allow, state })).status).toBe(409)
      expect(await boxesOf(admin)).toContain(box('admin', permission))
    }
  })

  it('shows no box that nothing asks for, and leaves what roles have of these as it is', async () => {
    expect((await boxesOf(admin)).filter((each) => /history|import|audit/.test(each))).toEqual([])
    expect(await inDatabase()).toContainEqual({ role_id: ids.admin, permission: 'history.read' })
    expect((await look(admin, [box('member', 'history.read')])).status).toBe(422)
  })

  it('takes no box of a role or permission that does not exist, and no other field', async () => {
    const boxes = await boxesOf(admin)
    const state = stateIn(await (await look(admin, [...boxes, box('member', 'item.delete')])).text())
    for (const extra of ['99999:item.create', '1:everything', 'x', '1:', '1:item.create:x']) {
      const allow = [...boxes, extra]
      const answers = [await look(admin, allow), await admin.post('/admin/roles', { allow, state })]
      expect([extra, ...answers.map(({ status }) => status)]).toEqual([extra, 422, 422])
    }
    expect((await admin.post('/admin/roles', { allow: boxes, state, role_id: '3' })).status).toBe(422)
    expect((await admin.get('/admin/roles/changes/new?role_id=3')).status).toBe(422)
  })

  it('changes nothing that was not looked at first', async () => {
    const before = await inDatabase()
    const allow = [...(await boxesOf(admin)), box('member', 'item.delete')]
    expect((await admin.post('/admin/roles', { allow })).status).toBe(422)
    expect((await admin.post('/admin/roles', { allow, state: 'x' })).status).toBe(409)
    expect(await inDatabase()).toEqual(before)
  })

  it('keeps permissions that a project has added and the page does not know', async () => {
    await database()
      .em()
      .execute('insert into role_permissions (role_id, permission) values (?, ?)', [
        ids.member!,
        'shelf.move',
      ])
    const allow = [...(await boxesOf(admin)), box('member', 'item.delete')]
    const state = stateIn(await (await look(admin, allow)).text())
    await admin.post('/admin/roles', { allow, state })
    expect(await inDatabase()).toContainEqual({ role_id: ids.member, permission: 'shelf.move' })
  })

  describe('a new role', () => {
    it('begins with what another may do, is given to people, and goes when nobody has it', async () => {
      expect(
        (await admin.post('/admin/roles/new', { name: 'helper', description: '', like: String(ids.member) }))
          .status,
      ).toBe(303)
      const helper = await signedIn(database(), appOf(database()), 'helper')
      expect((await helper.get('/types')).status).toBe(200)
      const [role] = await database()
        .db.selectFrom('roles')
        .select('id')
        .where('name', '=', 'helper')
        .execute()
      expect((await admin.post(`/admin/roles/${role!.id}/deletions`)).status).toBe(409)
      await admin.post(`/admin/users/${helper.id}/deletions`)
      expect((await admin.post(`/admin/roles/${role!.id}/deletions`)).status).toBe(303)
      expect(await inDatabase()).not.toContainEqual(expect.objectContaining({ role_id: role!.id }))
    })

    it.each([
      ['name', { name: 'staff', like: '1' }],
      ['name', { name: ' ', like: '1' }],
      ['name', { name: 'x'.repeat(65), like: '1' }],
      ['like', { name: 'fresh', like: '99999' }],
      ['like', { name: 'fresh', like: '99999999999' }],
      ['like', { name: 'fresh' }],
    ])('is refused with a mistake at %s: %j', async (field, fields) => {
      const response = await admin.post('/admin/roles/new', fields)
      expect([response.status, await response.text()]).toEqual([
        422,
        expect.stringContaining(`id="${field}-error"`),
      ])
    })

    it('takes no field that the form does not have', async () => {
      const form = { name: 'sneaky', description: '', like: String(ids.member) }
      const answer = await admin.post('/admin/roles/new', { ...form, permissions: 'user.manage' })
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('permissions')])
      const made = database().db.selectFrom('roles').select('id').where('name', '=', 'sneaky')
      expect(await made.execute()).toEqual([])
    })

    it('is deleted by its button alone: a form with fields was changed on the way', async () => {
      await admin.post('/admin/roles/new', { name: 'spare', description: '', like: String(ids.member) })
      const { id } = await database()
        .db.selectFrom('roles')
        .select('id')
        .where('name', '=', 'spare')
        .executeTakeFirstOrThrow()
      expect((await admin.post(`/admin/roles/${id}/deletions`, { role_id: '1' })).status).toBe(422)
      expect((await admin.post(`/admin/roles/${id}/deletions`)).status).toBe(303)
    })

    it('"member" is never deleted: it is the role of whoever registers', async () => {
      expect((await admin.post(`/admin/roles/${ids.member}/deletions`)).status).toBe(409)
    })
  })

  it('leaves learners out from behind the pages where TEACHING is off, and those who teach in', async () => {
    const app = appOf(database(), { TEACHING: 'false' })
    const { findSession } = await import('../../../../src/security/sessions/session.ts')
    const { may } = await import('../../../../src/security/rights/viewer.ts')
    const { viewerOf } = await import('../../../../src/security/sessions/session.ts')
    for (const [role, expected] of [
      ['member', false],
      ['staff', true],
      ['admin', true],
    ] as const) {
      const browser = await signedIn(database(), app, role)
      const session = await findSession(database().db, browser.cookies.get('crowfoot_session_3000')!)
      expect([role, may(viewerOf(session!, { teaching: false }), 'learn.schema')]).toEqual([role, expected])
      expect(may(viewerOf(session!, { teaching: true }), 'learn.schema')).toBe(true)
    }
  })
})
