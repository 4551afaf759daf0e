/** Creators in the order of their sort names, which are proposed from the names and may be changed. */
import { beforeEach, describe, expect, it } from 'vitest'
import { appOf } from '../../../setup/browser.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, valuesIn } from '../../../setup/form-page.ts'
import { signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'

forEachEngine(
  (database) => {
    let staff: Person
    beforeEach(async () => {
      staff = await signedIn(database(), appOf(database()), 'staff')
    })

    const add = async (name: string, sort_name = '') =>
      Number(idIn(await staff.post('/creators', { name, sort_name })))
    /** The names as the list has them. */
    const listed = async (query = '') => {
      const page = await (await staff.get(`/creators${query}`)).text()
      return [...page.matchAll(/<bdi>(.*?)<\/bdi>/g)].map(([, name]) => name)
    }
    const stored = async (id: number) =>
      database().db.selectFrom('creators').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

    describe('the list of creators', () => {
      it('is ordered by family names, with numbers by their value', async () => {
        for (const name of ['Ada Lovelace', 'Ursula K. Le Guin', 'The Beatles', 'Plato', 'Area 51', 'Area 9'])
          await add(name)
        await add('Daft Punk', 'Daft Punk')
        expect(await listed()).toEqual([
          ...['Area 9', 'Area 51', 'Beatles, The', 'Daft Punk'],
          ...['Le Guin, Ursula K.', 'Lovelace, Ada', 'Plato'],
        ])
      })

      it('has its letters from the sort names, and one for all numbers', async () => {
        for (const name of ['Ada Lovelace', '2 Unlimited', '10,000 Maniacs']) await add(name)
        expect(await listed('?letter=l')).toEqual(['Lovelace, Ada'])
        expect(await listed('?letter=a')).toEqual([])
        expect(await listed('?letter=0')).toEqual(['2 Unlimited', '10,000 Maniacs'])
        const page = await (await staff.get('/creators?letter=0')).text()
        expect(page).toMatch(/letter=0"[^>]*>0–9</)
        expect(page).not.toMatch(/letter=[1-9]/)
      })

      it('is searched by the names as they are written', async () => {
        await add('Ada Lovelace')
        expect(await listed('?q=ada+lovelace')).toEqual(['Lovelace, Ada'])
      })

      it('has those in it that came without a key for their order, under their names', async () => {
        await addItems(database(), [{ title: 'By hand', creators: ['Grace Hopper'] }])
        await add('Ada Lovelace')
        await add('Frank Drake')
        expect(await listed()).toEqual(['Drake, Frank', 'Hopper, Grace', 'Lovelace, Ada'])
      })
    })

    describe('the sort name', () => {
      it('is proposed in the form, and none is stored where the proposed one holds', async () => {
        const id = await add('Ursula K. Le Guin', 'Le Guin, Ursula K.')
        expect((await stored(id)) as object).toMatchObject({
          sort_name: null,
          sort_key: 'le guin, ursula k.',
        })
        const form = await (await staff.get(`/creators/${id}/edit`)).text()
        expect(form).toContain('Left empty, it is “Le Guin, Ursula K.”')
        expect(valuesIn(form, 'sort_name')).toEqual([''])
      })

      it('follows when the name is changed, and stays where it was written', async () => {
        const follows = await add('Ada Byron')
        await staff.post(`/creators/${follows}`, { name: 'Ada Lovelace', sort_name: '' })
        expect((await stored(follows)) as object).toMatchObject({
          sort_name: null,
          sort_key: 'lovelace, ada',
        })
        const stays = await add('Pink Floyd', 'Pink Floyd')
        await staff.post(`/creators/${stays}`, { name: 'Pink Floyd (band)' })
        expect((await stored(stays)) as object).toMatchObject({
          sort_name: 'Pink Floyd',
          sort_key: 'pink floyd',
        })
      })

      it('is refused where it is too long or cannot be read, with what was typed', async () => {
        for (const sort_name of ['x'.repeat(501), '\u00ad']) {
          const answer = await staff.post('/creators', { name: 'Somebody', sort_name })
          expect(answer.status).toBe(422)
          const page = await answer.text()
          expect(messageAt(page, 'sort_name')).not.toBe('')
          expect(valuesIn(page, 'name')).toEqual(['Somebody'])
        }
      })

      it('is made for names that come with an item', async () => {
        const [type] = await addItems(database(), [{ title: 'Old', type: 'Book' }])
        expect(type).toBeDefined()
        const { id } = await database().db.selectFrom('item_types').select('id').executeTakeFirstOrThrow()
        await staff.post('/items', { title: 'New', type: String(id), creators: 'Émile Zola' })
        const made = await database()
          .db.selectFrom('creators')
          .selectAll()
          .where('name', '=', 'Émile Zola')
          .executeTakeFirstOrThrow()
        expect(made as object).toMatchObject({ sort_name: null, sort_key: 'zola, emile' })
      })
    })
  },
  { each: true },
)
