/** The process that answers searches: what happens where it ends in the middle of them. */
import type * as childProcess from 'node:child_process'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fileOf } from '../../src/db/engine/connection.ts'
import { untilAborted } from '../../src/db/engine/time-limit.ts'
import { SearchEndedError, SearchProcess } from '../../src/search/host.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { addItems } from '../setup/catalogue.ts'
import { openScratch } from '../setup/database.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { allItems } from '../setup/search.ts'

/** What a process was told. */
const { sent } = vi.hoisted(() => ({ sent: [] as object[] }))
vi.mock('node:child_process', async (importOriginal) => {
  const original = await importOriginal<typeof childProcess>()
  const fork = (file: string, args: string[], options: childProcess.ForkOptions) => {
    const child = original.fork(file, args, options)
    const send = child.send.bind(child)
    return Object.assign(child, {
      send(message: childProcess.Serializable, told: () => void) {
        sent.push(message as object)
        return send(message, told)
      },
    })
  }
  return { ...original, fork }
})

let scratch: Scratch
let searches: SearchProcess

beforeEach(async () => {
  sent.length = 0
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
  ...allItems,
  query: [[{ kind: 'words', tokens: ['dune'], isPrefix: true }]],
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

it('is not asked for what nobody waits for any more', async () => {
  const [first] = ask(1)
  const gone = new AbortController()
  const others = untilAborted(
    () => gone.signal,
    () => Promise.allSettled(ask(5)),
  )
  gone.abort()
  const last = ask(1)
  expect(await Promise.all([first, ...last])).toMatchObject([{ total: 1 }, { total: 1 }])
  for (const { status } of await others) expect(status).toBe('rejected')
  expect(sent.filter((message) => 'request' in message)).toHaveLength(2)
})

it('ends at once when it is closed, and leaves nobody waiting', async () => {
  const waiting = Promise.allSettled(ask(2))
  await searches.close()
  for (const { status } of await waiting) expect(status).toBe('rejected')
  expect(searches.pid).toBeUndefined()
})
