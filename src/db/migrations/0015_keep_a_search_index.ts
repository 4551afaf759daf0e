/**
 * What the search index needs to know of itself. The index's own tables (`search_1_public` and the like) are made by the program, since they
 * follow the declared fields: they hold nothing that could not be made anew, and go with these.
 */
import { sql } from 'kysely'
import { check, defineRevision, id, integer, primaryKey, text } from '../migrate/define.ts'

export default defineRevision({
  follows: '0014_sort_by_sort_names_and_by_numbers',
  message: 'keep a search index',

  up(op) {
    op.createTable(
      'search_indexes',
      {
        id: id(),
        shape: text().notNull(),
        state: text().notNull(),
        built_to: integer().notNull().default(0),
      },
      [check('state_known', `state in ('building', 'ready', 'stale')`)],
    )
    op.createTable(
      'search_documents',
      { search_index_id: integer().notNull(), item_id: integer().notNull(), hash: text().notNull() },
      [primaryKey('search_index_id', 'item_id'), check('hash_length', 'length(hash) <= 64')],
    )
    op.createTable(
      'search_changes',
      { id: id(), first_item: integer().notNull(), last_item: integer().notNull() },
      [check('items_in_order', 'first_item <= last_item')],
    )
    op.createTable('search_queue', { item_id: integer().notNull() }, [primaryKey('item_id')])
  },

  down(op) {
    op.data('drop the tables of the search index', async (db, engine) => {
      if (engine === 'postgresql') {
        await sql`drop schema if exists crowfoot_search cascade`.execute(db)
        return
      }
      const { rows } = await sql<{ name: string }>`
        select name from pragma_table_list where schema = 'main' and type = 'virtual' and name glob 'search_[0-9]*'`.execute(
        db,
      )
      for (const { name } of rows) await sql`drop table ${sql.table(name)}`.execute(db)
    })
    op.dropTable('search_queue')
    op.dropTable('search_changes')
    op.dropTable('search_documents')
    op.dropTable('search_indexes')
  },
})
