/** What a step says is done whole or refused: several statements in one text, batches by a key, what the server says in detail. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { integer, text, time } from '../../../src/db/migrate/define.ts'
import { upgrade } from '../../../src/db/migrate/index.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { startingPoint } from './museum-database.ts'
import { historyWith, using } from './round-trip.ts'

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { to: startingPoint })
  })
  afterEach(() => scratch.remove())

  const apply = async (up: (op: Operations) => void) =>
    upgrade(scratch.target, { history: await historyWith({ up, down: () => {} }) })
  const rows = (query: string) => using(scratch.target, (connection) => connection.query(query))
  const both = (text: string) => ({ sqlite: text, postgresql: text })

  it('names a row beyond 2^53 by its own number, and gives it to batches', async () => {
    const ids: unknown[] = []
    const first = (op: Operations) => {
      op.sql(both('create table big (id bigint primary key, n bigint)'))
      op.sql(both('insert into big values (9007199254740993, 9223372036854775807)'))
      op.batches('read', { table: 'big' }, (found) => {
        ids.push(...found.map(({ id }) => id))
        return Promise.resolve()
      })
    }
    const history = await historyWith(
      { up: first, down: () => {} },
      { up: (op) => op.alterType('big', 'n', integer()), down: () => {} },
    )
    await expect(upgrade(scratch.target, { history })).rejects.toThrow(
      /1 row of big has a n that does not fit the new type \(id 9007199254740993: 9223372036854775807\)/,
    )
    expect(ids).toEqual([9_007_199_254_740_993n])
  })

  describe('several statements in one op.sql', () => {
    it('all run, whatever stands between them', async () => {
      await apply((op) =>
        op.sql(
          both(`create table notes (text text); -- one; two
            insert into notes values ('a;b');;
            /* and; */ insert into notes values ('c')
            ; `),
        ),
      )
      expect(await rows('select text from notes order by text')).toEqual([{ text: 'a;b' }, { text: 'c' }])
    })

    it('all are taken back when a later one fails', async () => {
      await expect(
        apply((op) => op.sql(both('create table notes (text text); insert into nowhere values (1)'))),
      ).rejects.toThrow(/^9001_change: run SQL: .*nowhere/)
      await expect(rows('select * from notes')).rejects.toThrow(/notes/)
    })

    it('run in a data step too, and are refused where they have parameters', async () => {
      await apply((op) => {
        op.createTable('notes', { text: text().notNull() })
        op.data('write notes', async (db) => {
          await sql`insert into notes values ('a'); insert into notes values ('b')`.execute(db)
        })
      })
      expect(await rows('select text from notes order by text')).toEqual([{ text: 'a' }, { text: 'b' }])
      const history = await historyWith(
        { up: (op) => op.createTable('notes', { text: text().notNull() }), down: () => {} },
        {
          up: (op) =>
            op.data('write notes', async (db) => {
              await sql`insert into notes values (${'c'}); insert into notes values ('d')`.execute(db)
            }),
          down: () => {},
        },
      )
      await expect(upgrade(scratch.target, { history })).rejects.toThrow(
        engine === 'sqlite' ? /several statements at once take no parameters/ : /multiple commands/,
      )
      expect(await rows('select text from notes order by text')).toEqual([{ text: 'a' }, { text: 'b' }])
    })
  })

  describe('op.batches', () => {
    const walk = (op: Operations, key: string, seen: unknown[]) => {
      op.createTable('notes', { n: integer(), word: text(), at: time() })
      op.data('write notes', async (db) => {
        await db
          .insertInto('notes')
          .values([
            { n: 1, word: 'a', at: '2026-01-31T12:00:00.000Z' },
            { n: 2, word: 'a', at: '2026-01-31T12:00:01.000Z' },
            { n: 3, word: 'b', at: '2026-01-31T12:00:02.000Z' },
            { n: null, word: 'c', at: '2026-01-31T12:00:03.000Z' },
          ])
          .execute()
      })
      op.batches('walk', { table: 'notes', key, size: 1 }, async (found) => {
        seen.push(...found)
      })
    }

    it.each([
      ['word', /walk: 2 rows of notes have the word "a", so batches by it would miss rows/],
      ['n', /walk: 1 row of notes has no n, so batches by it would miss rows/],
    ])('are refused over the key %s, which repeats or is missing', async (key, says) => {
      const seen: unknown[] = []
      await expect(apply((op) => walk(op, key, seen))).rejects.toThrow(says)
      expect(seen).toEqual([])
    })

    it('see each row once, with its own columns and no other', async () => {
      const seen: unknown[] = []
      await apply((op) => walk(op, 'at', seen))
      expect(seen.map((row) => [(row as { n: number }).n, Object.keys(row as object)])).toEqual(
        [1, 2, 3, null].map((n) => [n, ['n', 'word', 'at']]),
      )
    })

    if (engine === 'postgresql') {
      it('tell moments apart that JavaScript reads as the same millisecond', async () => {
        const seen: { n: number }[] = []
        await apply((op) => {
          op.sql({
            postgresql: `create table notes (at timestamptz, n int); insert into notes values ('2026-01-31T12:00:00.000100Z', 1), ('2026-01-31T12:00:00.000200Z', 2)`,
          })
          op.batches('walk', { table: 'notes', key: 'at', size: 1 }, async (found) => {
            seen.push(...(found as { n: number }[]))
          })
        })
        expect(seen.map(({ n }) => n)).toEqual([1, 2])
      })
    }
  })

  if (engine === 'postgresql') {
    it('the detail of the server stands in the message', async () => {
      await expect(
        apply((op) => {
          op.sql({ postgresql: 'create table notes (n int unique); insert into notes values (7), (7)' })
        }),
      ).rejects.toThrow(
        /^9001_change: run SQL: duplicate key value violates unique constraint "notes_n_key" \(Key \(n\)=\(7\) already exists\)$/,
      )
      await expect(
        apply((op) => {
          op.sql({
            postgresql: 'create view a as select id from items; create view b as select id from items',
          })
          op.sql({ postgresql: 'drop table item_creators, item_categories, items' })
        }),
      ).rejects.toThrow(/because other objects depend on .*view a depends on table items.* view b depends on/)
    })
  }
})
