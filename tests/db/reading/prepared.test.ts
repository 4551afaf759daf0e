/** Queries that are built once: every run has its own values. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { prepare } from '../../../src/db/reading/prepared.ts'
import { forEachEngine } from '../../setup/database.ts'

forEachEngine((database) => {
  it('is built once, and run with the values of each time', async () => {
    let built = 0
    const sum = prepare<{ a: number; b: number }, { sum: number }>((_, value) => {
      built++
      return sql<{
        sum: number
      }>`select cast(${value('a')} as integer) + cast(${value('b')} as integer) as sum`
    })
    const { db } = database()
    expect(await sum(db, { a: 1, b: 2 })).toEqual([{ sum: 3 }])
    expect(await sum(db, { a: 40, b: 2 })).toEqual([{ sum: 42 }])
    expect(built).toBe(1)
  })

  it('is built anew for each shape, and shared by all connections and transactions', async () => {
    const built: string[] = []
    const among = prepare<readonly number[], { id: number }, number>((db, value, size) => {
      built.push(String(size))
      return db
        .selectFrom('roles')
        .select('id')
        .where(
          'id',
          'in',
          Array.from({ length: size }, (_, index) => value(index)),
        )
        .orderBy('id')
    })
    const { db, heavy } = database()
    const ids = (await db.selectFrom('roles').select('id').orderBy('id').execute()).map(({ id }) => id)
    const [first = 0, second = 0] = ids
    expect(await among(db, [second, first], 2)).toEqual([{ id: first }, { id: second }])
    expect(await among(db, [second], 1)).toEqual([{ id: second }])
    expect(await among(db, [first], 1)).toEqual([{ id: first }])
    expect(await among(heavy, [first], 1)).toEqual([{ id: first }])
    expect(
      await database()
        .em()
        .transactional((tx) => among(tx.getKysely(), [first], 1)),
    ).toEqual([{ id: first }])
    expect(built).toEqual(['2', '1'])
  })

  it('keeps the values of runs that are under way at once apart', async () => {
    const same = prepare<{ n: number }, { n: number }>(
      (_, value) => sql<{ n: number }>`select cast(${value('n')} as integer) as n`,
    )
    const numbers = Array.from({ length: 50 }, (_, n) => n)
    const answers = await Promise.all(numbers.map((n) => same(database().db, { n })))
    expect(answers.flat()).toEqual(numbers.map((n) => ({ n })))
  })

  it('is sent with its values apart from its text, whatever they hold', async () => {
    const echo = prepare<{ text: string }, { text: string }>(
      (_, value) => sql<{ text: string }>`select cast(${value('text')} as text) as text`,
    )
    const text = `'; drop table items; --`
    expect(await echo(database().db, { text })).toEqual([{ text }])
  })
})
