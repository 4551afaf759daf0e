/**
 * THE models: users and roles, items and what they are linked to. One property is one column, under the same name.
 * Every rule here is kept by the database itself (see docs/database-model.md for the reasons), on SQLite and on PostgreSQL.
 */
import { defineEntity, p } from '@mikro-orm/core'
import { itemFields, lookups } from '../../declared.ts'
import { domain } from '../../domain.ts'
import { UtcTime } from '../../fields/utc-time.ts'
import { textLiteral } from '../../fields/sql.ts'
import { schemeNames } from '../../rules/identifiers/index.ts'
import { limits } from '../../rules/limits.ts'
import { Role, RolePermission, User } from './account-models.ts'
import { checksOf, columnsOf, indexesOf, uniquesOf } from './columns.ts'
import { entryChecks, entryColumns, entryIndexes } from './entries.ts'
import { linkModels, lookupModels, referenceColumns, referenceIndexes } from './references.ts'
import type { Targets } from './references.ts'
import { resources } from '../../resources.ts'
import { resourceModels } from './resources.ts'

export { Role, RolePermission, User }

/** The rules that several columns share, as SQL that both engines understand. */
const notBlank = (column: string) => `trim(${column}) <> ''`
const atMost = (column: string, characters: number) => `length(${column}) <= ${characters}`

/** What kind of thing an item is: a lookup table, so that a new type is a new row and not new code. */
export const ItemType = defineEntity({
  name: 'ItemType',
  tableName: 'item_types',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    name_key: p.text().unique(),
    ...entryColumns(lookups.types),
    /** By what rules the identifiers of its items are read (`rules/identifiers`); null where any text is one. */
    identifier_scheme: p.text().nullable(),
    /** For the scheme `pattern`. */
    identifier_pattern: p.text().nullable(),
  },
  indexes: entryIndexes('item_types', lookups.types),
  checks: [
    {
      name: 'ck_item_types_identifier_scheme_known',
      expression: `identifier_scheme in (${schemeNames.map(textLiteral).join(', ')})`,
    },
    {
      name: 'ck_item_types_identifier_pattern_fits_scheme',
      expression: `(identifier_pattern is not null) = (coalesce(identifier_scheme, '') = 'pattern')`,
    },
    { name: 'ck_item_types_identifier_pattern_not_blank', expression: notBlank('identifier_pattern') },
    {
      name: 'ck_item_types_identifier_pattern_length',
      expression: atMost('identifier_pattern', limits.pattern),
    },
    ...entryChecks('item_types', lookups.types),
  ],
})

/** A rule of a type: one of the fields that it needs, or that it hides. A field that is not here is as its declaration says. */
export const ItemTypeField = defineEntity({
  name: 'ItemTypeField',
  tableName: 'item_type_fields',
  properties: {
    item_type: () => p.manyToOne(ItemType).primary().updateRule('no action').deleteRule('cascade'),
    /** The name of a declared field. Which there are stands in `domain.ts` and not in the database: a rule about another is ignored. */
    field: p.text().primary(),
    rule: p.text(),
  },
  checks: [
    { name: 'ck_item_type_fields_field_not_blank', expression: notBlank('field') },
    { name: 'ck_item_type_fields_field_length', expression: atMost('field', limits.fieldName) },
    { name: 'ck_item_type_fields_rule_known', expression: `rule in ('required', 'hidden')` },
  ],
})

/** Who made an item: an author, a director, a band, a supplier. Namesakes are told apart in the name. */
export const Creator = defineEntity({
  name: 'Creator',
  tableName: 'creators',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    name_key: p.text().unique(),
    ...entryColumns(lookups.creators),
  },
  indexes: entryIndexes('creators', lookups.creators),
  checks: entryChecks('creators', lookups.creators),
})

/** What an item is about: a genre, a subject, a tag. */
export const Category = defineEntity({
  name: 'Category',
  tableName: 'categories',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    name_key: p.text().unique(),
    ...entryColumns(lookups.categories),
  },
  indexes: entryIndexes('categories', lookups.categories),
  checks: entryChecks('categories', lookups.categories),
})

/** The thing that is catalogued: a book, a product, a task, a document. */
export const Item = defineEntity({
  name: 'Item',
  tableName: 'items',
  properties: {
    id: p.integer().primary().autoincrement(),
    ...columnsOf(domain.fields),
    /** One-to-many: an item has one type, a type has many items. A type in use cannot be deleted. */
    item_type: () => p.manyToOne(ItemType).deleteRule('restrict'),
    ...referenceColumns(() => targets),
    created_by: () => p.manyToOne(User).fieldName('created_by').deleteRule('set null').nullable().index(),
    created_at: p.type(UtcTime),
    updated_at: p.type(UtcTime),
    /** Counts the saves, so that the second of two people who edit at once is told. */
    version: p.integer().default(1),
    /** Many-to-many: an item has several creators in an order, a creator has several items. */
    creators: () => p.oneToMany(ItemCreator).mappedBy('item').orderBy({ position: 'asc' }),
    categories: () => p.oneToMany(ItemCategory).mappedBy('item').orderBy({ position: 'asc' }),
  },
  uniques: uniquesOf(itemFields),
  indexes: [
    { properties: ['item_type', 'id'] },
    // By their beginnings, for suggestions: lists have another order.
    {
      name: 'ix_items_title_key_start',
      expression: `create index ix_items_title_key_start on items (substr(title_key, 1, ${limits.typedCharacters}), id)`,
    },
    ...referenceIndexes,
    ...indexesOf('items', itemFields),
  ],
  checks: checksOf('items', domain.fields),
})

/** The association table between items and creators: one row for each pair, with the creator's place in the order. */
export const ItemCreator = defineEntity({
  name: 'ItemCreator',
  tableName: 'item_creators',
  properties: {
    item: () => p.manyToOne(Item).primary().updateRule('no action').deleteRule('cascade'),
    creator: () => p.manyToOne(Creator).primary().updateRule('no action').deleteRule('restrict'),
    position: p.integer(),
  },
  // From a creator to its items, newest first, without looking at the rows.
  indexes: [{ properties: ['creator', 'item'] }],
  checks: [{ name: 'ck_item_creators_position_not_negative', expression: 'position >= 0' }],
})

/** The association table between items and categories. */
export const ItemCategory = defineEntity({
  name: 'ItemCategory',
  tableName: 'item_categories',
  properties: {
    item: () => p.manyToOne(Item).primary().updateRule('no action').deleteRule('cascade'),
    category: () => p.manyToOne(Category).primary().updateRule('no action').deleteRule('restrict'),
    position: p.integer(),
  },
  indexes: [{ properties: ['category', 'item'] }],
  checks: [{ name: 'ck_item_categories_position_not_negative', expression: 'position >= 0' }],
})

/** The models that others refer to. */
export const targets: Targets = {
  item: () => Item as never,
  user: () => User as never,
  lookups: {
    ...{ creators: Creator as never, categories: Category as never, types: ItemType as never },
    ...Object.fromEntries(lookupModels),
  },
}

/** All models, in the order in which their tables can be created. */
export const models = [
  Role,
  RolePermission,
  User,
  ItemType,
  ItemTypeField,
  Creator,
  Category,
  ...lookupModels.values(),
  Item,
  ItemCreator,
  ItemCategory,
  ...linkModels(targets),
  ...resourceModels(resources, targets),
] as const
