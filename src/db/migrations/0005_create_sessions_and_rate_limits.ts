/** Who is signed in where, how often somebody tried, and whether a password was chosen by its owner. */
import { check, defineRevision, id, integer, primaryKey, text, time } from '../migrate/define.ts'

export default defineRevision({
  follows: '0004_create_items',
  message: 'create sessions and rate limits',

  up(op) {
    op.addColumn('users', 'password_chosen_at', time())

    op.createTable(
      'sessions',
      {
        id: id(),
        token_hash: text().notNull().unique(),
        user_id: integer().notNull().references('users', { onDelete: 'cascade' }),
        user_agent: text().notNull().default(''),
        created_at: time().notNull(),
        last_used_at: time().notNull(),
        expires_at: time().notNull(),
        stale_at: time(),
      },
      [
        check('token_hash_length', 'length(token_hash) = 64'),
        check('user_agent_length', 'length(user_agent) <= 500'),
      ],
    )
    op.createIndex('sessions', ['user_id'])
    op.createIndex('sessions', ['expires_at'])

    op.createTable(
      'rate_limits',
      {
        key: text().notNull(),
        points: integer().notNull(),
        expires_at: time().notNull(),
      },
      [primaryKey('key'), check('key_length', 'length(key) <= 200')],
    )
    op.createIndex('rate_limits', ['expires_at'])
  },

  down(op) {
    op.dropTable('rate_limits')
    op.dropTable('sessions')
    op.dropColumn('users', 'password_chosen_at')
  },
})
