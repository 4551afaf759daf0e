/** Rows that go without a word stop the revision: by their keys, in and outside a transaction, and whoever else deletes meanwhile. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { integer, text } from '../../../../src/db/migrate/define.ts'
import { openForMigration, readState, upgrade } from '../../../../src/db/migrate/index.ts'
import { noteKeys } from '../../../../src/db/migrate/safety/lost-rows.ts'
import { Operations } from '../../../../src/db/migrate/core/operations.ts'
import type { Scratch } from '../../../setup/scratch.ts'
import { serverUrl } from '../../../setup/server.ts'
import { MuseumDatabases, startingPoint } from '../museum-database.ts'
import { expectSame, historyWith, look, using } from '../round-trip.ts'
import { formatNumber } from '../../../../src/rules/words.ts'

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  const databases = new MuseumDatabases(engine)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  const apply = async (up: (op: Operations) => void) =>
    upgrade(scratch.target, { history: await historyWith({ up, down: () => {} }) })
  const both = (...statements: string[]) => ({ sqlite: statements, postgresql: statements })
  const swap = [
    'delete from item_creators where item_id = 3',
    `insert into item_creators select 3, id, 90 from creators where id not in (select creator_id from item_creators where item_id = 3)
     order by id desc limit 1`,
  ]
  const deleteOne = 'delete from item_categories where item_id = 3'

  it('a deletion and as many insertions are a loss, with its rows named, and nothing is changed', async () => {
    const before = await look(scratch.target)
    const links = await using(scratch.target, (connection) =>
      connection.query('select creator_id from item_creators where item_id = 3'),
    )
    const insert = `insert into item_creators select 3, id, 90 + id from creators where id not in
      (select creator_id from item_creators where item_id = 3) order by id desc limit ${links.length}`
    const says = `9001_change: item_creators lost ${links.length} of ${formatNumber(before.contents.get('item_creators')?.rows ?? 0)} rows: rows would be lost that the revision does not declare (item_creators: item_id 3 creator_id `
    await expect(
      apply((op) => {
        op.sql(both(insert))
        op.sql(both('delete from item_creators where item_id = 3 and position < 90'))
      }),
    ).rejects.toThrow(says)
    expectSame(await look(scratch.target), before)
  })

  it('rows that were put back under their keys are no loss, nor is a loss that is declared', async () => {
    await apply((op) => {
      op.sql(
        both(
          'create table aside as select * from item_categories where item_id = 3',
          deleteOne,
          'insert into item_categories select * from aside',
        ),
      )
      op.sql(both(...swap), { loses: ['item_creators'] })
    })
  })

  it('keys are followed through renamed tables and columns', async () => {
    const rename = (op: Operations) => {
      op.renameTable('items', 'works')
      op.renameColumn('works', 'id', 'number')
    }
    const remove = both(
      'delete from item_creators where item_id = 3',
      deleteOne,
      'delete from works where number = 3',
    )
    await expect(
      apply((op) => {
        rename(op)
        op.sql(remove)
      }),
    ).rejects.toThrow(
      /: item_categories lost .*, items lost 1 of [\d,]+ rows: rows would be lost .*; items: number 3\)/,
    )
    await apply((op) => {
      rename(op)
      op.sql(both("update works set title = title || '!'"))
    })
  })

  it('a table that SQL empties or drops is a loss', async () => {
    const empty = engine === 'sqlite' ? 'delete from item_categories' : 'truncate item_categories'
    await expect(apply((op) => op.sql(both(empty)))).rejects.toThrow(
      /item_categories lost ([\d,]+) of \1 rows/,
    )
    await expect(apply((op) => op.sql(both('drop table item_categories')))).rejects.toThrow(
      /item_categories lost all [\d,]+ rows/,
    )
  })

  it('one row is spoken of in the singular', async () => {
    const one = both(
      'create table notes (id integer primary key, body text)',
      "insert into notes values (1, 'a')",
    )
    const says = async (...statements: string[]) => {
      const change = (op: Operations) => op.sql(both(...statements))
      const history = await historyWith(
        { up: (op) => op.sql(one), down: () => {} },
        { up: change, down: () => {} },
      )
      return upgrade(scratch.target, { history }).then(String, String)
    }
    expect(await says('delete from notes')).toContain(': notes lost 1 of 1 row: ')
    expect(await says('drop table notes')).toContain(': notes lost its only row: ')
  })

  it('SQL that asks for no transaction is guarded as well, and taken back where the engine can', async () => {
    const before = await look(scratch.target)
    await expect(apply((op) => op.sql(both(deleteOne), { transaction: false }))).rejects.toThrow(
      /^9001_change: item_categories lost [\d,]+ of [\d,]+ rows: rows would be lost .*\(item_categories: item_id 3 category_id \d+/,
    )
    expectSame(await look(scratch.target), before)
    await apply((op) => op.sql(both('vacuum', deleteOne), { transaction: false, loses: ['item_categories'] }))
  })

  if (engine === 'postgresql') {
    it('a block that commits by itself is told of when it is done, and is not noted as applied', async () => {
      const history = await historyWith({
        up: (op) =>
          op.sql({ postgresql: `do $$ begin ${deleteOne}; commit; end $$` }, { transaction: false }),
        down: () => {},
      })
      await expect(upgrade(scratch.target, { history })).rejects.toThrow(
        /item_categories lost [\d,]+ of [\d,]+ rows: rows were lost .* not noted as applied$/,
      )
      expect((await readState(scratch.target, history)).current).toEqual([startingPoint])
    })

    it.skipIf(serverUrl === undefined)('rows that others delete meanwhile are not its loss', async () => {
      const other = await openForMigration(scratch.target)
      await apply((op) => {
        op.addColumn('creators', 'place', text())
        op.data('something that takes a while', async () => {
          await other.query(deleteOne)
        })
      })
      await other.close()
    })

    it.skipIf(serverUrl === undefined)(
      'readers go on while it waits for one that reads long, and then it is applied',
      async () => {
        const [long, reader] = [
          await openForMigration(scratch.target),
          await openForMigration(scratch.target),
        ]
        await reader.query(`set lock_timeout = '20s'`)
        await long.query('begin')
        await long.query('select count(*) from items')
        const work = apply((op) => op.addColumn('items', 'place', text()))
        const waiting = `select count(*) as n from pg_locks where not granted and relation = 'items'::regclass`
        const waits = async () => (await long.query<{ n: number }>(waiting))[0]?.n === 1
        while (!(await waits())) await new Promise((resolve) => setImmediate(resolve))
        // These stand behind it in the queue; without a limit they would wait for the long reader.
        for (let i = 0; i < 3; i++) await reader.query('select count(*) from items')
        await long.query('commit')
        expect(await work).toHaveLength(1)
        await Promise.all([long.close(), reader.close()])
      },
    )

    it.skipIf(serverUrl === undefined)(
      'a data step that waits for a lock after it begins anew, and nothing is kept of its first run',
      async () => {
        const other = await openForMigration(scratch.target)
        await other.query('begin')
        await other.query('select count(*) from creators')
        const [runs, said]: [number[], string[]] = [[], []]
        const history = await historyWith({
          up: (op) => {
            const own: number[] = []
            op.createTable('log', { n: integer() })
            op.data('write into the log', async (db, _, say) => {
              own.push(own.length)
              runs.push(own.length)
              await db.insertInto('log').values({ n: runs.length }).execute()
              say(`run ${runs.length}`)
              if (runs.length === 2) await other.query('commit')
            })
            op.addColumn('creators', 'place', text())
          },
          down: () => {},
        })
        await upgrade(scratch.target, { history, onMessage: (line) => said.push(line) })
        expect(runs).toEqual([1, 1])
        expect(said).toEqual(['run 2'])
        expect(await other.query('select n from log')).toEqual([{ n: 2 }])
        await other.close()
      },
    )

    it('a change of shape alone reads no keys, so that nobody waits for that behind its lock', async () => {
      const [shape, rows] = [new Operations(), new Operations()]
      shape.addColumn('items', 'place', text())
      rows.sql({ postgresql: "update items set title = 'x'" })
      await using(scratch.target, async (connection) => {
        expect(await noteKeys(connection, shape.steps)).toEqual([])
        expect((await noteKeys(connection, rows.steps)).map(({ table }) => table)).toContain('items')
      })
    })
  }
})
