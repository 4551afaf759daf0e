/** What items are linked to. The `name_key` columns hold the folded name: two spellings of one name are one row. */
import { check, defineRevision, id, integer, key, text } from '../migrate/define.ts'

/** The rules that every name keeps. */
const nameRules = [
  check('name_not_blank', "trim(name) <> ''"),
  check('name_key_not_blank', "trim(name_key) <> ''"),
  check('name_length', 'length(name) <= 500'),
  check('name_key_length', 'length(name_key) <= 500'),
]

export default defineRevision({
  follows: '0002_add_the_first_roles',
  message: 'create types, creators and categories',

  up(op) {
    op.createTable(
      'item_types',
      {
        id: id(),
        name: text().notNull(),
        name_key: key().notNull().unique(),
        description: text().notNull().default(''),
      },
      [...nameRules, check('description_length', 'length(description) <= 2000')],
    )

    op.createTable(
      'creators',
      {
        id: id(),
        name: text().notNull(),
        name_key: key().notNull().unique(),
        birth_year: integer(),
        death_year: integer(),
      },
      [
        ...nameRules,
        check('birth_year_range', 'birth_year between -9999 and 9999'),
        check('death_year_range', 'death_year between -9999 and 9999'),
        check('death_not_before_birth', 'death_year >= birth_year'),
      ],
    )

    op.createTable(
      'categories',
      {
        id: id(),
        name: text().notNull(),
        name_key: key().notNull().unique(),
        description: text().notNull().default(''),
      },
      [...nameRules, check('description_length', 'length(description) <= 2000')],
    )
  },

  down(op) {
    op.dropTable('categories')
    op.dropTable('creators')
    op.dropTable('item_types')
  },
})
