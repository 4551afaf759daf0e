/** A process of its own that upgrades a database: `node worker.ts ADDRESS`. The tests start several, or kill it half-way. */
import { integer, text } from '../../../src/db/migrate/define.ts'
import { History, loadRevisions, upgrade } from '../../../src/db/migrate/index.ts'
import type { Revision } from '../../../src/db/migrate/index.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'

/** Three revisions that each do something twice-done would show: a rebuild, a data step, a renamed table. */
const ups: ((op: Operations) => void)[] = [
  (op) => {
    op.createTable('log', { what: text().notNull() })
    op.addColumn('items', 'place', text().notNull().default('Stacks'), { after: 'year' })
    op.data('log it', async (db) => {
      await db.insertInto('log').values({ what: 'one' }).execute()
    })
  },
  (op) => {
    op.alterType('items', 'version', text().default('1'))
    op.batches('count the shelves', { table: 'items', size: 50 }, async (rows, db) => {
      for (const { id } of rows as { id: number }[]) {
        await db
          .updateTable('items')
          .set({ place: `Shelf ${id}` })
          .where('id', '=', id)
          .execute()
      }
    })
    op.data('log it', async (db) => {
      await db.insertInto('log').values({ what: 'two' }).execute()
    })
  },
  (op) => {
    op.renameTable('items', 'works')
    op.alterType('works', 'version', integer().default(1))
    op.changeForeignKey('item_creators', ['creator_id'], 'creators', { onDelete: 'cascade' })
    op.data('log it', async (db) => {
      await db.insertInto('log').values({ what: 'three' }).execute()
    })
  },
]

export async function workerHistory(): Promise<History> {
  const known = await loadRevisions()
  const start = known.find('0004_create_items')
  const first = [...known.withAncestors(start)].map((id) => known.find(id))
  return new History([...first, ...ups.map(revision)])
}

function revision(up: (op: Operations) => void, i: number): Revision {
  const follows = i === 0 ? '0004_create_items' : `900${i}_step`
  const file = { follows, message: 'step', up, down: { reason: 'it is not needed' } }
  return { id: `900${i + 1}_step`, follows: [follows], message: 'step', checksum: `${i}`, file }
}

const [, script, address] = process.argv
if (address !== undefined && script === import.meta.filename) {
  try {
    process.stdout.write('started\n')
    await upgrade(address, { history: await workerHistory() })
    process.stdout.write('done\n')
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
