/** The SQL that is printed builds what the tool builds. */
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { expression, integer, text } from '../../../src/db/migrate/define.ts'
import { readState, upgrade } from '../../../src/db/migrate/index.ts'
import { offlineSql } from '../../../src/db/migrate/offline/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { MuseumDatabases } from './museum-database.ts'
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

/** Runs a script as `sqlite3` or `psql` would. */
async function runScript(scratch: Scratch, sql: string): Promise<void> {
  const statements = (sql.match(/(?:\$\$[^]*?\$\$|[^])*?(?:;\n|$)/g) ?? []).map((text) =>
    text
      .replace(/^(\s*--.*\n)+/gm, '')
      .trim()
      .replace(/;$/, ''),
  )
  await using(scratch.target, async (connection) => {
    for (const statement of statements.filter(Boolean)) await connection.query(statement)
  })
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
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
    const [byScript, byTool] = [
      keep(await createScratch(engine, 'empty')),
      keep(await createScratch(engine, 'migrated')),
    ]
    const { loadRevisions } = await import('../../../src/db/migrate/index.ts')
    const { sql, warnings } = await offlineSql(await loadRevisions(), ':', engine)
    expect(warnings).toEqual([])
    await runScript(byScript, sql)
    expectSame(await look(byScript.target), await look(byTool.target))
    expect((await readState(byScript.target)).pending).toEqual([])
  })

  it('changes a full one as the tool does, and back', async () => {
    const [byScript, byTool] = [keep(await databases.copy()), keep(await databases.copy())]
    const before = await look(byScript.target)
    const history = await historyWith(change)
    await upgrade(byTool.target, { history })
    await runScript(byScript, (await offlineSql(history, '0004:9001', engine)).sql)
    expectSame(await look(byScript.target), await look(byTool.target))
    await runScript(byScript, (await offlineSql(history, '9001:0004', engine)).sql)
    expectSame(await look(byScript.target), before, engine === 'postgresql' ? { order: ['items'] } : {})
  })

  it('says which steps it cannot write down, because they read rows', async () => {
    const history = await historyWith({
      up: (op) => op.batches('number the items', { table: 'items' }, async () => {}),
      down: () => {},
    })
    const { sql, warnings } = await offlineSql(history, '0004:', engine)
    expect(warnings).toEqual(['9001_change: "number the items" reads rows, so it is not in this SQL'])
    expect(sql).toContain(
      '-- 9001_change: "number the items" reads rows, so it is not in this SQL. Run it with npx crowfoot db upgrade.',
    )
  })
})
