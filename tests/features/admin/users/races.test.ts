/** What somebody does to an account while another transaction is changing the same account. */
import { beforeAll, expect, it } from 'vitest'
import type { Reader } from '../../../../src/db/engine/connection.ts'
import type { Tables } from '../../../../src/db/schema/tables.ts'
import { changeUser, resetPassword } from '../../../../src/features/admin/users/commands.ts'
import { transaction } from '../../../../src/security/rights/transaction.ts'
import { operator } from '../../../../src/security/rights/viewer.ts'
import type { Viewer } from '../../../../src/security/rights/viewer.ts'
import { verifyPassword } from '../../../../src/security/passwords/passwords.ts'
import { findSession, startSession, viewerOf } from '../../../../src/security/sessions/session.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { addPerson } from '../../../setup/people.ts'

forEachEngine(
  (database, engine) => {
    const roleIds: Record<string, number> = {}
    beforeAll(async () => {
      const db: Reader = database().em().getKysely<Tables>()
      const deputy = await db
        .insertInto('roles')
        .values({ name: 'deputy', description: '' })
        .returning('id')
        .executeTakeFirstOrThrow()
      await db
        .insertInto('role_permissions')
        .values([{ role_id: deputy.id, permission: 'user.manage' }])
        .execute()
      for (const { id, name } of await database().db.selectFrom('roles').select(['id', 'name']).execute())
        roleIds[name] = id
    })

    async function viewer(role: string): Promise<Viewer> {
      const { id } = await addPerson(database(), role)
      const session = await findSession(database().db, await startSession(database().em(), id, ''))
      return viewerOf(session!, { teaching: true })
    }

    /** Does `work` while a transaction has changed the account and is not yet over; it ends a moment after the work has begun. */
    async function whileChanged<T>(
      id: number,
      columns: { role_id?: number; username?: string },
      work: () => Promise<T>,
    ): Promise<PromiseSettledResult<T>> {
      const written = Promise.withResolvers<void>()
      const end = Promise.withResolvers<void>()
      const changing = transaction(database().em(), operator, 'user.manage', async ({ db }) => {
        await db.updateTable('users').set(columns).where('id', '=', id).execute()
        written.resolve()
        await end.promise
      })
      await written.promise
      const doing = Promise.allSettled([work()])
      setTimeout(() => end.resolve(), 300)
      await changing
      const [result] = await doing
      return result
    }

    it('who becomes an administrator meanwhile is out of reach of whoever manages members', async () => {
      const deputy = await viewer('deputy')
      const { id } = await addPerson(database(), 'member')
      const result = await whileChanged(id, { role_id: roleIds.admin! }, () =>
        resetPassword(database().em(), id, deputy),
      )
      expect(result).toMatchObject({ status: 'rejected', reason: { status: 403 } })
    })

    it('of a form that is sent twice at once, only the one-time password that holds is shown', async () => {
      const admin = await viewer('admin')
      const { id, username } = await addPerson(database(), 'member')
      const both = await whileChanged(id, { username }, () =>
        Promise.all([1, 2].map(() => resetPassword(database().em(), id, admin, 'one form'))),
      )
      const shown = both.status === 'fulfilled' ? both.value.filter((each) => each !== undefined) : []
      expect(shown).toHaveLength(1)
      const { password_hash } = await database()
        .db.selectFrom('users')
        .select('password_hash')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      expect(await verifyPassword(shown[0]!.password, password_hash)).toBe(true)
    })

    it('a change of role and what the same person saves never wait for each other for good', async () => {
      const admin = await viewer('admin')
      const staff = await viewer('staff')
      const id = staff.user!.id
      const save = (name: string) =>
        transaction(database().em(), staff, 'lookup.manage', async ({ db }) => {
          await db.insertInto('categories').values({ name, name_key: name }).execute()
          return { name }
        })
      const change = () =>
        changeUser(database().em(), id, { role_id: roleIds.staff!, disabled: 'false' }, admin)
      for (let round = 0; round < 5; round++) {
        const saves = [1, 2, 3].map((each) => save(`round ${round} ${each}`))
        expect((await Promise.allSettled([...saves, change()])).map(({ status }) => status)).toEqual(
          Array<string>(4).fill('fulfilled'),
        )
      }
    })

    // On SQLite one transaction writes at a time, so none can deadlock.
    it.runIf(engine === 'postgresql')(
      'two transactions that deadlock are told apart: one begins again, and both are done',
      async () => {
        const [one, other] = [await addPerson(database(), 'member'), await addPerson(database(), 'member')]
        const started = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
        const touch = (first: number, second: number, own: 0 | 1) => {
          let runs = 0
          return transaction(database().em(), operator, 'user.manage', async ({ db }) => {
            runs++
            for (const id of [first, second]) {
              await db.updateTable('users').set({ role_id: roleIds.member! }).where('id', '=', id).execute()
              started[own].resolve()
              if (runs === 1) await started[own === 0 ? 1 : 0].promise
            }
            return runs
          })
        }
        const runs = await Promise.all([touch(one.id, other.id, 0), touch(other.id, one.id, 1)])
        expect(runs.toSorted()).toEqual([1, 2])
      },
    )
  },
  { needsRealServer: true },
)
