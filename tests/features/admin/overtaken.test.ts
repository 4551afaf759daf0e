/** Rights that are taken away between the moment a request comes and the moment it writes: it goes by those of the second. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { changeRoles, createRole, deleteRole } from '../../../src/features/admin/roles/commands.ts'
import { readMatrix } from '../../../src/features/admin/roles/queries.ts'
import {
  addClass,
  addUser,
  changeUser,
  deleteUser,
  endSessionsOfUser,
  resetPassword,
} from '../../../src/features/admin/users/commands.ts'
import { permissionGroups } from '../../../src/security/rights/permission-words.ts'
import type * as passwords from '../../../src/security/passwords/passwords.ts'
import { findSession, startSession, viewerOf } from '../../../src/security/sessions/session.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import type { Viewer } from '../../../src/security/rights/viewer.ts'
import { appOf } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson, signedIn } from '../../setup/people.ts'

const aboveOwnRole = { name: 'Refusal', code: 'above own role' }

/** What somebody else does while a hash is computed. */
let meanwhile: (() => Promise<unknown>) | undefined
vi.mock('../../../src/security/passwords/passwords.ts', async (original) => ({
  ...(await original<typeof passwords>()),
  async hashPassword() {
    await meanwhile?.()
    meanwhile = undefined
    return 'a hash'
  },
}))
beforeEach(() => {
  meanwhile = undefined
})

forEachEngine((database) => {
  const em = () => database().em()
  const roles: Record<string, number> = {}
  const idOf = (role: string) => roles[role] ?? 0
  let number = 0
  const names = () => `overtaken-${++number}`

  /** Adds a role like "member" that may do more. */
  async function addRole(name: string, ...more: string[]): Promise<number> {
    const { db } = database()
    await createRole(em(), { name, description: 'For tests.', like: idOf('member') }, operator)
    const { id } = await db
      .selectFrom('roles')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    for (const permission of more)
      await em().execute('insert into role_permissions (role_id, permission) values (?, ?)', [id, permission])
    roles[name] = id
    return id
  }

  beforeAll(async () => {
    for (const { id, name } of await database().db.selectFrom('roles').select(['id', 'name']).execute())
      roles[name] = id
    await signedIn(database(), appOf(database()), 'admin')
    await addRole('desk', 'user.manage')
  })

  /** Somebody as a request of theirs knew them. */
  async function comeAs(role: string, teaching = true): Promise<{ id: number; viewer: Viewer }> {
    const { id } = await addPerson(database(), role)
    const session = await findSession(database().db, await startSession(em(), id, 'tests'))
    return { id, viewer: viewerOf(session!, { teaching }) }
  }
  const give = (id: number, role: string) =>
    em().execute('update users set role_id = ? where id = ?', [idOf(role), id])
  const close = (id: number) =>
    em().execute('update users set disabled_at = ? where id = ?', [new Date().toISOString(), id])

  /** Each way to change people and roles, as somebody does it to one who has the role "member". */
  const ways: Record<string, (viewer: Viewer, other: number) => Promise<unknown>> = {
    'changing the roles': async (viewer) => {
      const matrix = await readMatrix(database().db, viewer)
      const shown = new Set(
        permissionGroups.flatMap((group) => group.permissions.map(([name]) => name as string)),
      )
      const allow = matrix.roles.flatMap(({ id, permissions }) =>
        [...permissions].filter((each) => shown.has(each)).map((permission) => ({ role_id: id, permission })),
      )
      const more = { role_id: idOf('desk'), permission: 'item.update' }
      return changeRoles(em(), { allow: [...allow, more], state: matrix.state }, viewer)
    },
    'adding a role': (viewer) =>
      createRole(em(), { name: names(), description: '', like: idOf('admin') }, viewer),
    'deleting a role': async (viewer) => deleteRole(em(), await addRole(names()), viewer),
    'changing an account': (viewer, other) =>
      changeUser(em(), other, { role_id: idOf('staff'), disabled: 'false' }, viewer),
    'ending sessions': (viewer, other) => endSessionsOfUser(em(), other, viewer),
    'giving a one-time password': (viewer, other) => resetPassword(em(), other, viewer),
    'deleting an account': (viewer, other) => deleteUser(em(), other, viewer),
    'adding an account': (viewer) =>
      addUser(database().db, em(), { username: names(), email: '', role_id: idOf('staff') }, viewer),
    'adding a class': (viewer) =>
      addClass(em(), { people: [{ username: names(), email: '', line: 1 }] }, viewer),
  }

  describe.each(Object.entries(ways))('%s', (_, way) => {
    it('works for an administrator, and for one no longer who has lost the role, or whose account was closed', async () => {
      const other = (await addPerson(database(), 'member')).id
      const demoted = await comeAs('admin')
      await give(demoted.id, 'member')
      await expect(way(demoted.viewer, other)).rejects.toMatchObject({ status: 403 })
      const closed = await comeAs('admin')
      await close(closed.id)
      await expect(way(closed.viewer, other)).rejects.toMatchObject({ status: 401 })
      const { viewer } = await comeAs('admin')
      await expect(way(viewer, other)).resolves.not.toThrow()
    })
  })

  it('gives nobody a role that the giver could give when the request came, and cannot any more', async () => {
    const friend = await addPerson(database(), 'member')
    const { id, viewer } = await comeAs('admin')
    await give(id, 'desk')
    const toAdmin = { role_id: idOf('admin'), disabled: 'false' } as const
    await expect(changeUser(em(), friend.id, toAdmin, viewer)).rejects.toMatchObject(aboveOwnRole)
    // The role goes while the one-time password is hashed, after the first look at it.
    await give(id, 'admin')
    meanwhile = () => give(id, 'desk')
    const another = { username: names(), email: '', role_id: idOf('admin') } as never
    await expect(addUser(database().db, em(), another, viewer)).rejects.toMatchObject(aboveOwnRole)
    const member = { username: names(), email: '', role_id: idOf('member') } as never
    await expect(addUser(database().db, em(), member, viewer)).resolves.toMatchObject({})
  })

  it('asks for another role where the one that was chosen is deleted meanwhile', async () => {
    const { viewer } = await comeAs('admin')
    const role_id = await addRole('short-lived')
    meanwhile = () => deleteRole(em(), role_id, operator)
    const input = { username: names(), email: '', role_id } as never
    await expect(addUser(database().db, em(), input, viewer)).rejects.toMatchObject({
      problems: [{ field: 'role_id', message: expect.stringContaining('not there any more') as string }],
    })
  })

  it('lets those who manage accounts give a role that looks behind the pages, where TEACHING is off', async () => {
    const { viewer } = await comeAs('desk', false)
    expect(viewer.permissions.has('learn.query')).toBe(false)
    const input = { username: names(), email: '', role_id: idOf('member') } as never
    await expect(addUser(database().db, em(), input, viewer)).resolves.toMatchObject({})
  })
})
