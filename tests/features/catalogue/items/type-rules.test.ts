/** The form of an item follows the rules of its type, without JavaScript; and identifiers are shown and found in their usual forms. */
import { describe, expect, it } from 'vitest'
import { appOf } from '../../../setup/browser.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, namesIn, valuesIn } from '../../../setup/form-page.ts'
import { hasFields } from '../../../setup/known-fields.ts'
import { signedIn } from '../../../setup/people.ts'
import { setRules } from '../../../setup/type-rules.ts'

/** How a field stands in the form. */
function fieldIn(page: string, name: string) {
  const [part = ''] =
    new RegExp(
      `<fieldset[^>]*data-field="${name}".*?(?=<fieldset[^>]*data-field=|<div class="form-actions")`,
      's',
    ).exec(page) ?? []
  const [start = ''] = /<fieldset[^>]*>/.exec(part) ?? []
  return {
    hidden: /\shidden/.test(start) && /\sdisabled/.test(start),
    needed: !part.includes('field-optional'),
    said: /data-note="?[^>]*>/.exec(part)?.[0].includes('hidden') === false,
  }
}

describe.runIf(hasFields('identifier', 'year', 'description'))('the form of an item', () => {
  forEachEngine((database) => {
    const staff = () => signedIn(database(), appOf(database()), 'staff')

    it('comes back with the fields of the type that was chosen, and what was typed stays', async () => {
      const type = await setRules(database(), 'Film', {
        scheme: 'ean',
        needs: ['creators'],
        hides: ['year', 'description'],
      })
      await setRules(database(), 'Plain')
      const browser = await staff()
      const empty = await (await browser.get('/items/new')).text()
      expect(fieldIn(empty, 'year')).toEqual({ hidden: false, needed: false, said: false })
      expect(empty).toContain('Show the fields of this type')
      const typed = {
        title: 'Half typed',
        type: String(type),
        creators: ['', 'Ada'],
        year: '1931',
        description: '',
        identifier: '12',
      }
      const answer = await browser.post('/items', { ...typed, more: 'type' })
      expect(answer.status).toBe(200)
      const page = await answer.text()
      expect([valuesIn(page, 'title'), valuesIn(page, 'type'), namesIn(page, 'creators')]).toEqual([
        ['Half typed'],
        [String(type)],
        ['', 'Ada'],
      ])
      expect(fieldIn(page, 'creators')).toMatchObject({ hidden: false, needed: true })
      expect(fieldIn(page, 'description')).toMatchObject({ hidden: true })
      // What has a value is shown, and why is said.
      expect(fieldIn(page, 'year')).toEqual({ hidden: false, needed: false, said: true })
      expect(valuesIn(page, 'year')).toEqual(['1931'])
      expect(page).toContain('The number below the barcode')
    })

    it('says at each field what its type needs and what is wrong with its identifier', async () => {
      const type = await setRules(database(), 'Novel', { scheme: 'isbn', needs: ['creators', 'year'] })
      const browser = await staff()
      const answer = await browser.post('/items', {
        title: 'A novel',
        type: String(type),
        identifier: '978-0-441-47812-6',
        year: '',
        creators: '',
      })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'creators')).toBe('Creators are needed for this type. Fill it in.')
      expect(messageAt(page, 'year')).toBe('Year is needed for this type. Fill it in.')
      expect(messageAt(page, 'identifier')).toBe(
        'Identifier is no ISBN: its last digit does not fit. Is a digit wrong, or are two swapped?',
      )
      expect(valuesIn(page, 'identifier')).toEqual(['978-0-441-47812-6'])
      const good = await browser.post('/items', {
        title: 'A novel',
        type: String(type),
        identifier: '0-441-47812-3',
        year: '1969',
        creators: 'Ursula',
      })
      expect(good.status).toBe(303)
    })

    it('leaves alone what an item has in a field that its type hides, and shows it', async () => {
      const type = await setRules(database(), 'Reel', { hides: ['year'] })
      const [id = 0] = await addItems(database(), [{ title: 'An old reel', type: 'Reel', year: 1902 }])
      const browser = await staff()
      expect(await (await browser.get(`/items/${id}`)).text()).toContain('1902')
      const page = await (await browser.get(`/items/${id}/edit`)).text()
      expect(fieldIn(page, 'year')).toMatchObject({ hidden: false, said: true })
      const sent = { title: 'An older reel', type: String(type), version: valuesIn(page, 'version')[0] ?? '' }
      expect((await browser.post(`/items/${id}`, sent)).status).toBe(303)
      expect(await (await browser.get(`/items/${id}`)).text()).toContain('1902')
      const { year } = (await database()
        .db.selectFrom('items')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()) as unknown as { year: number }
      expect(year).toBe(1902)
    })

    it('identifiers have their usual form on pages and in lists, and a DOI is a link', async () => {
      await setRules(database(), 'Article', { scheme: 'doi' })
      await setRules(database(), 'Volume', { scheme: 'isbn' })
      const browser = await staff()
      const add = async (type: string, identifier: string) => {
        const id = await setRules(database(), type, { scheme: type === 'Article' ? 'doi' : 'isbn' })
        return idIn(await browser.post('/items', { title: `Shown ${type}`, type: String(id), identifier }))
      }
      const article = await add('Article', 'doi:10.1000/Xy<1>')
      await add('Volume', '0441478123')
      const link = '<a href="https://doi.org/10.1000/Xy%3C1%3E">10.1000/Xy&lt;1></a>'
      for (const address of [`/items/${article}`, '/items?q=Shown', '/items?q=Shown&view=table', '/'])
        expect([address, (await (await browser.get(address)).text()).includes(link)]).toEqual([address, true])
      expect(await (await browser.get('/items?q=Shown')).text()).toContain('978-0441478125')
      // Files hold what was typed.
      expect(await (await browser.get('/items.csv?q=Shown')).text()).toContain('doi:10.1000/Xy<1>')
    })

    it.each(['0441478123', '0-441-47812-3', '978-0-441-47812-5', '9780441478125', '978 0441', '44147812'])(
      'an ISBN is found as %s',
      async (typed) => {
        const type = await setRules(database(), 'Found', { scheme: 'isbn' })
        const browser = await staff()
        await browser.post('/items', {
          title: 'The one that is found',
          type: String(type),
          identifier: '978-0-441-47812-5',
        })
        await addItems(database(), [{ title: 'Another', type: 'Elsewhere', identifier: 'AB-12 34' }])
        const page = await (
          await browser.get(`/items?type=${type}&identifier=${encodeURIComponent(typed)}`)
        ).text()
        expect([page.includes('The one that is found</a>'), page.includes('Another</a>')]).toEqual([
          true,
          false,
        ])
        expect(await (await browser.get('/items?identifier=ab1234')).text()).toContain('Another</a>')
        await database().em().execute(`delete from items where title = 'Another'`)
      },
    )
  })
})
