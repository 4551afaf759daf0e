/** An index whose tables are damaged mends itself while the server runs. */
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../src/db/engine/connection.ts'
import { inTime } from '../../src/db/engine/time-limit.ts'
import { search } from '../../src/search/client.ts'
import { withRepair } from '../../src/search/repair.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { NoIndexError } from '../../src/search/searcher.ts'
import { startSearching } from '../../src/search/start.ts'
import { readyIndex } from '../../src/search/state.ts'
import { addItems } from '../setup/catalogue.ts'
import { openScratch } from '../setup/database.ts'
import { createScratch } from '../setup/scratch.ts'
import { serverUrl } from '../setup/server.ts'
import { allItems } from '../setup/search.ts'

const request: SearchRequest = {
  ...allItems,
  query: [[{ kind: 'words', tokens: ['dune'], isPrefix: true }]],
}

const log = { error: () => undefined, info: () => undefined }
describe.each<Engine>(['sqlite', 'postgresql'])('the server, on %s', (engine) => {
  it.skipIf(engine === 'postgresql' && serverUrl === undefined).each(['ready', 'stale'])(
    'builds an index again whose table is gone, while those who search wait: %s',
    async (state) => {
      const scratch = await createScratch(engine)
      const database = await openScratch(scratch)
      await addItems(database, [{ title: 'Dune' }])
      const index = await readyIndex(database.db)
      await database.em().execute(`update search_indexes set state = '${state}'`)
      const schema = engine === 'sqlite' ? '' : 'crowfoot_search.'
      await database.em().execute(`drop table ${schema}search_${String(index)}_public`)
      const searching = startSearching(database, scratch.target as string, log)
      expect((await inTime(() => search(database, request), 60_000)).total).toBe(1)
      expect(await readyIndex(database.db)).not.toBe(index)
      await searching.stop()
      await database.close()
      await scratch.remove()
    },
  )
})

describe('an index that is damaged', () => {
  const damaged = Object.assign(new Error('fts5: corruption found'), { errcode: 267 })
  const broken = withRepair({ answer: () => Promise.reject(damaged) })

  it('is answered like one that is being built, until it is repaired; then it is not repaired again', async () => {
    await expect(broken.answer(request)).rejects.toThrow(NoIndexError)
    expect(broken.damage).toBe(damaged)
    broken.repaired()
    await expect(broken.answer(request)).rejects.toBe(damaged)
    expect(broken.damage).toBeUndefined()
  })

  it.each([
    [{ message: 'no such table: search_3_public' }, true],
    [{ message: 'relation „crowfoot_search.search_1_public“ existiert nicht', code: '42P01' }, true],
    [{ message: 'no such table: items' }, false],
    [{ message: 'syntax error at search_1_public', code: '42601' }, false],
  ])('is told by what the engine says: %o', async ({ message, ...details }, isDamaged) => {
    const answerer = withRepair({ answer: () => Promise.reject(Object.assign(new Error(message), details)) })
    await expect(answerer.answer(request)).rejects.toThrow(isDamaged ? NoIndexError : message)
  })
})
