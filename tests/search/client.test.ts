/** The same search is not asked twice, and no answer is older than the items. */
import { expect, it } from 'vitest'
import { answerWith, search } from '../../src/search/client.ts'
import { buildIndex } from '../../src/search/build.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { Searcher } from '../../src/search/searcher.ts'
import { addItems } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import type { Database } from '../../src/db/engine/connection.ts'
import { allItems } from '../setup/search.ts'

const page = { order: { key: null, descending: true }, most: 10 }

/** Answers by the searcher, and keeps the requests that reached it. @param before runs before each answer */
function recorded(database: Database, before?: () => Promise<unknown>): SearchRequest[] {
  const asked: SearchRequest[] = []
  const searcher = new Searcher(database.heavy)
  answerWith(database, {
    async answer(request) {
      asked.push(request)
      const answer = await searcher.answer(request)
      await before?.()
      return answer
    },
  })
  return asked
}

forEachEngine((database) => {
  it('a search is asked once, until an item is written', async () => {
    await addItems(database(), [{ title: 'Solaris' }])
    const asked = recorded(database())
    const first = await search(database(), { ...allItems, page })
    expect(await search(database(), { ...allItems, page })).toEqual(first)
    expect(asked).toHaveLength(1)

    const [id] = await addItems(database(), [{ title: 'Dhalgren' }])
    const after = await search(database(), { ...allItems, page })
    expect(after.total).toBe(first.total + 1)
    expect(after.page?.ids).toContain(id)
    expect(asked).toHaveLength(2)
  })

  it('an index that is built anew is asked again', async () => {
    await addItems(database(), [{ title: 'Solaris' }])
    const asked = recorded(database())
    await search(database(), allItems)
    await buildIndex(database().em(), { anew: true })
    await search(database(), allItems)
    expect(asked).toHaveLength(2)
  })

  it('who may read other parts of the index, or wants other numbers, gets an answer of their own', async () => {
    const asked = recorded(database())
    for (const request of [
      allItems,
      { ...allItems, parts: [] },
      { ...allItems, facets: ['item_type'] },
      { ...allItems, page },
    ])
      await search(database(), request)
    expect(asked).toHaveLength(4)
  })

  it('an answer during which an item was written is given to nobody else', async () => {
    await addItems(database(), [{ title: 'Solaris' }])
    let isFirst = true
    const asked = recorded(database(), async () => {
      if (isFirst) await addItems(database(), [{ title: 'Dhalgren' }])
      isFirst = false
    })
    const { total } = await search(database(), allItems)
    expect((await search(database(), allItems)).total).toBe(total + 1)
    expect(asked).toHaveLength(2)
  })

  it('a condition, which may read more than items, and a very long page are asked each time', async () => {
    await addItems(database(), [{ title: 'Solaris' }])
    const asked = recorded(database())
    const condition = { sql: 'select id from items where id > 0', parameters: [] }
    const requests: SearchRequest[] = [
      { ...allItems, conditions: [condition] },
      { ...allItems, query: [[{ kind: 'condition', condition }]] },
      { ...allItems, page: { ...page, most: 2 ** 31 } },
    ]
    for (const request of [...requests, ...requests]) await search(database(), request)
    expect(asked).toHaveLength(6)
  })
})
