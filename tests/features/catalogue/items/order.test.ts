/** The order of titles: without their article where the domain says so, and with numbers by their value. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createItem, updateItem } from '../../../../src/features/catalogue/items/commands.ts'
import { noFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import type { Sort } from '../../../../src/features/catalogue/items/forms/filter.ts'
import { listItems } from '../../../../src/features/catalogue/items/queries.ts'
import { operator } from '../../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../../setup/database.ts'

const inOrder = [
  'Annals 1',
  'Annals 2',
  'The Annals 3',
  'annals 010',
  'Annals 10, part 2',
  'Annals 10, part 11',
  'Annals 100',
  'Annals of Mathematics',
  'An Apple a Day',
  'Émile',
  'Theatre',
  '書 2',
  '書 10',
]

forEachEngine((database) => {
  const readers = () => ({ db: database().db, heavy: database().heavy })
  const ids = new Map<string, number>()
  beforeAll(async () => {
    for (const title of inOrder.toReversed()) {
      const { id } = await createItem(
        database().em(),
        { title, type: { name: 'Book', key: 'book' } },
        operator,
      )
      ids.set(title, id)
    }
  })

  /** All titles, read by cursor, two at a time. */
  async function walk(sort: Sort): Promise<string[]> {
    const titles: string[] = []
    for (let after: number | null = null; ;) {
      const page = await listItems(readers(), { ...noFilter, sort, per_page: 2, after }, operator)
      titles.push(...page.items.map(({ title }) => title))
      if (!page.hasAfter) return titles
      after = page.items.at(-1)?.id ?? 0
    }
  }

  describe('the list by title', () => {
    it('is as people expect it, upwards and downwards, page after page', async () => {
      expect(await walk('title')).toEqual(inOrder)
      expect(await walk('-title')).toEqual(inOrder.toReversed())
    })

    it('puts an item in its new place when its title is changed', async () => {
      const id = ids.get('Theatre') ?? 0
      const change = (title: string, version: number) =>
        updateItem(database().em(), id, { title, version } as never, operator)
      await change('The Annals 5', 1)
      expect((await walk('title')).indexOf('The Annals 5')).toBe(inOrder.indexOf('annals 010'))
      await change('Theatre', 2)
      expect(await walk('title')).toEqual(inOrder)
    })
  })
})
