/** Save searches. */
import { check, defineRevision, foreignKey, id, integer, text, time } from '../migrate/define.ts'

export default defineRevision({
  follows: '0016_find_names_while_typing',
  message: 'save searches',

  up(op) {
    op.createTable(
      'saved_searches',
      {
        id: id(),
        user_id: integer().notNull(),
        name: text().notNull(),
        address: text().notNull(),
        seen_up_to: integer().notNull(),
        created_at: time().notNull(),
      },
      [
        foreignKey(['user_id'], 'users', { onDelete: 'cascade' }),
        check('address_length', 'length(address) <= 4000'),
        check('name_length', 'length(name) <= 500'),
        check('name_not_blank', "trim(name) <> ''"),
      ],
    )
    op.createIndex('saved_searches', ['user_id', 'id'])
  },

  down(op) {
    op.dropTable('saved_searches')
  },
})
