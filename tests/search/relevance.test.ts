/** The order of what a search finds. */
import { expect, it } from 'vitest'
import { Searcher } from '../../src/search/searcher.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { addItems } from '../setup/catalogue.ts'
import type { SmallItem } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { hasFields } from '../setup/known-fields.ts'
import { allItems, searchFor } from '../setup/search.ts'

forEachEngine((database) => {
  const titles = new Map<number, string>()
  const add = async (items: readonly SmallItem[]) => {
    const ids = await addItems(database(), items)
    for (const [place, { title }] of items.entries()) titles.set(ids[place] ?? 0, title)
  }
  const found = async (q: string, most = 20) => {
    const query = searchFor(q).query as SearchRequest['query']
    const page = { order: 'relevance', most } as const
    const answer = await new Searcher(database().heavy).answer({ ...allItems, query, page })
    return answer.page?.ids.map((id) => titles.get(id))
  }

  it('puts an exact title first, then titles, then names, then the rest; short titles before long ones', async () => {
    await add([
      { title: 'Solaris' },
      { title: 'Solaris and other works' },
      { title: 'A reading of Solaris' },
      { title: 'Solarists' },
      { title: 'Essays', creators: ['Solaris Press'] },
      { title: 'Letters', categories: ['Solaris studies'] },
      ...(hasFields('description') ? [{ title: 'Notes', description: 'About Solaris.' }] : []),
    ])
    expect(await found('solaris')).toEqual([
      'Solaris',
      'Solaris and other works',
      'A reading of Solaris',
      'Solarists',
      'Letters',
      'Essays',
      ...(hasFields('description') ? ['Notes'] : []),
    ])
  })

  it.runIf(hasFields('identifier'))(
    'puts an identifier that is what was typed before those that hold it, and behind such a title',
    async () => {
      await add([
        { title: 'Bowl', identifier: '47.1.3' },
        { title: 'Vase', identifier: '147.1.3' },
        { title: 'Plate', identifier: '47.1.31' },
        { title: 'Cup', identifier: '47.1.3-a' },
        { title: '4713 pots' },
        { title: 'Ledger', identifier: 'MS 1894 b' },
        { title: 'MS 1894 b and its copies' },
        { title: '1894' },
        { title: 'Coin', identifier: '1894' },
        { title: '1894 in pictures', identifier: '1894.7' },
        { title: 'Novel', identifier: '978-0-441-47812-5' },
      ])
      expect(await found('47.1.3', 1)).toEqual(['Bowl'])
      expect(await found('47-1-3', 1)).toEqual(['Bowl'])
      expect(await found('47.1.3')).toHaveLength(5)
      expect(await found('147.1.3')).toEqual(['Vase'])
      expect(await found('1894', 3)).toEqual(['1894', 'Coin', '1894 in pictures'])
      expect(await found('ms 1894 b')).toEqual(['Ledger', 'MS 1894 b and its copies'])
      expect(await found('0441478123')).toEqual(['Novel'])
      // What says more than words is no identifier.
      expect(await found('1894 -coin', 2)).toEqual(['1894', '1894 in pictures'])
    },
  )
})
