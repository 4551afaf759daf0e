/** The process that answers searches: what happens where it ends in the middle of them. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fileOf } from '../../src/db/engine/connection.ts'
import { SearchEndedError, SearchProcess } from '../../src/search/host.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { addItems } from '../setup/catalogue.ts'
import { openScratch } from '../setup/database.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'

let scratch: Scratch
let searches: SearchProcess

beforeEach(async () => {
  scratch = await createScratch('sqlite')
  const database = await openScratch(scratch)
  await addItems(database, [{ title: 'Dune' }])
  await database.close()
  searches = new SearchProcess('sqlite', fileOf(scratch.target as string))
})
afterEach(async () => {
  await searches.close()
  await scratch.remove()
})

const request: SearchRequest = {
  parts: ['public'],
  query: [[{ kind: 'words', tokens: ['dune'], isPrefix: true }]],
  chosen: {},
  fields: {},
  conditions: [],
  facets: [],
  fieldFacets: [],
  entries: 0,
}
const ask = (count: number) => Array.from({ length: count }, () => searches.answer(request))
const end = () => process.kill(searches.pid ?? 0, 'SIGKILL')

it('asks another process where one ended, so that nobody notices', async () => {
  const waiting = ask(5)
  end()
  for (const { total } of await Promise.all(waiting)) expect(total).toBe(1)
})

it('says so where the next one ends as well; those who only waited are answered', async () => {
  const waiting = Promise.allSettled(ask(3))
  const first = searches.pid
  end()
  await expect.poll(() => searches.pid).not.toBe(first)
  end()
  const [worked, ...others] = await waiting
  expect(worked).toMatchObject({ status: 'rejected', reason: expect.any(SearchEndedError) as unknown })
  expect(others).toMatchObject([{ value: { total: 1 } }, { value: { total: 1 } }])
})

it('ends at once when it is closed, and leaves nobody waiting', async () => {
  const waiting = Promise.allSettled(ask(2))
  await searches.close()
  for (const { status } of await waiting) expect(status).toBe('rejected')
  expect(searches.pid).toBeUndefined()
})
