/** What is kept in memory follows what was written, also past the application. */
import { expect, it } from 'vitest'
import { buildIndex } from '../../src/search/build.ts'
import { changesSince, newestChange } from '../../src/search/change-log.ts'
import { Searcher } from '../../src/search/searcher.ts'
import { addItems } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { hasFields } from '../setup/known-fields.ts'

forEachEngine((database) => {
  it.runIf(hasFields('year'))('a rebuild makes known what somebody changed by hand', async () => {
    await addItems(database(), [{ title: 'Dune', year: 1965 }])
    const searcher = new Searcher(database().heavy)
    const count = async (year: string) =>
      (
        await searcher.answer({
          parts: ['public'],
          query: [],
          chosen: {},
          fields: { year: { from: year, to: year } },
          conditions: [],
          facets: [],
          fieldFacets: [],
          entries: 0,
        })
      ).total
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
})
