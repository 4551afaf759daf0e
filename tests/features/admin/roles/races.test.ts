/** Two administrators at one role at the same moment: what one of them cannot do is told, never an error of the program. */
import { beforeAll, expect, it } from 'vitest'
import type { Refusal } from '../../../../src/rules/refusal.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { addPerson, signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'

forEachEngine(
  (database) => {
    let admin: Person
    beforeAll(async () => {
      admin = await signedIn(database(), appOf(database()), 'admin')
    })
    const roleId = async (name: string) =>
      (
        await database()
          .db.selectFrom('roles')
          .select('id')
          .where('name', '=', name)
          .executeTakeFirstOrThrow()
      ).id
    const add = async (name: string) =>
      (
        await admin.post('/admin/roles/new', {
          name,
          description: '',
          like: String(await roleId('member')),
        })
      ).status
    const each = Array.from({ length: 10 }, (_, round) => round)

    it('a role that several add is added once, and the others are told that the name is taken', async () => {
      const statuses = await Promise.all(each.map(() => add('librarian')))
      expect(statuses.toSorted()).toEqual([303, ...Array.from({ length: 9 }, () => 422)])
    })

    it.each(each)('a role is deleted or given to somebody, and the other is told (%i)', async (round) => {
      const name = `passing-${round}`
      await add(name)
      const id = await roleId(name)
      const deleting = admin.post(`/admin/roles/${id}/deletions`)
      const giving = addPerson(database(), name).then(
        () => 'given',
        (error: unknown) => (error as Refusal).problems[0]?.field,
      )
      const [deleted, given] = await Promise.all([deleting, giving])
      expect([
        [303, 'role_id'],
        [409, 'given'],
      ]).toContainEqual([deleted.status, given])
    })
  },
  { needsRealServer: true },
)
