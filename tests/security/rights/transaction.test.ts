/** The transaction of every change: all or nothing, begun again when another was in the way, by the rights of its own moment. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '../../../src/rules/refusal.ts'
import { findSession, startSession, viewerOf } from '../../../src/security/sessions/session.ts'
import { transaction } from '../../../src/security/rights/transaction.ts'
import type { Transaction } from '../../../src/security/rights/transaction.ts'
import { operator, visitor } from '../../../src/security/rights/viewer.ts'
import type { SignedIn } from '../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson } from '../../setup/people.ts'

forEachEngine(
  (database, engine) => {
    const em = () => database().em()
    const addType = ({ db }: Pick<Transaction, 'db'>, name: string) =>
      db
        .insertInto('item_types')
        .values({ name, name_key: name, description: '' })
        .returning('id')
        .executeTakeFirstOrThrow()
    const names = async () =>
      (await database().db.selectFrom('item_types').select('name').execute()).map(({ name }) => name)

    describe('what is written', () => {
      it('is all of it, and the answer is what the work returned', async () => {
        const answer = await transaction(em(), operator, 'lookup.manage', async (inside) => {
          await addType(inside, 'one')
          await addType(inside, 'two')
          return 7
        })
        expect(answer).toBe(7)
        expect(await names()).toEqual(expect.arrayContaining(['one', 'two']))
      })

      it('is nothing where the work refuses or fails, and the next one can write', async () => {
        for (const error of [new Refusal({ message: 'No.' }), new Error('in the middle')]) {
          const stopped = transaction(em(), operator, 'lookup.manage', async (inside) => {
            await addType(inside, 'stopped')
            throw error
          })
          await expect(stopped).rejects.toBe(error)
        }
        await transaction(em(), operator, 'lookup.manage', (inside) => addType(inside, 'afterwards'))
        expect(await names()).toContain('afterwards')
        expect(await names()).not.toContain('stopped')
      })

      it('begins again where a name was taken in between, and gives up after a few times', async () => {
        let attempts = 0
        const work = transaction(em(), operator, 'lookup.manage', async (inside) => {
          attempts++
          await addType(inside, 'tried')
          await addType(inside, 'one')
        })
        await expect(work).rejects.toThrow(/unique/i)
        expect(attempts).toBe(4)
        expect(await names()).not.toContain('tried')
      })

      it('is tried once where a rule of the row itself is broken', async () => {
        let attempts = 0
        const work = transaction(em(), operator, 'lookup.manage', async (inside) => {
          attempts++
          await addType(inside, '')
        })
        await expect(work).rejects.toThrow(/ck_item_types_name/)
        expect(attempts).toBe(1)
      })

      it('comes one after the other where many write at once', async () => {
        const many = Array.from({ length: 20 }, (_, number) => `together${number}`)
        await Promise.all(
          many.map((name) => transaction(em(), operator, 'lookup.manage', (inside) => addType(inside, name))),
        )
        expect(await names()).toEqual(expect.arrayContaining(many))
      })
    })

    describe('who may', () => {
      let staff: SignedIn
      let id = 0
      const roleId = async (name: string) =>
        (
          await database()
            .db.selectFrom('roles')
            .select('id')
            .where('name', '=', name)
            .executeTakeFirstOrThrow()
        ).id
      const demote = async () =>
        em().execute('update users set role_id = ? where id = ?', [await roleId('member'), id])

      beforeAll(async () => {
        id = (await addPerson(database(), 'staff')).id
      })
      const signIn = async () => {
        await em().execute('update users set role_id = ?, disabled_at = null where id = ?', [
          await roleId('staff'),
          id,
        ])
        const session = await findSession(database().db, await startSession(em(), id, 'tests'))
        staff = viewerOf(session!, { teaching: true })
      }
      const add = (name: string) =>
        transaction(em(), staff, 'lookup.manage', (inside) => addType(inside, name))

      it('is asked before the database is, so that a visitor waits for nothing', async () => {
        let ran = false
        const work = transaction(em(), visitor(true), 'lookup.manage', async () => {
          ran = true
          return Promise.resolve()
        })
        await expect(work).rejects.toMatchObject({ status: 401 })
        expect(ran).toBe(false)
      })

      it.each([
        ['another role', 403, demote],
        [
          'a closed account',
          401,
          () => em().execute("update users set disabled_at = '2026-01-01T00:00:00.000Z' where id = ?", [id]),
        ],
        ['an ended session', 401, () => em().execute('delete from sessions where user_id = ?', [id])],
      ] as const)('is asked again inside: %s since the request came is %i', async (_what, status, change) => {
        await signIn()
        await change()
        await expect(add('too late')).rejects.toMatchObject({ status })
        expect(await names()).not.toContain('too late')
      })

      it('goes by the rights that hold once a lock was waited for', async () => {
        await signIn()
        const held = Promise.withResolvers<void>()
        const release = Promise.withResolvers<void>()
        const role_id = await roleId('member')
        const holder = transaction(em(), operator, 'user.manage', async ({ db }) => {
          await db.updateTable('users').set({ role_id }).where('id', '=', id).execute()
          held.resolve()
          await release.promise
        })
        await held.promise
        const waiting = add('after the lock')
        release.resolve()
        await holder
        await expect(waiting).rejects.toMatchObject({ status: 403 })
        expect(await names()).not.toContain('after the lock')
      })

      it('holds until the end: a role that is taken away meanwhile is taken away after it', async () => {
        await signIn()
        const order: string[] = []
        const writing = Promise.withResolvers<void>()
        const goOn = Promise.withResolvers<void>()
        const work = transaction(em(), staff, 'lookup.manage', async (inside) => {
          writing.resolve()
          await goOn.promise
          await addType(inside, `while it held ${engine}`)
          order.push('written')
        })
        await writing.promise
        const demotion = demote().then(() => order.push('demoted'))
        goOn.resolve()
        await Promise.all([work, demotion])
        expect(order).toEqual(['written', 'demoted'])
      })

      it('may be a function of the row', async () => {
        await signIn()
        const only = (wanted: boolean) =>
          transaction(
            em(),
            staff,
            async (_db, viewer) => Promise.resolve(wanted && viewer.user?.id === id),
            async () => Promise.resolve('done'),
          )
        await expect(only(false)).rejects.toMatchObject({ status: 403 })
        await expect(only(true)).resolves.toBe('done')
      })
    })

    describe('a form that is sent twice', () => {
      const add = (name: string, formKey: string) =>
        transaction(em(), operator, 'lookup.manage', (inside) => addType(inside, name), { formKey })

      it('does its work once, and is answered as the first time', async () => {
        const first = await add('twice', 'a')
        expect(await add('twice', 'a')).toEqual(first)
        expect((await names()).filter((name) => name === 'twice')).toHaveLength(1)
      })

      it('does it once also where both come at the same moment', async () => {
        const answers = await Promise.all(Array.from({ length: 5 }, () => add('at once', 'b')))
        expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
      })

      it('may be sent again where the first one was refused', async () => {
        const refused = transaction(em(), operator, 'lookup.manage', () => Promise.reject(new Error('no')), {
          formKey: 'c',
        })
        await expect(refused).rejects.toThrow('no')
        expect(await add('second attempt', 'c')).toMatchObject({ id: expect.any(Number) as number })
      })

      it('is another form with another key, and from somebody else', async () => {
        const { id } = await addPerson(database(), 'admin')
        const session = await findSession(database().db, await startSession(em(), id, 'tests'))
        const admin = viewerOf(session!, { teaching: true })
        await add('d1', 'd')
        await expect(add('d2', 'e')).resolves.toBeDefined()
        const other = await transaction(em(), admin, 'lookup.manage', (inside) => addType(inside, 'd3'), {
          formKey: 'd',
        })
        expect(await names()).toContain('d3')
        expect(other.id).toBeGreaterThan(0)
      })
    })
  },
  { needsRealServer: false },
)
