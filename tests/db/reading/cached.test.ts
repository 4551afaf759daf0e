/** Answers that are cached until the next write. */
import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { untilAborted } from '../../../src/db/engine/time-limit.ts'
import { cached } from '../../../src/db/reading/cached.ts'
import { forEachEngine, opened } from '../../setup/database.ts'

const answer = (text: string) => () => Promise.resolve(text)

forEachEngine((database) => {
  it('are found anew after each commit, and until then kept', async () => {
    const { db } = database()
    const counted = cached<number>()
    let times = 0
    const count = () =>
      counted(db, 'types', async () => {
        times++
        return (await db.selectFrom('item_types').select('id').execute()).length
      })
    const before = await count()
    // On a PostgreSQL server every commit counts, that of another database too: one time in twenty nobody makes one.
    for (let tries = 1; tries < 20 && times === tries; tries++) expect(await count()).toBe(before)
    expect(times).toBeLessThan(20)

    await database().em().execute(`insert into item_types (name, name_key) values ('new', 'new')`)
    expect(await count()).toBe(before + 1)
    await database()
      .em()
      .transactional((tx) => tx.execute(`delete from item_types where name = 'new'`))
    expect(await count()).toBe(before)
  })

  it('are not kept where finding them failed', async () => {
    const { db } = database()
    const kept = cached<string>()
    await expect(kept(db, 'k', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy')
    expect(await kept(db, 'k', answer('found'))).toBe('found')
  })
})

// Here nobody else writes, so it can be told how often something was found.
describe('kept answers on SQLite', () => {
  const database = opened('sqlite')

  it('are those of their key', async () => {
    const { db } = database()
    const kept = cached<string>()
    expect(await kept(db, 'a', answer('A'))).toBe('A')
    expect(await kept(db, 'b', answer('B'))).toBe('B')
    expect(await kept(db, 'a', answer('another'))).toBe('A')
  })

  it('are shared by all who ask while they are being found', async () => {
    const { db, heavy } = database()
    const kept = cached<number>()
    let times = 0
    const find = async () => {
      times++
      return (await heavy.selectFrom('roles').select('id').execute()).length
    }
    const answers = await Promise.all(Array.from({ length: 20 }, () => kept(db, 'same', find)))
    expect(new Set(answers).size).toBe(1)
    expect(times).toBe(1)
  })

  it('leave nothing behind at the signal of whoever waited, which belongs to a request', async () => {
    const { db } = database()
    const kept = cached<string>()
    const { signal } = new AbortController()
    const finding = Promise.withResolvers<string>()
    const ask = () =>
      untilAborted(
        () => signal,
        () => kept(db, 'k', () => finding.promise),
      )
    const asked = [ask(), ask()]
    await expect.poll(() => getEventListeners(signal, 'abort').length).toBe(2)
    finding.resolve('found')
    expect(await Promise.all(asked)).toEqual(['found', 'found'])
    expect(await ask()).toBe('found')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('are so many at most: what was asked for longest ago goes', async () => {
    const { db } = database()
    const kept = cached<string>(2)
    for (const key of ['a', 'b', 'a', 'c']) await kept(db, key, answer(key))
    expect(await kept(db, 'a', answer('new'))).toBe('a')
    expect(await kept(db, 'b', answer('new'))).toBe('new')
  })
})
