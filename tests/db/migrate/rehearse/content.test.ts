/** The digest of a table's rows differs where a value does. */
import { expect, it } from 'vitest'
import { inTransaction } from '../../../../src/db/migrate/core/transaction.ts'
import { readContent } from '../../../../src/db/migrate/rehearse/content.ts'
import { createScratch } from '../../../setup/scratch.ts'
import { using } from '../round-trip.ts'

const values = ['null', '0', '9007199254740992', '9007199254740993']

it.each([
  ['sqlite', [...values, '9e999', '-9e999']],
  ['postgresql', [...values, `'Infinity'`, `'-Infinity'`, `'NaN'`]],
] as const)('is another one for each of these values, on %s', async (engine, texts) => {
  const scratch = await createScratch(engine, 'empty')
  await using(scratch.target, async (connection) => {
    await connection.query(
      'create table boxes (id integer primary key, weight double precision, count bigint)',
    )
    await connection.query('insert into boxes (id) values (1)')
    const digests = new Set<unknown>()
    for (const text of texts) {
      const isWhole = /^\d+$/.test(text)
      await connection.query(
        `update boxes set count = ${isWhole ? text : 'null'}, weight = ${isWhole ? 'null' : text}`,
      )
      const { digest } = await inTransaction(connection, () => readContent(connection, 'boxes'))
      digests.add(digest)
    }
    expect(digests.size).toBe(texts.length)
  })
  await scratch.remove()
})
