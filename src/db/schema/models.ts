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
import { checksOf, columnsOf, indexesOf, spanChecks, uniquesOf } from './columns.ts'
import { linkModels, lookupModels, referenceColumns, referenceIndexes } from './references.ts'
import type { Targets } from './references.ts'
import { resources } from '../../resources.ts'
import { resourceModels } from './resources.ts'

/** The rules that several columns share, as SQL that both engines understand. */
const notBlank = (column: string) => `trim(${column}) <> ''`
const atMost = (column: string, characters: number) => `length(${column}) <= ${characters}`

/** What a user may be: member, staff, admin. What each may do stands in `role_permissions`. */
export const Role = defineEntity({
  name: 'Role',
  tableName: 'roles',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text().unique(),
    description: p.text().default(''),
  },
  checks: [
    { name: 'ck_roles_name_not_blank', expression: notBlank('name') },
    { name: 'ck_roles_name_length', expression: atMost('name', limits.role) },
    { name: 'ck_roles_description_length', expression: atMost('description', limits.note) },
  ],
})

/** One thing that a role allows, by name, such as `item.create`. */
export const RolePermission = defineEntity({
  name: 'RolePermission',
  tableName: 'role_permissions',
  properties: {
    role: () => p.manyToOne(Role).primary().deleteRule('cascade'),
    permission: p.text().primary(),
  },
  checks: [{ name: 'ck_role_permissions_permission_not_blank', expression: notBlank('permission') }],
})

/** Somebody with an account. Of the password only the argon2id hash is kept. */
export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** As the person writes it; `username_key` is the same folded, so that "Ada" and "ada" are one name. */
    username: p.text(),
    username_key: p.text().unique(),
    /** What the username looks like (`skeleton.ts`). Null for accounts that had a name like another one's before that was refused. */
    skeleton_key: p.text().nullable().unique(),
    /** Null where there is none: whoever registers gives one, staff may leave it out. */
    email: p.text().nullable(),
    email_key: p.text().nullable().unique(),
    password_hash: p.text(),
    /** When the owner chose the password; null while it is a one-time password, which opens nothing but the page to choose one. */
    password_chosen_at: p.type(UtcTime).nullable(),
    /** When a one-time password was given that nobody has used yet: it ends with its first use, and some days later. */
    password_given_at: p.type(UtcTime).nullable(),
    /** Many users have one role: a role in use cannot be deleted. */
    role: () => p.manyToOne(Role).deleteRule('restrict').index(),
    created_at: p.type(UtcTime),
    /** When an administrator closed the account; null while it is open. */
    disabled_at: p.type(UtcTime).nullable(),
  },
  checks: [
    { name: 'ck_users_username_not_blank', expression: notBlank('username') },
    { name: 'ck_users_username_length', expression: atMost('username', limits.username) },
    { name: 'ck_users_skeleton_key_length', expression: 'length(skeleton_key) <= 512' },
    { name: 'ck_users_email_has_key', expression: '(email is null) = (email_key is null)' },
    { name: 'ck_users_username_key_length', expression: atMost('username_key', limits.username) },
    // Sign-in takes either a username or an e-mail address: the @ tells which, so a username holds none.
    { name: 'ck_users_username_no_at', expression: `replace(username, '@', '') = username` },
    { name: 'ck_users_email_not_blank', expression: notBlank('email') },
    { name: 'ck_users_email_length', expression: atMost('email', limits.email) },
    { name: 'ck_users_email_key_length', expression: atMost('email_key', limits.email) },
  ],
})

/** What kind of thing an item is: a lookup table, so that a new type is a new row and not new code. */
export const ItemType = defineEntity({
  name: 'ItemType',
  tableName: 'item_types',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    name_key: p.text().unique(),
    ...columnsOf(lookups.types.fields),
    /** By what rules the identifiers of its items are read (`rules/identifiers`); null where any text is one. */
    identifier_scheme: p.text().nullable(),
    /** For the scheme `pattern`. */
    identifier_pattern: p.text().nullable(),
  },
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
    { name: 'ck_item_types_name_not_blank', expression: notBlank('name') },
    { name: 'ck_item_types_name_key_not_blank', expression: notBlank('name_key') },
    { name: 'ck_item_types_name_length', expression: atMost('name', limits.name) },
    { name: 'ck_item_types_name_key_length', expression: atMost('name_key', limits.name) },
    ...checksOf('item_types', lookups.types.fields),
    ...spanChecks('item_types', lookups.types),
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
    ...columnsOf(lookups.creators.fields),
  },
  checks: [
    { name: 'ck_creators_name_not_blank', expression: notBlank('name') },
    { name: 'ck_creators_name_key_not_blank', expression: notBlank('name_key') },
    { name: 'ck_creators_name_length', expression: atMost('name', limits.name) },
    { name: 'ck_creators_name_key_length', expression: atMost('name_key', limits.name) },
    ...checksOf('creators', lookups.creators.fields),
    ...spanChecks('creators', lookups.creators),
  ],
})

/** What an item is about: a genre, a subject, a tag. */
export const Category = defineEntity({
  name: 'Category',
  tableName: 'categories',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    name_key: p.text().unique(),
    ...columnsOf(lookups.categories.fields),
  },
  checks: [
    { name: 'ck_categories_name_not_blank', expression: notBlank('name') },
    { name: 'ck_categories_name_key_not_blank', expression: notBlank('name_key') },
    { name: 'ck_categories_name_length', expression: atMost('name', limits.name) },
    { name: 'ck_categories_name_key_length', expression: atMost('name_key', limits.name) },
    ...checksOf('categories', lookups.categories.fields),
    ...spanChecks('categories', lookups.categories),
  ],
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
  indexes: [{ properties: ['item_type', 'id'] }, ...referenceIndexes, ...indexesOf('items', itemFields)],
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
