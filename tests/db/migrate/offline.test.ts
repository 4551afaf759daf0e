/** The SQL that is printed builds what the tool builds. */
import { spawnSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { expression, integer, text } from '../../../src/db/migrate/define.ts'
import { History, loadRevisions, readState, upgrade } from '../../../src/db/migrate/index.ts'
import { offlineSql } from '../../../src/db/migrate/offline/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'
import type { Engine } from '../../../src/db/migrate/core/plan.ts'
import { serverUrl } from '../../setup/server.ts'
import { fileOf, MuseumDatabases } from './museum-database.ts'
import { expectSame, historyWith, look, using } from './round-trip.ts'
import type { Change } from './round-trip.ts'

const change: Change = {
  up(op) {
    op.addColumn('items', 'place', text().notNull(), { fill: expression("'Stacks'"), after: 'year' })
    op.alterType('items', 'version', text().default('1'))
    op.changeForeignKey('items', ['created_by'], 'users', { onDelete: 'cascade' })
    op.renameColumn('items', 'created_by', 'author_id')
    op.renameTable('categories', 'subjects')
    op.data('add a type', async (db) => {
      await db.insertInto('item_types').values({ name: "It's $1 a ?", name_key: 'it' }).execute()
    })
    op.createIndex('items', ['place'], { concurrently: false })
  },
  down(op) {
    op.dropIndex('items', ['place'])
    op.data(
      'remove the type',
      async (db) => {
        await db.deleteFrom('item_types').where('name_key', '=', 'it').execute()
      },
      { loses: ['item_types'] },
    )
    op.renameTable('subjects', 'categories')
    op.renameColumn('items', 'author_id', 'created_by')
    op.changeForeignKey('items', ['created_by'], 'users', { onDelete: 'set null' })
    op.alterType('items', 'version', integer().default(1))
    op.dropColumn('items', 'place')
  },
}

type Program = 'sqlite3' | 'node:sqlite' | 'psql' | 'pglite'
const has = (program: string) => spawnSync(program, ['--version']).status === 0
const programs: [Engine, Program][] = [
  ['sqlite', 'sqlite3'],
  ['sqlite', 'node:sqlite'],
  ['postgresql', serverUrl === undefined ? 'pglite' : 'psql'],
]

/** Runs a script as the program would, until its first error. @returns what it says; undefined where it goes through */
async function runScript({ target }: Scratch, program: Program, sql: string): Promise<string | undefined> {
  const bare = sql.replaceAll(/^[.\\].*$/gm, '') // commands of sqlite3 and psql
  const says = (error: unknown) => (error as Error).message
  if (program === 'node:sqlite') {
    const database = new DatabaseSync(fileOf(target))
    try {
      database.exec(bare)
    } catch (error) {
      return says(error)
    } finally {
      database.close()
    }
    return undefined
  }
  if (typeof target !== 'string') {
    return target.pglite.exec(bare).then(
      () => undefined,
      async (error: unknown) => {
        await target.pglite.exec('rollback')
        return says(error)
      },
    )
  }
  const args =
    program === 'psql' ? ['--no-psqlrc', '--quiet', target] : ['-init', '/dev/null', fileOf(target)]
  const { status, stdout, stderr } = spawnSync(program, args, { input: sql, encoding: 'utf8' })
  return status === 0 ? undefined : stdout + stderr
}

const twice: Change = {
  up: (op) => op.addUnique('items', ['version'], { name: 'uq_items_version' }),
  down: (op) => op.dropUnique('items', { name: 'uq_items_version' }),
}
/** Changes that the tool refuses, and what a script says of them. */
const refusals: [name: string, up: Change['up'], says: RegExp][] = [
  [
    'a value that does not fit',
    (op) => op.alterType('items', 'description', integer().default(0)),
    /rows of items have a description that does not fit the new type/,
  ],
  ['a row without a value', (op) => op.setNotNull('items', 'created_by'), /rows of items have no created_by/],
  [
    'a broken check',
    (op) => op.addCheck('items', 'late', 'version > 3'),
    /rows of items break the check ck_items_late/,
  ],
  ['a value that is there twice', twice.up, /occur more than once|UNIQUE constraint failed/],
  [
    'a link to nothing',
    (op) => op.addForeignKey('items', ['version'], 'users'),
    /rows of items refer to no row of users/,
  ],
  [
    'rows that go without a word',
    (op) =>
      op.sql({
        sqlite: 'delete from item_creators where position > 0',
        postgresql: 'delete from item_creators where position > 0',
      }),
    /item_creators would lose rows that the revision does not declare/,
  ],
  ['an error', (op) => op.sql({ sqlite: 'frobnicate', postgresql: 'frobnicate' }), /syntax error/],
]

describe.each(programs)('on %s, run by %s', (engine, program) => {
  const missing = ['sqlite3', 'psql'].includes(program) && !has(program)
  if (missing) {
    it.skip(`${program} is not installed, so its scripts are not tried`, () => {})
    return
  }
  const databases = new MuseumDatabases(engine)
  const open: Scratch[] = []
  const keep = (scratch: Scratch) => {
    open.push(scratch)
    return scratch
  }
  afterEach(async () => {
    for (const scratch of open.splice(0)) await scratch.remove()
  })
  afterAll(() => databases.close())

  it('builds an empty database as the tool does', async () => {
    const byScript = keep(await createScratch(engine, 'empty'))
    const byTool = keep(await createScratch(engine, 'migrated'))
    expect(
      await runScript(byScript, program, await offlineSql(await loadRevisions(), ':', engine)),
    ).toBeUndefined()
    expectSame(await look(byScript.target), await look(byTool.target))
    expect((await readState(byScript.target)).pending).toEqual([])
  })

  it('changes a full one as the tool does, and back', async () => {
    const [byScript, byTool] = [keep(await databases.copy()), keep(await databases.copy())]
    const before = await look(byScript.target)
    const history = await historyWith(change)
    await upgrade(byTool.target, { history })
    expect(await runScript(byScript, program, await offlineSql(history, '0004:9001', engine))).toBeUndefined()
    expectSame(await look(byScript.target), await look(byTool.target))
    expect(await runScript(byScript, program, await offlineSql(history, '9001:0004', engine))).toBeUndefined()
    expectSame(await look(byScript.target), before, engine === 'postgresql' ? { order: ['items'] } : {})
  })

  it('stops where the tool refuses, with nothing changed and nothing recorded', async () => {
    const scratch = keep(await databases.copy())
    const before = await look(scratch.target)
    for (const [name, up, says] of refusals) {
      const history = await historyWith({
        up(op) {
          op.addColumn('items', 'place', text())
          up(op)
        },
        down: () => {},
      })
      await expect(upgrade(scratch.target, { history }), name).rejects.toThrow()
      const sql = await unlessWrong(() => offlineSql(history, '0004:9001', engine))
      expect(sql instanceof Error ? sql.message : await runScript(scratch, program, sql), name).toMatch(
        // What was found stands in the script's output, and node:sqlite has none.
        program === 'node:sqlite' ? /CHECK constraint failed|UNIQUE constraint failed|syntax error/ : says,
      )
      expect((await readState(scratch.target, history)).pending, name).toHaveLength(1)
    }
    expectSame(await look(scratch.target), before)
  })

  it('stops on a database that is not where it starts', async () => {
    const scratch = keep(await databases.copy())
    const history = await historyWith(change)
    expect(await runScript(scratch, program, await offlineSql(history, '0003:9001', engine))).toMatch(
      /the database has revisions that this script does not start from|CHECK constraint failed/,
    )
    expect(await runScript(scratch, program, await offlineSql(history, ':0003', engine))).toBeDefined()
  })

  if (engine === 'postgresql') {
    it('stops at a function or trigger that names what goes, unless it makes that again', async () => {
      // The last revision whose triggers name a column of `items`.
      const follows = '0010_fold_signs_that_look_alike'
      const scratch = keep(await createScratch(engine, 'empty'))
      await upgrade(scratch.target, { to: follows })
      const { revisions } = await loadRevisions()
      const after = (up: Change['up']) => {
        const file = { follows, message: 'change', up, down: { reason: 'a test' } }
        const revision = { id: '9001_change', follows: [follows], message: 'change', checksum: '', file }
        const before = revisions.filter(({ id }) => id <= follows)
        return offlineSql(new History([...before, revision]), `${follows}:9001`, engine)
      }
      const rename = (op: Operations) => op.renameColumn('items', 'year', 'released')
      const before = await look(scratch.target)
      expect(await runScript(scratch, program, await after(rename))).toMatch(
        /a function or trigger names items\.year, which would no longer be there/,
      )
      expectSame(await look(scratch.target), before)
      const again = ['insert', 'update', 'delete'].map((event) => {
        const rows = { insert: 'new table as added', delete: 'old table as removed', update: '' }[event]
        return `create or replace trigger keep_decade_of_items_${event} after ${event} on items
          referencing ${rows || 'old table as removed new table as added'} for each statement execute function keep_count('decade', 'released')`
      })
      const whole = await after((op) => {
        rename(op)
        op.sql({ postgresql: again })
      })
      expect(await runScript(scratch, program, whole)).toBeUndefined()
    })
  }

  if (engine === 'sqlite') {
    it('keeps off what was added by hand, and off files of other programs', async () => {
      const scratch = keep(await databases.copy())
      await using(scratch.target, (connection) =>
        connection.query('create trigger mine after insert on items begin select 1; end'),
      )
      const history = await historyWith(change)
      const said = await runScript(scratch, program, await offlineSql(history, '0004:9001', engine))
      expect(said).toMatch(
        program === 'sqlite3' ? /items is not as the revisions made it/ : /CHECK constraint/,
      )
      const other = keep(await createScratch(engine, 'empty'))
      const database = new DatabaseSync(fileOf(other.target))
      database.exec('create table accounts (id)')
      database.close()
      expect(await runScript(other, program, await offlineSql(history, ':', engine))).toBeDefined()
    })
  }

  it('writes down no step that reads rows', async () => {
    const history = await historyWith({
      up: (op) => op.batches('number the items', { table: 'items' }, async () => {}),
      down: () => {},
    })
    await expect(offlineSql(history, '0004:', engine)).rejects.toThrow(
      /^9001_change: .*"number the items" reads rows, so it cannot be written down/,
    )
  })
})

const unlessWrong = <T>(work: () => Promise<T>) => work().catch((error: unknown) => error as Error)
