/** Changes that the data does not allow are refused in one line that names the rows, and nothing is changed. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boolean, custom, decimal, integer, text, time } from '../../../src/db/migrate/define.ts'
import { MigrationError, upgrade } from '../../../src/db/migrate/index.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { MuseumDatabases } from './museum-database.ts'
import { expectSame, historyWith, look, using } from './round-trip.ts'

interface Refusal {
  name: string
  /** Makes the data awkward first. */
  data?: string
  up: (op: Operations) => void
  says: RegExp
}

const refusals: Refusal[] = [
  {
    name: 'text that is no whole number',
    data: "update items set internal_notes = case id when 2 then 'c. 1800' when 4 then '99999999999' else '12' end",
    up: (op) => op.alterType('items', 'internal_notes', integer().default(0)),
    says: /^9001_change: change column items\.internal_notes: 2 rows of items have a internal_notes that does not fit the new type \(id 2: "c\. 1800", id 4: "99999999999"\)$/,
  },
  {
    name: 'text that is no number',
    up: (op) => op.alterType('items', 'identifier', decimal(10, 2)),
    says: /rows of items have a identifier that does not fit the new type \(id /,
  },
  {
    name: 'text that is no moment',
    data: "update items set internal_notes = '2026-13-45' where id = 3",
    up: (op) => op.alterType('items', 'internal_notes', time().default('2026-01-01T00:00:00.000Z')),
    says: /rows of items have a internal_notes that does not fit/,
  },
  {
    name: 'a number that is neither true nor false',
    up: (op) => op.alterType('items', 'version', boolean().default(false)),
    says: /rows of items have a version that does not fit the new type \(id 2: 2, id 3: 3/,
  },
  {
    name: 'NOT NULL where values are missing',
    data: 'update items set year = 1900; update items set year = null where id in (5, 9)',
    up: (op) => op.setNotNull('items', 'year'),
    says: /^9001_change: change column items\.year: 2 rows of items have no year \(id 5, id 9\)$/,
  },
  {
    name: 'a new NOT NULL column with nothing to fill it',
    up: (op) => op.addColumn('items', 'price', integer().notNull()),
    says: /add column items\.price: the [\d,]+ rows of items would have no price: give the column a default, or say how to fill it$/,
  },
  {
    name: 'a unique rule over repeated values',
    data: "update items set internal_notes = 'note ' || id; update items set internal_notes = 'twice' where id in (3, 8)",
    up: (op) => op.addUnique('items', ['internal_notes']),
    says: /add unique rule uq_items_internal_notes: 1 value of items\.internal_notes occurs more than once: "twice" \(2 rows\)$/,
  },
  {
    name: 'a unique index over repeated values',
    up: (op) => op.createIndex('items', ['version'], { unique: true }),
    says: /create index ix_items_version: 4 values of items\.version occur more than once: 1 \(/,
  },
  {
    name: 'a check that rows break',
    up: (op) => op.addCheck('items', 'version_small', 'version < 4'),
    says: /add check ck_items_version_small: [\d,]+ rows of items break the check ck_items_version_small \(id 4, id 8, id 12, id 16, id 20, \.\.\.\)$/,
  },
  {
    name: 'a foreign key from rows that refer to nothing',
    up: (op) => op.addForeignKey('items', ['version'], 'users'),
    says: /add foreign key fk_items_version: [\d,]+ rows of items refer to no row of users \(id 3: 3, id 4: 4/,
  },
  {
    name: 'a default that is left behind by its type',
    up: (op) => op.alterType('items', 'version', text()),
    says: /items\.version has the default 1, which is no text: drop the default first, or say the new one$/,
  },
  {
    name: 'a default that its new type does not have, though the engine would take it',
    data: 'update items set version = 1',
    up: (op) => op.alterType('items', 'version', boolean()),
    says: /items\.version has the default 1, which is no boolean: drop the default first, or say the new one$/,
  },
  {
    name: 'a rule of another kind than the one named',
    up: (op) => op.dropUnique('items', { name: 'ck_items_identifier_has_key' }),
    says: /items has no rule called ck_items_identifier_has_key$/,
  },
  {
    name: 'a column that a rule over several columns needs',
    up: (op) => op.dropColumn('items', 'identifier_key'),
    says: /items\.identifier_key is still used by uq_items_item_type_id_identifier_key, ck_items_identifier_has_key: drop that first/,
  },
  {
    name: 'dropping a table that others refer to',
    up: (op) => op.dropTable('creators'),
    says: /drop table creators: creators cannot be dropped while item_creators refer to it/,
  },
  {
    name: 'rows deleted without a word',
    up: (op) =>
      op.data('tidy up', async (db) => {
        await db.deleteFrom('item_creators').where('position', '>', 0).execute()
      }),
    says: /^9001_change: item_creators lost [\d,]+ of [\d,]+ rows: rows would be lost that the revision does not declare/,
  },
  {
    name: 'a column that is not there',
    up: (op) => op.setDefault('items', 'colour', 'red'),
    says: /change column items\.colour: items has no column colour: it has id, title, /,
  },
  {
    name: 'a table that is not there',
    up: (op) => op.renameColumn('things', 'colour', 'color'),
    says: /there is no table things$/,
  },
  {
    name: 'a rule that is not there',
    up: (op) => op.dropCheck('items', 'beauty'),
    says: /items has no rule called ck_items_beauty$/,
  },
  {
    name: 'SQL that the engine does not understand, after steps that it did',
    up(op) {
      op.addColumn('items', 'place', text())
      op.renameTable('creators', 'makers')
      op.alterType('items', 'version', text().default('1'))
      op.sql({ sqlite: 'frobnicate', postgresql: 'frobnicate' })
    },
    says: /^9001_change: run SQL: .*syntax error/,
  },
  {
    name: 'a data step that throws half-way',
    up(op) {
      op.addColumn('items', 'place', text())
      op.data('place the items', async (db) => {
        await db.updateTable('items').set({ place: 'here' }).execute()
        throw new Error('the map is missing')
      })
    },
    says: /^9001_change: place the items: the map is missing$/,
  },
]

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  const databases = new MuseumDatabases(engine)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  it.each(refusals)('$name', async ({ data = '', up, says }) => {
    const { target } = scratch
    await using(target, async (connection) => {
      for (const statement of data.split(';').filter(Boolean)) await connection.query(statement)
    })
    const before = await look(target)
    const history = await historyWith({ up, down: () => {} })
    const refused = await upgrade(target, { history }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(MigrationError)
    expect((refused as Error).message).toMatch(says)
    expect((refused as Error).message).not.toContain('\n')
    expectSame(await look(target), before)
  })

  it('lets rows go where the revision declares it', async () => {
    const history = await historyWith({
      up: (op) =>
        op.data(
          'keep the first creator',
          async (db) => {
            await db.deleteFrom('item_creators').where('position', '>', 0).execute()
          },
          { loses: ['item_creators'] },
        ),
      down: () => {},
    })
    await upgrade(scratch.target, { history })
    const { contents } = await look(scratch.target)
    expect(contents.get('item_creators')?.rows).toBeLessThanOrEqual(contents.get('items')?.rows ?? 0)
  })

  it('refuses a revision that mixes a step outside a transaction with others', async () => {
    const history = await historyWith({
      up(op) {
        op.addColumn('items', 'place', text())
        op.sql({ sqlite: 'vacuum', postgresql: 'vacuum' }, { transaction: false })
      },
      down: () => {},
    })
    await expect(upgrade(scratch.target, { history })).rejects.toThrow(
      /mixes a step that cannot run in a transaction with others/,
    )
  })

  it('keeps a default through a type of the same kind, and through the type that the column has', async () => {
    const history = await historyWith(
      {
        up(op) {
          op.addColumn('items', 'lent', boolean().notNull().default(true))
          op.addColumn('items', 'note', text().notNull().default('none'))
        },
        down: () => {},
      },
      {
        up(op) {
          op.alterType('items', 'lent', boolean())
          op.alterType('items', 'note', custom({ sqlite: 'text', postgresql: 'bpchar' }))
        },
        down: () => {},
      },
    )
    expect(await upgrade(scratch.target, { history })).toHaveLength(2)
  })

  it('runs a step that cannot be in a transaction when it stands alone', async () => {
    const history = await historyWith(
      {
        up: (op) => op.sql({ sqlite: 'vacuum', postgresql: 'vacuum' }, { transaction: false }),
        down: () => {},
      },
      {
        up: (op) => op.createIndex('items', ['title'], { concurrently: true, name: 'ix_items_title' }),
        down: (op) => op.dropIndex('items', ['title'], { concurrently: true }),
      },
    )
    expect(await upgrade(scratch.target, { history })).toHaveLength(2)
  })
})
