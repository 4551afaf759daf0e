/** Adding, changing and deleting items through their forms, as people with different roles do it. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../../src/db/engine/connection.ts'
import { domain } from '../../../../src/domain.ts'
import { limits } from '../../../../src/rules/limits.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, namesIn, valuesIn } from '../../../setup/form-page.ts'
import { signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'
import { hasFields, ofDomain } from '../../../setup/known-fields.ts'

let typeCount = 0

/** A type of its own for each test, so that identifiers of different tests never meet. */
async function addType(staff: Person): Promise<string> {
  const answer = await staff.post('/types', { name: `Type ${(typeCount += 1)}` })
  return idIn(answer)
}

/** The whole of an item as the tables hold it. */
async function stored({ db }: Database, id: string) {
  const item = await db.selectFrom('items').selectAll().where('id', '=', Number(id)).executeTakeFirst()
  const creators = await db
    .selectFrom('item_creators')
    .innerJoin('creators', 'creators.id', 'creator_id')
    .select('name')
    .where('item_id', '=', Number(id))
    .orderBy('position')
    .execute()
  const categories = await db
    .selectFrom('item_categories')
    .innerJoin('categories', 'categories.id', 'category_id')
    .select('name')
    .where('item_id', '=', Number(id))
    .orderBy('position')
    .execute()
  return { item, creators: creators.map(({ name }) => name), categories: categories.map(({ name }) => name) }
}

forEachEngine((database) => {
  let staff: Person
  let member: Person
  let type: string
  beforeAll(async () => {
    const app = appOf(database())
    staff = await signedIn(database(), app, 'staff')
    member = await signedIn(database(), app, 'member')
    type = await addType(staff)
  })

  it('adds an item with its creators and categories in the order of the form', async () => {
    const sent = {
      title: '  The Sea Around Us ',
      type,
      year: '1951',
      identifier: 'ISBN 978-0-19-506997-8',
      creators: ['Zoë Carson', '', 'Ada Byrne', 'zoe  CARSON', 'Bo Li'],
      categories: ['Sea', 'Biology'],
      description: 'First line\r\nsecond',
      internal_notes: 'Spine is loose',
    }
    const answer = await staff.post('/items', ofDomain(sent))
    const { item, creators, categories } = await stored(database(), idIn(answer))
    expect(item).toMatchObject({
      title: 'The Sea Around Us',
      title_key: 'the sea around us',
      ...ofDomain({
        year: 1951,
        identifier: 'ISBN 978-0-19-506997-8',
        description: 'First line\nsecond',
        internal_notes: 'Spine is loose',
      }),
      ...(hasFields('identifier') && { identifier_key: 'isbn 978-0-19-506997-8' }),
      item_type_id: Number(type),
      created_by: staff.id,
      version: 1,
    })
    expect(creators).toEqual(['Zoë Carson', 'Ada Byrne', 'Bo Li'])
    expect(categories).toEqual(['Sea', 'Biology'])
  })

  it.runIf(hasFields('internal_notes'))(
    'has a date of change that does not tell when private notes changed',
    async () => {
      const id = idIn(
        await staff.post('/items', { title: 'Dated', type, creators: ['Ada Byrne'], internal_notes: 'a' }),
      )
      const moment = '2020-01-01T00:00:00.000Z'
      await database()
        .em()
        .execute('update items set updated_at = ? where id = ?', [moment, Number(id)])
      const seen = async () => await (await member.get(`/items/${id}`)).text()
      const before = await seen()
      const form = {
        title: 'Dated',
        type,
        creators: ['Ada Byrne'],
        categories: [],
        ...ofDomain({ description: '', year: '', identifier: '' }),
      }
      expect((await staff.post(`/items/${id}`, { ...form, internal_notes: 'b', version: '1' })).status).toBe(
        303,
      )
      expect((await stored(database(), id)).item).toMatchObject({
        internal_notes: 'b',
        version: 2,
        updated_at: moment,
      })
      expect(await seen()).toBe(before)
      // Each of these is seen by everybody.
      for (const change of [
        ...(hasFields('description') ? [{ description: 'New' }] : []),
        { creators: ['Bo Li', 'Ada Byrne'] },
        { categories: ['Sea'] },
      ]) {
        await database()
          .em()
          .execute('update items set updated_at = ? where id = ?', [moment, Number(id)])
        const { item } = await stored(database(), id)
        const answer = await staff.post(`/items/${id}`, {
          ...form,
          ...change,
          version: String(item?.version),
        })
        expect(answer.status).toBe(303)
        expect((await stored(database(), id)).item?.updated_at).not.toBe(moment)
      }
    },
  )

  it('says once on the next page what was done', async () => {
    const answer = await staff.post('/items', { title: 'Noted', type })
    const path = answer.headers.get('location') ?? ''
    expect(await (await staff.get(path)).text()).toContain(`The ${domain.item.one} is added`)
    expect(await (await staff.get(path)).text()).not.toContain(`The ${domain.item.one} is added`)
  })

  it('finds creators and categories that are there already, however they are spelled', async () => {
    await staff.post('/items', { title: 'One', type, creators: ['Émile Zola'], categories: ['Roman'] })
    const answer = await staff.post('/items', {
      title: 'Two',
      type,
      creators: ['emile  ZOLA'],
      categories: ['ROMAN'],
    })
    const { creators, categories } = await stored(database(), idIn(answer))
    expect(creators).toEqual(['Émile Zola'])
    expect(categories).toEqual(['Roman'])
  })

  it('keeps names with semicolons, quotes and other scripts, and titles of 800 characters, as they were typed', async () => {
    const names = ['Smith; Jones & Co', '"The" O\'Brien', '紫式部', 'محمود درويش', '<b>Bold</b>', '😀 Band']
    const title = `Långt ${'ö'.repeat(790)}`
    const id = idIn(await staff.post('/items', { title, type, creators: names }))
    const { item, creators } = await stored(database(), id)
    expect(item?.title).toBe(title)
    expect(creators).toEqual(names)
    const page = await (await staff.get(`/items/${id}/edit`)).text()
    expect(page).toContain('value="Smith; Jones &amp; Co"')
    expect(page).toContain('value="&lt;b>Bold&lt;/b>"')
  })

  it('changes what was sent, counts the version up, and leaves what was not sent', async () => {
    const id = idIn(
      await staff.post('/items', {
        title: 'Before',
        type,
        ...ofDomain({ year: '-700' }),
        creators: ['A', 'B', 'C'],
        categories: ['X'],
      }),
    )
    const before = await stored(database(), id)
    expect(
      (await staff.post(`/items/${id}`, { title: 'After', type, version: '1', creators: ['C', 'A'] })).status,
    ).toBe(303)
    const after = await stored(database(), id)
    expect(after.item).toMatchObject({
      title: 'After',
      ...ofDomain({ year: -700 }),
      version: 2,
      created_at: before.item?.created_at,
    })
    expect(after.creators).toEqual(['C', 'A'])
    expect(after.categories).toEqual(['X'])
    expect(
      (
        await staff.post(`/items/${id}`, {
          title: 'After',
          type,
          version: '2',
          ...ofDomain({ year: '' }),
          creators: '',
          categories: '',
        })
      ).status,
    ).toBe(303)
    expect(await stored(database(), id)).toMatchObject({
      item: ofDomain({ year: null }),
      creators: [],
      categories: [],
    })
  })

  it('deletes an item with its links and keeps its creators', async () => {
    const id = idIn(await staff.post('/items', { title: 'Gone soon', type, creators: ['Keeper'] }))
    const answer = await staff.post(`/items/${id}/deletions`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/items')
    expect((await staff.get(`/items/${id}`)).status).toBe(404)
    expect(await stored(database(), id)).toEqual({ item: undefined, creators: [], categories: [] })
    expect(
      await database().db.selectFrom('creators').select('id').where('name', '=', 'Keeper').execute(),
    ).toHaveLength(1)
    expect((await staff.post(`/items/${id}/deletions`)).status).toBe(404)
  })

  it('deletes for a client that sends no body at all, but not for one that sends something else than a form', async () => {
    const id = idIn(await staff.post('/items', { title: 'Without a body', type }))
    const path = `/items/${id}/deletions`
    const headers = { origin: 'http://127.0.0.1:3000' }
    const json = { ...headers, 'content-type': 'application/json' }
    expect((await staff.send(path, { method: 'POST', body: '{}', headers: json })).status).toBe(415)
    expect((await staff.send(path, { method: 'POST', headers })).status).toBe(303)
  })

  describe('a refused form', () => {
    const typed: Record<string, string | string[]> = ofDomain({
      title: 'Kept <title>',
      type: '',
      year: '1901',
      identifier: 'kept-id',
      creators: ['First "one"', '', 'Third'],
      categories: ['Kept category'],
      description: '\n Kept\ntext ',
      internal_notes: 'Kept notes',
    })
    const wrong: [string, string, string | string[], RegExp][] = [
      ['a blank title', 'title', '   ', /needed/],
      ['a title that does not show', 'title', '\u200b\u00ad', /needed/],
      [
        'a title that is too long',
        'title',
        'x'.repeat(limits.title + 3),
        /longer than 2,000 characters\. Take 3 away/,
      ],
      ['a control character', 'title', 'a\u0000b', /cannot be kept/],
      ['a year in words', 'year', 'c. 1800', /whole number/],
      ['a year out of range', 'year', '99999', /whole number/],
      ['a year with a fraction', 'year', '1.5', /whole number/],
      ['an identifier that is too long', 'identifier', '9'.repeat(limits.identifier + 1), /longer than 200/],
      [
        'an identifier that does not show',
        'identifier',
        'a\u200b\u200b'.slice(1),
        /nothing that can be read/,
      ],
      ['no type', 'type', '', /needed/],
      ['a type that is no number', 'type', '1; drop table items', /needed/],
      ['a type that is too large', 'type', '99999999999', /needed/],
      ['a type that is gone', 'type', '2147483647', /no such/],
      ['a creator that is too long', 'creators', ['Fine', 'y'.repeat(limits.name + 1)], /longer than 500/],
      ['a category that is too long', 'categories', ['z'.repeat(limits.name + 1)], /longer than 500/],
      [
        'a description that is too long',
        'description',
        'd'.repeat(limits.longText + 1),
        /longer than 20,000/,
      ],
      ['notes that are too long', 'internal_notes', 'n'.repeat(limits.longText + 1), /longer than 20,000/],
    ]

    it.each(wrong.filter(([, name]) => name in typed))(
      'for %s has its message at its field, and everything typed',
      async (_what, name, value, message) => {
        const before = await database().db.selectFrom('items').select('id').execute()
        const names = await database().db.selectFrom('creators').select('id').execute()
        const answer = await staff.post('/items', { ...typed, type, [name]: value })
        expect(answer.status).toBe(422)
        const page = await answer.text()
        expect(messageAt(page, name)).toMatch(message)
        expect(page).toContain(`href="#${name}"`)
        for (const [each, text] of Object.entries({ ...typed, type }).filter(([field]) => field !== name)) {
          expect(Array.isArray(text) ? namesIn(page, each) : valuesIn(page, each), each).toEqual(
            [text].flat(),
          )
        }
        if (typeof value === 'string' && !value.includes('\u0000') && name !== 'type')
          expect(valuesIn(page, name)).toEqual([value])
        expect(await database().db.selectFrom('items').select('id').execute()).toEqual(before)
        expect(await database().db.selectFrom('creators').select('id').execute()).toEqual(names)
      },
    )

    it('has every message at once', async () => {
      const sent = ofDomain({ title: '', type: '', creators: 'y'.repeat(limits.name + 1), year: 'x' })
      const page = await (await staff.post('/items', sent)).text()
      for (const name of Object.keys(sent)) expect(messageAt(page, name)).not.toBe('')
      expect(page).toContain(`Fix ${String(Object.keys(sent).length)} problems`)
    })

    it.runIf(hasFields('identifier'))(
      'names the item that has the identifier already, in any spelling',
      async () => {
        const id = idIn(await staff.post('/items', { title: 'The holder', type, identifier: 'QA 76-Ä' }))
        const answer = await staff.post('/items', { title: 'Another', type, identifier: 'qa  76-ä' })
        expect(answer.status).toBe(422)
        const page = await answer.text()
        expect(messageAt(page, 'identifier')).toMatch(/taken/)
        expect(page).toContain(`href="/items/${id}"`)
        const other = await addType(staff)
        expect(
          (await staff.post('/items', { title: 'Another', type: other, identifier: 'qa 76-ä' })).status,
        ).toBe(303)
        // Moved to the type in which its identifier is taken, without touching the identifier.
        const moved = idIn(
          await staff.post('/items', { title: 'To move', type: await addType(staff), identifier: 'QA 76-Ä' }),
        )
        const refused = await staff.post(`/items/${moved}`, { title: 'To move', type, version: '1' })
        expect(refused.status).toBe(422)
        expect(messageAt(await refused.text(), 'identifier')).toMatch(/taken/)
      },
    )

    it('comes back for an item that is there already as well, and changes nothing', async () => {
      const id = idIn(await staff.post('/items', { title: 'Stays', type, creators: ['Stays too'] }))
      const answer = await staff.post(`/items/${id}`, {
        title: '',
        type,
        version: '1',
        creators: ['New one'],
      })
      expect(answer.status).toBe(422)
      expect(namesIn(await answer.text(), 'creators')).toEqual(['New one'])
      expect(await stored(database(), id)).toMatchObject({
        item: { title: 'Stays', version: 1 },
        creators: ['Stays too'],
      })
    })
  })

  describe('fields that the form does not have', () => {
    it.each([
      'role_id',
      'id',
      'created_by',
      'created_at',
      'title_key',
      'item_type_id',
      '__proto__',
      'constructor',
    ])('refuse the whole form: %s', async (name) => {
      const id = idIn(await staff.post('/items', { title: 'Plain', type }))
      for (const path of ['/items', `/items/${id}`, `/items/${id}/deletions`]) {
        const fields = path.endsWith('deletions') ? {} : { title: 'Changed', type, version: '1' }
        const answer = await staff.send(path, {
          method: 'POST',
          body: new URLSearchParams([...Object.entries(fields), [name, '1']]),
          headers: { origin: 'http://127.0.0.1:3000' },
        })
        expect(answer.status, path).toBe(422)
        expect(await answer.text()).toContain(`no field &quot;${name}&quot;`)
      }
      expect((await stored(database(), id)).item).toMatchObject({
        title: 'Plain',
        created_by: staff.id,
        version: 1,
      })
    })

    it('refuse a title that is sent twice', async () => {
      const answer = await staff.post('/items', { title: ['One', 'Two'], type })
      expect(answer.status).toBe(422)
      expect(messageAt(await answer.text(), 'title')).toMatch(/more than once/)
    })
  })

  describe('two people at one item', () => {
    it('tells the second saver, shows both versions, and lets them go on with theirs', async () => {
      const id = idIn(
        await staff.post('/items', {
          ...{ title: 'Original', type, creators: ['A'] },
          ...ofDomain({ internal_notes: 'n' }),
        }),
      )
      await staff.post(`/items/${id}`, { title: 'First saver', type, version: '1', creators: ['A', 'B'] })
      const mine = { title: 'Second saver', type, version: '1', creators: ['A'], categories: ['Long work'] }
      const answer = await staff.post(`/items/${id}`, mine)
      expect(answer.status).toBe(409)
      const page = await answer.text()
      for (const text of ['First saver', 'Second saver', 'Long work']) expect(page).toContain(text)
      expect(valuesIn(page, 'title')).toEqual(['Second saver'])
      expect(valuesIn(page, 'version')).toEqual(['2'])
      expect((await stored(database(), id)).item?.title).toBe('First saver')
      expect((await staff.post(`/items/${id}`, { ...mine, version: '2' })).status).toBe(303)
      expect(await stored(database(), id)).toMatchObject({
        item: { title: 'Second saver', version: 3 },
        creators: ['A'],
      })
    })

    it('takes the same form sent twice for one', async () => {
      const id = idIn(await staff.post('/items', { title: 'Once', type }))
      const form = {
        title: 'Twice',
        type,
        version: '1',
        creators: '',
        categories: '',
        ...ofDomain({ year: '', identifier: '', description: '', internal_notes: '' }),
      }
      expect((await staff.post(`/items/${id}`, form)).status).toBe(303)
      expect((await staff.post(`/items/${id}`, form)).status).toBe(303)
      expect((await stored(database(), id)).item?.version).toBe(2)
    })

    it('needs to know which version was edited', async () => {
      const id = idIn(await staff.post('/items', { title: 'Versioned', type }))
      for (const version of [undefined, '', 'x', '0', '-1', '1.5', '99999999999']) {
        const answer = await staff.post(`/items/${id}`, {
          title: 'No',
          type,
          ...(version !== undefined && { version }),
        })
        expect(answer.status, version).toBe(422)
      }
      expect((await stored(database(), id)).item?.title).toBe('Versioned')
    })
  })

  it('gives the form back with one more line, and writes nothing', async () => {
    const answer = await staff.post('/items', { title: '', creators: ['A', 'B', 'C'], more: 'creators' })
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(valuesIn(page, 'creators')).toEqual(['A', 'B', 'C', ''])
    expect(page).not.toContain('Fix ')
    expect(await database().db.selectFrom('items').select('id').where('title', '=', '').execute()).toEqual([])
  })

  it.each(['0', '99999999999', '2147483648', '00'])('finds no item under the number %s', async (id) => {
    for (const path of [`/items/${id}`, `/items/${id}/edit`])
      expect((await staff.get(path)).status, path).toBe(404)
    for (const path of [`/items/${id}`, `/items/${id}/deletions`])
      expect((await staff.post(path, { title: 'x', type, version: '1' })).status, path).toBe(404)
  })

  describe('somebody who may not', () => {
    it('is refused at every page and address, and is offered nothing', async () => {
      const id = idIn(await staff.post('/items', { title: 'Guarded', type }))
      for (const path of ['/items/new', `/items/${id}/edit`])
        expect((await member.get(path)).status, path).toBe(403)
      const form = { title: 'Taken over', type, version: '1' }
      for (const path of ['/items', `/items/${id}`, `/items/${id}/deletions`])
        expect((await member.post(path, form)).status, path).toBe(403)
      expect((await stored(database(), id)).item?.title).toBe('Guarded')
      const pages =
        (await (await member.get('/items')).text()) + (await (await member.get(`/items/${id}`)).text())
      for (const offer of ['/items/new', '/edit', '/deletions']) expect(pages).not.toContain(offer)
      const own =
        (await (await staff.get('/items')).text()) + (await (await staff.get(`/items/${id}`)).text())
      for (const offer of ['/items/new', '/edit', '/deletions']) expect(own).toContain(offer)
    })
  })
})
