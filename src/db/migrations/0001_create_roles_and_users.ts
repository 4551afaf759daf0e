/** Who may do what: roles, what each allows, and the people who have them. */
import { check, defineRevision, id, integer, key, primaryKey, text, time } from '../migrate/define.ts'

export default defineRevision({
  follows: null,
  message: 'create roles and users',

  up(op) {
    op.createTable(
      'roles',
      {
        id: id(),
        name: text().notNull().unique(),
        description: text().notNull().default(''),
      },
      [
        check('name_not_blank', "trim(name) <> ''"),
        check('name_length', 'length(name) <= 64'),
        check('description_length', 'length(description) <= 2000'),
      ],
    )

    op.createTable(
      'role_permissions',
      {
        role_id: integer().notNull().references('roles', { onDelete: 'cascade' }),
        permission: text().notNull(),
      },
      [primaryKey('role_id', 'permission'), check('permission_not_blank', "trim(permission) <> ''")],
    )

    op.createTable(
      'users',
      {
        id: id(),
        username: text().notNull(),
        username_key: key().notNull().unique(),
        email: text().notNull(),
        email_key: key().notNull().unique(),
        password_hash: text().notNull(),
        role_id: integer().notNull().references('roles', { onDelete: 'restrict' }),
        created_at: time().notNull(),
        disabled_at: time(),
      },
      [
        check('username_not_blank', "trim(username) <> ''"),
        check('username_length', 'length(username) <= 64'),
        check('username_key_length', 'length(username_key) <= 64'),
        check('username_no_at', "replace(username, '@', '') = username"),
        check('email_not_blank', "trim(email) <> ''"),
        check('email_length', 'length(email) <= 254'),
        check('email_key_length', 'length(email_key) <= 254'),
      ],
    )
    op.createIndex('users', ['role_id'])
  },

  down(op) {
    op.dropTable('users')
    op.dropTable('role_permissions')
    op.dropTable('roles')
  },
})
