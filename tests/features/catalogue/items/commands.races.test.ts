/** Several people writing at the same moment: nobody gets an error that is not theirs, and nothing is half written. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { rekeyItems } from '../../../../src/features/catalogue/items/commands/rekey.ts'
import { writeItems } from '../../../../src/features/catalogue/items/commands/write.ts'
import { transaction } from '../../../../src/security/rights/transaction.ts'
import { operator } from '../../../../src/security/rights/viewer.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn } from '../../../setup/form-page.ts'
import { signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'
import { hasFields, ofDomain } from '../../../setup/known-fields.ts'

const long = process.env.LONG === '1'
const rounds = long ? 40 : 4

const statuses = (answers: readonly Response[]) => answers.map(({ status }) => status).sort((a, b) => a - b)

describe('at the same moment', () => {
  forEachEngine(
    (database) => {
      let staff: Person
      let type: string
      let round = 0
      beforeEach(async () => {
        staff ??= await signedIn(database(), appOf(database()), 'staff')
        type ??= idIn(await staff.post('/types', { name: 'Shared' }))
      })
      const eachRound = Array.from({ length: rounds }, (_, index) => index)

      it.each(eachRound)(
        'all who add the same new creators and categories succeed, in whatever order they name them (%i)',
        async () => {
          round++
          const names = ['Ada', 'Bo', 'Čeněk', 'Dé', 'Emile'].map((name) => `${name} ${round}`)
          const turned = (by: number) => [...names.slice(by), ...names.slice(0, by)]
          const answers = await Promise.all(
            Array.from({ length: 20 }, (_, index) =>
              staff.post('/items', {
                title: `Shared ${round}`,
                type,
                creators: index % 2 === 0 ? turned(index % 5) : turned(index % 5).reverse(),
                categories: turned((index * 3) % 5).map((name) => name.toUpperCase()),
              }),
            ),
          )
          expect(statuses(answers)).toEqual(Array.from({ length: 20 }, () => 303))
          const { db } = database()
          for (const table of ['creators', 'categories'] as const) {
            const made = await db
              .selectFrom(table)
              .select('name')
              .where('name', 'like', `% ${round}`)
              .execute()
            expect(made).toHaveLength(5)
          }
          const links = await db
            .selectFrom('item_creators')
            .innerJoin('items', 'items.id', 'item_id')
            .select((eb) => eb.fn.countAll<number>().as('count'))
            .where('title', '=', `Shared ${round}`)
            .executeTakeFirstOrThrow()
          expect(links.count).toBe(100)
        },
      )

      it('one of those who save the same version does, the others are told, and their new creators are not made', async () => {
        const id = idIn(await staff.post('/items', { title: 'Fought over', type }))
        const answers = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            staff.post(`/items/${id}`, {
              title: `Saver ${index}`,
              type,
              version: '1',
              creators: `Fighter ${index}`,
            }),
          ),
        )
        expect(statuses(answers)).toEqual([303, ...Array.from({ length: 9 }, () => 409)])
        const { db } = database()
        const item = await db
          .selectFrom('items')
          .select(['title', 'version'])
          .where('id', '=', Number(id))
          .executeTakeFirst()
        expect(item?.version).toBe(2)
        const made = await db
          .selectFrom('creators')
          .select('name')
          .where('name', 'like', 'Fighter %')
          .execute()
        expect(made).toEqual([{ name: item?.title.replace('Saver', 'Fighter') }])
      })

      it.runIf(hasFields('identifier'))(
        'one of those who take the same identifier does, the others have the message at their field',
        async () => {
          const answers = await Promise.all(
            Array.from({ length: 10 }, (_, index) =>
              staff.post('/items', { title: `Taker ${index}`, type, identifier: 'Only-1' }),
            ),
          )
          expect(statuses(answers)).toEqual([303, ...Array.from({ length: 9 }, () => 422)])
          const refused = answers.find(({ status }) => status === 422)
          expect(await refused?.text()).toContain('id="identifier-error"')
        },
      )

      it.runIf(hasFields('identifier', 'year'))(
        'an item that is changed while its type gets another scheme is compared by the new one',
        async () => {
          const em = () => database().em()
          const sent = { title: 'Dune', type, identifier: '978-0-441-01359-3' }
          const id = Number(idIn(await staff.post('/items', sent)))
          const rekeyed = Promise.withResolvers<void>()
          const end = Promise.withResolvers<void>()
          const changingType = transaction(em(), operator, 'lookup.manage', async ({ db }) => {
            const scheme = { identifier_scheme: 'isbn' as const, identifier_pattern: null }
            await db.updateTable('item_types').set(scheme).where('id', '=', Number(type)).execute()
            await rekeyItems(db, Number(type), scheme)
            rekeyed.resolve()
            await end.promise
          })
          await rekeyed.promise
          const changingItem = transaction(em(), operator, 'item.update', ({ db }) =>
            writeItems(db, [{ kind: 'update', id, values: ofDomain({ year: 1965 }) }], operator),
          )
          // By then it has read the item, and waits for the type or for its turn to write.
          setTimeout(() => end.resolve(), 300)
          await changingType
          expect(await changingItem).toEqual([{ id, changed: true }])
          const { rows } = await sql`select year, identifier_key from items where id = ${id}`.execute(
            database().db,
          )
          expect(rows).toEqual([{ year: 1965, identifier_key: '9780441013593' }])
        },
      )

      it('one of those who add the same type does, the others have the message at their field', async () => {
        const answers = await Promise.all(
          Array.from({ length: 10 }, () => staff.post('/types', { name: 'Only one' })),
        )
        expect(statuses(answers)).toEqual([303, ...Array.from({ length: 9 }, () => 422)])
      })

      it.each(eachRound)(
        'a type is deleted, or an item of it added: one of the two, and the other is told (%i)',
        async () => {
          round++
          const doomed = idIn(await staff.post('/types', { name: `Doomed ${round}` }))
          const [deleted, ...added] = await Promise.all([
            staff.post(`/types/${doomed}/deletions`),
            ...Array.from({ length: 4 }, () =>
              staff.post('/items', { title: `Last ${round}`, type: doomed }),
            ),
          ])
          const items = await database()
            .db.selectFrom('items')
            .select('id')
            .where('title', '=', `Last ${round}`)
            .execute()
          expect(items).toHaveLength(added.filter(({ status }) => status === 303).length)
          for (const { status } of added) expect([303, 422]).toContain(status)
          expect(deleted?.status).toBe(items.length > 0 ? 409 : 303)
        },
      )

      it.each(eachRound)(
        'a creator that is deleted while an item takes it is either kept or made anew (%i)',
        async () => {
          round++
          const name = `Fleeting ${round}`
          const creator = idIn(await staff.post('/creators', { name }))
          const [deleted, ...added] = await Promise.all([
            staff.post(`/creators/${creator}/deletions`),
            ...Array.from({ length: 4 }, () =>
              staff.post('/items', { title: `With ${round}`, type, creators: name }),
            ),
          ])
          expect(statuses(added)).toEqual([303, 303, 303, 303])
          expect([303, 409]).toContain(deleted?.status)
          const links = await database()
            .db.selectFrom('item_creators')
            .innerJoin('creators', 'creators.id', 'creator_id')
            .select('item_id')
            .where('name', '=', name)
            .execute()
          expect(links).toHaveLength(4)
        },
      )
    },
    { needsRealServer: true },
  )
})
