/** The items, and the two association tables that link each to its creators and categories. */
import {
  check,
  defineRevision,
  expression,
  id,
  integer,
  key,
  primaryKey,
  text,
  time,
  unique,
} from '../migrate/define.ts'

export default defineRevision({
  follows: '0003_create_types_creators_and_categories',
  message: 'create items',

  up(op) {
    op.createTable(
      'items',
      {
        id: id(),
        title: text().notNull(),
        title_key: key().notNull(),
        description: text().notNull().default(''),
        year: integer(),
        identifier: text(),
        identifier_key: key(),
        item_type_id: integer().notNull().references('item_types', { onDelete: 'restrict' }),
        internal_notes: text().notNull().default(''),
        created_by: integer().references('users', { onDelete: 'set null' }),
        created_at: time().notNull(),
        updated_at: time().notNull(),
        version: integer().notNull().default(1),
      },
      [
        unique('item_type_id', 'identifier_key'),
        check('title_not_blank', "trim(title) <> ''"),
        check('title_key_not_blank', "trim(title_key) <> ''"),
        check('title_length', 'length(title) <= 2000'),
        check('description_length', 'length(description) <= 20000'),
        check('year_range', 'year between -9999 and 9999'),
        check('identifier_not_blank', "trim(identifier) <> ''"),
        check('identifier_length', 'length(identifier) <= 200'),
        check('identifier_key_length', 'length(identifier_key) <= 200'),
        check('identifier_has_key', '(identifier is null) = (identifier_key is null)'),
        check('internal_notes_length', 'length(internal_notes) <= 20000'),
      ],
    )
    op.createIndex('items', ['created_by'])

    // Each way to sort the list has an index that ends in the id, so that a page is read and not sorted.
    op.createIndex('items', ['item_type_id', 'id'])
    // The beginning is enough to sort by; an index entry on PostgreSQL may not be longer than 2,704 bytes.
    op.createIndex('items', [expression('substr(title_key, 1, 200)'), 'id'], { name: 'ix_items_title_start' })
    // Items without a year come last both ways: as year 10000 going up, as year -10000 going down.
    op.createIndex('items', [expression('coalesce(year, 10000)'), 'id'], { name: 'ix_items_year_up' })
    op.createIndex('items', [expression('coalesce(year, -10000)'), 'id'], { name: 'ix_items_year_down' })

    op.createTable(
      'item_creators',
      {
        item_id: integer().notNull().references('items', { onDelete: 'cascade' }),
        creator_id: integer().notNull().references('creators', { onDelete: 'restrict' }),
        position: integer().notNull(),
      },
      [primaryKey('item_id', 'creator_id'), check('position_not_negative', 'position >= 0')],
    )
    op.createIndex('item_creators', ['creator_id', 'item_id'])

    op.createTable(
      'item_categories',
      {
        item_id: integer().notNull().references('items', { onDelete: 'cascade' }),
        category_id: integer().notNull().references('categories', { onDelete: 'restrict' }),
        position: integer().notNull(),
      },
      [primaryKey('item_id', 'category_id'), check('position_not_negative', 'position >= 0')],
    )
    op.createIndex('item_categories', ['category_id', 'item_id'])
  },

  down(op) {
    op.dropTable('item_categories')
    op.dropTable('item_creators')
    op.dropTable('items')
  },
})
