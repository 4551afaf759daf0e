/** One administrator always remains, however many act at once. */
import { describe, expect, it } from 'vitest'
import { changeUser, deleteUser } from '../../../src/features/admin/users/commands.ts'
import { isBusy } from '../../../src/db/engine/failures.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import type { Viewer } from '../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson } from '../../setup/people.ts'

const governor: Viewer = operator
const rounds = process.env.LONG === '1' ? 200 : 20

describe('two administrators', () => {
  forEachEngine(
    (database) => {
      const roleId = async (name: string) =>
        (
          await database()
            .db.selectFrom('roles')
            .select('id')
            .where('name', '=', name)
            .executeTakeFirstOrThrow()
        ).id
      const openAdministrators = async () =>
        (
          await database()
            .db.selectFrom('users')
            .innerJoin('roles', 'roles.id', 'users.role_id')
            .select('users.id')
            .where('roles.name', '=', 'admin')
            .where('users.disabled_at', 'is', null)
            .execute()
        ).map(({ id }) => id)

      it(`who demote, close or delete each other at the same moment leave one of them, ${rounds} times`, async () => {
        const [member, admin] = [await roleId('member'), await roleId('admin')]
        const ways = [
          (id: number) => changeUser(database().em(), id, { role_id: member, disabled: 'false' }, governor),
          (id: number) => changeUser(database().em(), id, { role_id: admin, disabled: 'true' }, governor),
          (id: number) => deleteUser(database().em(), id, governor),
        ]
        for (let round = 0; round < rounds; round++) {
          const present = await openAdministrators()
          const missing = await Promise.all(
            Array.from({ length: 2 - present.length }, () => addPerson(database(), 'admin')),
          )
          const [first, second] = [...present, ...missing.map(({ id }) => id)]
          const results = await Promise.allSettled([
            ways[round % 3]!(second!),
            ways[(round + (round >> 2)) % 3]!(first!),
          ])
          for (const result of results) {
            if (result.status === 'rejected' && !isBusy(result.reason))
              expect(result.reason).toMatchObject({ name: 'Refusal', code: 'last administrator' })
          }
          expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
          expect(await openAdministrators()).toHaveLength(1)
        }
      })
    },
    { needsRealServer: true },
  )
})
