/** A role that may change and delete what its people have made themselves, and nothing of others. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createItem, deleteItem, updateItem } from '../../../../src/features/catalogue/items/commands.ts'
import { visitor } from '../../../../src/security/rights/viewer.ts'
import type { Permission } from '../../../../src/rules/permissions.ts'
import type { SignedIn } from '../../../../src/security/rights/viewer.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn } from '../../../setup/form-page.ts'
import { signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'
import { columnCalled, hasFields } from '../../../setup/known-fields.ts'

forEachEngine((database) => {
  let staff: Person
  let author: Person
  let other: Person
  let type: string
  let own: string
  let theirs: string
  beforeAll(async () => {
    const em = database().em()
    await em.execute("insert into roles (name, description) values ('author', '')")
    for (const permission of ['catalogue.read', 'item.create', 'item.update.own', 'item.delete.own']) {
      await em.execute(
        "insert into role_permissions (role_id, permission) select id, ? from roles where name = 'author'",
        [permission],
      )
    }
    const app = appOf(database())
    staff = await signedIn(database(), app, 'staff')
    author = await signedIn(database(), app, 'author')
    other = await signedIn(database(), app, 'author')
    type = idIn(await staff.post('/types', { name: 'Paper' }))
    own = idIn(await author.post('/items', { title: 'My own', type, creators: 'Myself' }))
    theirs = idIn(await other.post('/items', { title: 'Theirs', type }))
  })

  it('lets its people change and delete their own items', async () => {
    expect(await (await author.get(`/items/${own}`)).text()).toContain(`/items/${own}/edit`)
    expect((await author.get(`/items/${own}/edit`)).status).toBe(200)
    expect((await author.post(`/items/${own}`, { title: 'Mine, mended', type, version: '1' })).status).toBe(
      303,
    )
    const passing = idIn(await author.post('/items', { title: 'Passing', type }))
    expect((await author.post(`/items/${passing}/deletions`)).status).toBe(303)
  })

  it('refuses those of others at page and address, with nothing offered', async () => {
    const page = await (await author.get(`/items/${theirs}`)).text()
    expect(page).not.toContain('/edit')
    expect(page).not.toContain('/deletions')
    expect((await author.get(`/items/${theirs}/edit`)).status).toBe(403)
    expect((await author.post(`/items/${theirs}`, { title: 'Taken over', type, version: '1' })).status).toBe(
      403,
    )
    expect((await author.post(`/items/${theirs}/deletions`)).status).toBe(403)
    expect(await (await author.get(`/items/${theirs}`)).text()).toContain('Theirs')
  })

  it.runIf(hasFields('internal_notes'))(
    'leaves out the private notes, and refuses a form that sends them',
    async () => {
      expect(await (await author.get('/items/new')).text()).not.toContain('internal_notes')
      expect(await (await author.get(`/items/${own}/edit`)).text()).not.toContain('internal_notes')
      for (const path of ['/items', `/items/${own}`]) {
        for (const internal_notes of ['A note', '']) {
          const answer = await author.post(path, { title: 'Noted', type, version: '2', internal_notes })
          expect(answer.status).toBe(422)
          expect(await answer.text()).toContain('no field &quot;internal_notes&quot;')
        }
      }
      const written = await database()
        .db.selectFrom('items')
        .select('id')
        .where('title', '=', 'Noted')
        .execute()
      expect(written).toEqual([])
    },
  )

  it.runIf(hasFields('internal_notes'))('does not wipe out notes that it cannot see', async () => {
    await staff.post(`/items/${own}`, {
      title: 'With notes',
      type,
      version: '2',
      internal_notes: 'Only for the staff',
    })
    expect(
      (await author.post(`/items/${own}`, { title: 'Saved by its author', type, version: '3' })).status,
    ).toBe(303)
    const item = await database()
      .db.selectFrom('items')
      .select(['title', columnCalled('internal_notes')])
      .where('id', '=', Number(own))
      .executeTakeFirst()
    expect(item).toEqual({ title: 'Saved by its author', internal_notes: 'Only for the staff' })
    const conflict = await author.post(`/items/${own}`, { title: 'Late', type, version: '3' })
    expect(conflict.status).toBe(409)
    expect(await conflict.text()).not.toContain('Only for the staff')
  })

  it('lets nobody make types, creators or categories by their own forms', async () => {
    for (const path of ['/types', '/creators', '/categories']) {
      expect((await author.post(path, { name: 'Mine' })).status, path).toBe(403)
    }
  })

  describe('the commands themselves, called without any route', () => {
    const input = { title: 'Called', type: 1 }
    let session_id = 0
    beforeAll(async () => {
      const session = await database()
        .db.selectFrom('sessions')
        .select('id')
        .where('user_id', '=', author.id)
        .executeTakeFirstOrThrow()
      session_id = session.id
    })
    const viewer = (id: number, ...permissions: Permission[]): SignedIn => ({
      kind: 'account',
      user: { id, username: 'x', role: 'x', session_id, has_one_time_password: false },
      permissions: new Set(permissions),
    })

    it('refuse who may not', async () => {
      const em = () => database().em()
      const nobody = visitor(true)
      await expect(createItem(em(), input, nobody)).rejects.toMatchObject({ status: 401 })
      await expect(createItem(em(), input, viewer(author.id, 'item.update'))).rejects.toMatchObject({
        status: 403,
      })
      const change = { ...input, version: 1 }
      for (const actor of [nobody, viewer(author.id, 'item.create'), viewer(author.id, 'item.update.own')]) {
        await expect(updateItem(em(), Number(theirs), change, actor)).rejects.toMatchObject({
          status: actor.user ? 403 : 401,
        })
        await expect(deleteItem(em(), Number(theirs), actor)).rejects.toMatchObject({
          status: actor.user ? 403 : 401,
        })
      }
    })

    it('ask once more in the transaction: a right or a session that is gone by then is gone', async () => {
      const em = database().em()
      const sent = { ...input, type: Number(type) }
      const passing = await signedIn(database(), appOf(database()), 'member')
      const without = await database()
        .db.selectFrom('sessions')
        .select('id')
        .where('user_id', '=', passing.id)
        .executeTakeFirstOrThrow()
      const actor = viewer(passing.id, 'item.create')
      const member = { ...actor, user: { ...actor.user, session_id: without.id } }
      await expect(createItem(em, sent, member)).rejects.toMatchObject({ status: 403 })
      const ended = { ...actor, user: { ...actor.user, session_id: 999_999 } }
      await expect(createItem(em, sent, ended)).rejects.toMatchObject({ status: 401 })
      expect(
        await database().db.selectFrom('items').select('id').where('title', '=', 'Called').execute(),
      ).toEqual([])
    })

    it.runIf(hasFields('internal_notes'))(
      'refuse notes from who may not write them, and leave no new names behind',
      async () => {
        const actor = viewer(author.id, 'item.create')
        const creators = [{ name: 'Left behind', key: 'left behind' }]
        const sent = { title: 'Called', type: Number(type), internal_notes: 'n', creators }
        await expect(createItem(database().em(), sent, actor)).rejects.toMatchObject({
          name: 'Refusal',
          problems: [{ message: expect.stringContaining('internal_notes') as string }],
        })
        expect(
          await database().db.selectFrom('creators').select('id').where('name', '=', 'Left behind').execute(),
        ).toEqual([])
      },
    )
  })
})
