/** Saved searches: kept from the list, counted, looked at, deleted, and nobody else's business. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reader } from '../../src/db/engine/connection.ts'
import { limits } from '../../src/rules/limits.ts'
import { appOf } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { addItems } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { messageAt, valuesIn } from '../setup/form-page.ts'
import { signedIn } from '../setup/people.ts'
import type { Person } from '../setup/people.ts'

forEachEngine(
  (database) => {
    let app: App
    let member: Person
    beforeEach(async () => {
      app = appOf(database())
      member = await signedIn(database(), app, 'member')
      await addItems(database(), [
        { title: 'Tide Tables', type: 'Book' },
        { title: 'Tide and Time', type: 'Video' },
        { title: 'Something else', type: 'Book' },
      ])
    })

    const save = (address: string, name = 'Tides', person = member) =>
      person.post('/searches', { name, address })
    const write = () => database().em().getKysely() as unknown as Reader
    const page = async (person = member) => (await person.get('/searches')).text()
    const stored = () => database().db.selectFrom('saved_searches').selectAll().orderBy('id').execute()
    const numbers = (html: string) =>
      [...html.matchAll(/saved-search-numbers">(.*?)<\/p>/gs)].map(([, text]) =>
        text?.replace(/<[^>]*>/g, ''),
      )

    describe('saving a search', () => {
      it('is offered above a list that is narrowed, with a name made of its choices, and to nobody who may not', async () => {
        const list = await (await member.get('/items?q=tide')).text()
        expect(list).toContain('Save this search')
        expect(valuesIn(list, 'address')).toEqual(['q=tide'])
        expect(valuesIn(list, 'name')).toEqual(['tide'])
        expect(await (await member.get('/items')).text()).not.toContain('Save this search')
        expect(await (await app.request('/items?q=tide')).text()).not.toContain('Save this search')
      })

      it('keeps the choices alone, and leads to the list of searches', async () => {
        const answer = await save('q=tide&page=7&nonsense=1')
        expect([answer.status, answer.headers.get('location')]).toEqual([303, '/searches'])
        expect(await stored()).toMatchObject([{ name: 'Tides', address: 'q=tide', user_id: member.id }])
        expect(await page()).toContain('href="/items?q=tide"')
      })

      it('is refused without a name, without a choice and with too long an address, with what was typed', async () => {
        const nameless = await save('q=tide', ' ')
        expect(nameless.status).toBe(422)
        const html = await nameless.text()
        expect(messageAt(html, 'name')).toMatch(/needed/)
        expect(valuesIn(html, 'address')).toEqual(['q=tide'])
        const empty = await save('sort=title')
        expect(empty.status).toBe(422)
        expect(await empty.text()).toContain('Nothing is chosen')
        expect((await save(`q=${'x'.repeat(limits.savedAddress)}`)).status).toBe(422)
        expect(await stored()).toEqual([])
      })

      it('is refused where its address is too long as it is stored, in which a letter may take nine characters', async () => {
        const answer = await save(`q=${'日本'.repeat(250)}`)
        expect(answer.status).toBe(422)
        const html = await answer.text()
        expect(html).toContain('longer than 4,000 characters')
        expect(valuesIn(html, 'name')).toEqual(['Tides'])
        expect(valuesIn(html, 'address')).toEqual([`q=${'日本'.repeat(250)}`])
        expect(await stored()).toEqual([])
      })

      it('is refused to somebody who keeps as many as one may', async () => {
        const row = { user_id: member.id, name: 'x', address: 'q=x', seen_up_to: 0 }
        const rows = Array.from({ length: limits.savedSearches }, () => ({
          ...row,
          created_at: '2026-01-31T12:00:00.000Z' as never,
        }))
        await write().insertInto('saved_searches').values(rows).execute()
        const answer = await save('q=tide')
        expect(answer.status).toBe(422)
        expect(await answer.text()).toContain('Delete one first')
        expect(await (await member.get('/searches?page=10')).text()).toContain('saved-search-name')
        expect(await (await member.get('/searches?page=11')).text()).toContain('There is no such page')
      })

      it('happens once, however often the same form is sent', async () => {
        const form = { name: 'Tides', address: 'q=tide', form_key: 'a'.repeat(36) }
        for (const _ of [1, 2]) expect((await member.post('/searches', form)).status).toBe(303)
        expect(await stored()).toHaveLength(1)
      })
    })

    describe('the list of searches', () => {
      it('says how many items each finds, and how many came since', async () => {
        await save('q=tide')
        expect(numbers(await page())).toEqual(['2 items, none of them new'])
        await addItems(database(), [{ title: 'High Tide' }, { title: 'Low water' }, { title: 'Low Tide' }])
        expect(numbers(await page())).toEqual(['4 items, 2 new'])
      })

      it('counts exactly up to a limit, and then says that there are more', async () => {
        await save('q=tide')
        await addItems(
          database(),
          Array.from({ length: 51 }, (_, index) => ({ title: `Tide ${index}` })),
        )
        expect(numbers(await page())).toEqual(['53 items, 50 or more new'])
      })

      it('is of use when nothing is kept', async () => {
        expect(await page()).toContain('You keep no searches yet')
      })

      it('says where something that was asked for is gone', async () => {
        const { id } = await database()
          .db.selectFrom('item_types')
          .select('id')
          .where('name', '=', 'Video')
          .executeTakeFirstOrThrow()
        await save(`q=tide&type=${id}`)
        await save(`type=${id}`, 'Only videos')
        await write()
          .updateTable('items')
          .set({ item_type_id: id - 1 })
          .execute()
        await write().deleteFrom('item_types').where('id', '=', id).execute()
        const html = await page()
        expect(html.match(/is no longer there/g)).toHaveLength(2)
        expect(numbers(html)).toEqual([
          'Not counted: nothing of what it asks for is there.',
          '2 items, none of them new',
        ])
      })

      it('is everybody’s own', async () => {
        await save('q=tide')
        const other = await signedIn(database(), app, 'admin')
        expect(await page(other)).toContain('You keep no searches yet')
        const [search] = await stored()
        for (const way of ['visits', 'deletions'])
          expect((await other.post(`/searches/${search?.id}/${way}`)).status).toBe(404)
        expect(await stored()).toHaveLength(1)
      })
    })

    describe('looking at what is new', () => {
      it('leads to the list, the newest first, and counts from there', async () => {
        await save('q=tide&sort=title')
        await addItems(database(), [{ title: 'High Tide' }])
        const [search] = await stored()
        const answer = await member.post(`/searches/${search?.id}/visits`)
        expect([answer.status, answer.headers.get('location')]).toEqual([303, '/items?q=tide&sort=newest'])
        expect(numbers(await page())).toEqual(['3 items, none of them new'])
      })

      it('changes nothing by a link that is only followed', async () => {
        await save('q=tide')
        await addItems(database(), [{ title: 'High Tide' }])
        await member.get('/items?q=tide')
        await page()
        expect(numbers(await page())).toEqual(['3 items, 1 new'])
      })
    })

    it('are deleted one by one, and with the account', async () => {
      await save('q=tide')
      await save('q=else', 'Else')
      const [first] = await stored()
      expect((await member.post(`/searches/${first?.id}/deletions`)).status).toBe(303)
      expect(await stored()).toMatchObject([{ name: 'Else' }])
      expect((await member.post(`/searches/${first?.id}/deletions`)).status).toBe(404)
      await write().deleteFrom('users').where('id', '=', member.id).execute()
      expect(await stored()).toEqual([])
    })

    it('tell nobody what they may not read: a search by private notes finds nothing for a member', async () => {
      expect((await save('internal_notes=secret')).status).toBe(422)
    })
  },
  { each: true },
)
