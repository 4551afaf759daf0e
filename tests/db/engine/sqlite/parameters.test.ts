/** Values on their way into SQLite and back. */
import { expect, it } from 'vitest'
import { sql } from 'kysely'
import { kyselyOn, makeNotes, useFolder } from './folder.ts'

const folder = useFolder()

async function sent(value: unknown): Promise<unknown> {
  const db = folder.close(kyselyOn(makeNotes(folder.file())))
  const { rows } = await sql<{
    value: unknown
    type: string
  }>`select ${value} as value, typeof(${value}) as type`.execute(db)
  return [rows[0]?.value, rows[0]?.type]
}

it.each([
  ['a text', 'Émile', ['Émile', 'text']],
  ['a text with a zero in it', 'a\0b', ['a\0b', 'text']],
  ['a whole number', 24, [24, 'integer']],
  ['minus zero', -0, [0, 'integer']],
  ['a fraction', 0.5, [0.5, 'real']],
  ['a number beyond all whole ones', 1e300, [1e300, 'real']],
  ['the largest safe integer', Number.MAX_SAFE_INTEGER, [Number.MAX_SAFE_INTEGER, 'integer']],
  ['a small bigint', 7n, [7, 'integer']],
  ['the largest bigint', 2n ** 63n - 1n, [2n ** 63n - 1n, 'integer']],
  ['true', true, [1, 'integer']],
  ['false', false, [0, 'integer']],
  ['undefined', undefined, [null, 'null']],
  ['null', null, [null, 'null']],
  ['bytes', new Uint8Array([1, 0, 255]), [new Uint8Array([1, 0, 255]), 'blob']],
])('%s arrives as what it is', async (_, value, expected) => {
  expect(await sent(value)).toEqual(expected)
})

it('a whole number divides and joins as one', async () => {
  const db = folder.close(kyselyOn(makeNotes(folder.file())))
  const { rows } = await sql`select ${7} / ${2} as divided, ${2} || ' items' as joined`.execute(db)
  expect(rows).toEqual([{ divided: 3, joined: '2 items' }])
})

it.each([
  ['a Date', new Date(0), 'toISOString()'],
  ['an object', { id: 1 }, 'Parameter 1 of the statement is a object'],
  ['a list', [1, 2], 'a object'],
  ['a function', () => 1, 'a function'],
  ['a symbol', Symbol('a'), 'a symbol'],
  ['NaN', Number.NaN, 'NaN'],
  ['a bigint beyond 64 bits', 2n ** 63n, 'BigInt value is too large'],
])('%s is refused with a reason', async (_, value, reason) => {
  await expect(sent(value)).rejects.toThrow(reason)
})

it('an id beyond 2^53 comes back whole, from a query, a stream and RETURNING; other integers come as numbers', async () => {
  const db = folder.close(kyselyOn(makeNotes(folder.file())))
  const big = 2n ** 60n + 1n
  const added = await db
    .insertInto('notes')
    .values({ text: 'big', number: big })
    .returning(['id', 'number'])
    .execute()
  expect(added).toEqual([{ id: 1, number: big }])
  const query = db.selectFrom('notes').select(['id', 'number'])
  expect(await query.execute()).toEqual([{ id: 1, number: big }])
  expect(await Array.fromAsync(query.stream())).toEqual([{ id: 1, number: big }])
  await expect(db.selectFrom('notes').select('id').where('number', '=', big).execute()).resolves.toEqual([
    { id: 1 },
  ])
})
