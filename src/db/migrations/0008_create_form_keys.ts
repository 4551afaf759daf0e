/** Which forms were carried out, so that one that is sent twice does its work once. */
import { check, defineRevision, id, integer, text, time } from '../migrate/define.ts'

export default defineRevision({
  follows: '0007_count_many_rows_at_once',
  message: 'create form keys',

  up(op) {
    op.createTable(
      'form_keys',
      {
        id: id(),
        key: text().notNull().unique(),
        user_id: integer().references('users', { onDelete: 'cascade' }),
        result: text().notNull(),
        created_at: time().notNull(),
      },
      [check('key_length', 'length(key) <= 100')],
    )
    op.createIndex('form_keys', ['user_id'])
    op.createIndex('form_keys', ['created_at'])
  },

  down(op) {
    op.dropTable('form_keys')
  },
})
