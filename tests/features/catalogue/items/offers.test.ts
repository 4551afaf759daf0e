/** What a search offers that finds little: other spellings, names, and the same words without the filters. */
import { beforeAll, expect, it } from 'vitest'
import { parseItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import { browseItems } from '../../../../src/features/catalogue/items/queries.ts'
import { readableFields } from '../../../../src/security/rights/policy.ts'
import { visitor } from '../../../../src/security/rights/viewer.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { hasFields } from '../../../setup/known-fields.ts'

const viewer = visitor(true)

forEachEngine((database) => {
  beforeAll(async () => {
    await addItems(database(), [
      { title: 'The Dispossessed', type: 'Book', creators: ['Ursula K. Le Guin'], categories: ['Utopia'] },
      { title: 'The Left Hand of Darkness', type: 'Book', creators: ['Ursula K. Le Guin'] },
      { title: 'Orsinian Tales', type: 'Book', creators: ['Ursula Krone'], internal_notes: 'zyxwvmarker' },
      { title: 'Solaris', type: 'Video', creators: ['Andrei Tarkovsky'], categories: ['Space'] },
    ])
  })

  async function offersOf(address: Record<string, string[]>) {
    const { filter } = parseItemFilter(address, readableFields(viewer))
    return (await browseItems(database(), filter, viewer)).offers
  }
  const idOf = async (table: 'item_types', name: string) =>
    (await database().db.selectFrom(table).select('id').where('name', '=', name).executeTakeFirstOrThrow()).id

  it('offers the words as the catalogue spells them', async () => {
    expect((await offersOf({ q: ['dispossesed'] }))?.spelling?.[0]).toEqual({ q: 'dispossessed' })
    expect((await offersOf({ q: ['title:dispossesed -tale'] }))?.spelling?.[0]).toEqual({
      q: 'title:dispossessed -tale',
    })
  })

  it('counts what the words find without the filters, where those are on', async () => {
    const type = [String(await idOf('item_types', 'Video'))]
    expect(await offersOf({ q: ['darkness'], type })).toMatchObject({ withoutFilters: 1 })
    expect(await offersOf({ q: ['darkness nowhere'] })).not.toHaveProperty('withoutFilters')
  })

  it.runIf(hasFields('creators', 'categories'))(
    'offers creators, categories and types that are called so, with most of the words first',
    async () => {
      const { names } = (await offersOf({ q: ['ursula guin solaris'] })) ?? { names: [] }
      expect(names.map(({ choice, name, count }) => [choice, name, count])).toEqual([
        ['creator', 'Ursula K. Le Guin', 2],
        ['creator', 'Ursula Krone', 1],
      ])
      const places = await offersOf({ q: ['space vid nowhere'] })
      expect(places?.names.map(({ choice, name }) => [choice, name])).toEqual([
        ['type', 'Video'],
        ['category', 'Space'],
      ])
    },
  )

  it('offers no names where something was found, and nothing where nothing was typed', async () => {
    expect((await offersOf({ q: ['ursula'] }))?.names).toEqual([])
    expect(await offersOf({ category: ['1'], type: [String(await idOf('item_types', 'Video'))] })).toEqual({
      spelling: [],
      names: [],
    })
  })

  it.runIf(hasFields('internal_notes'))(
    'offers no word of a field that the viewer may not read',
    async () => {
      expect(await offersOf({ q: ['zyxwvmarke'] })).toEqual({ spelling: [], names: [] })
      expect(await offersOf({ q: ['zyxwvmarkr'] })).toEqual({ spelling: [], names: [] })
    },
  )
})
