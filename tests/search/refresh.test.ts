/** The values cached in memory follow what is written, also by others than the application. */
import { expect, it, vi } from 'vitest'
import { buildIndex } from '../../src/search/build.ts'
import { changesSince, newestChange } from '../../src/search/change-log.ts'
import { TookTooLongError, untilAborted } from '../../src/db/engine/time-limit.ts'
import { searchOf } from '../../src/search/engines/index.ts'
import { Searcher } from '../../src/search/searcher.ts'
import { addItems } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { hasFields } from '../setup/known-fields.ts'
import { allItems } from '../setup/search.ts'

const solaris = { kind: 'words', tokens: ['solaris'], isPrefix: true } as const
const newest = { order: { key: null, descending: true }, most: 10 }

forEachEngine((database) => {
  it.runIf(hasFields('year'))('a rebuild makes known what somebody changed by hand', async () => {
    await addItems(database(), [{ title: 'Dune', year: 1965 }])
    const searcher = new Searcher(database().heavy)
    const count = async (year: string) =>
      (await searcher.answer({ ...allItems, fields: { year: { from: year, to: year } } })).total
    expect(await count('1965')).toBe(1)
    await database().em().execute('update items set year = 1984')
    await buildIndex(database().em(), { anew: true })
    expect([await count('1965'), await count('1984')]).toEqual([0, 1])
  })

  it('whoever knows the newest change but the rebuild is told to read all anew', async () => {
    const { db } = database()
    const known = await newestChange(db)
    expect(await changesSince(db, known)).toEqual([])
    await buildIndex(database().em(), { anew: true })
    expect(await changesSince(db, known)).toBeUndefined()
  })

  it('goes on reading for those who wait, when whoever asked first has given up', async () => {
    await addItems(database(), [{ title: 'Dhalgren' }])
    const searcher = new Searcher(database().heavy)
    const first = new AbortController()
    const asked = untilAborted(
      () => first.signal,
      () => searcher.answer(allItems),
    )
    asked.catch(() => undefined)
    const second = searcher.answer(allItems)
    first.abort(new TookTooLongError())
    expect((await second).total).toBeGreaterThan(0)
  })

  it('a search from under which the index is taken asks the one that was built anew', async () => {
    const { heavy } = database()
    const [id] = await addItems(database(), [{ title: 'Solaris' }])
    const engine = searchOf(heavy)
    const find = engine.find.bind(engine)
    vi.spyOn(engine, 'find').mockImplementationOnce(async (...asked) => {
      await buildIndex(database().em(), { anew: true })
      return find(...asked)
    })
    const { page } = await new Searcher(heavy).answer({ ...allItems, query: [[solaris]], page: newest })
    expect(page?.ids).toEqual([id])
  })
})
