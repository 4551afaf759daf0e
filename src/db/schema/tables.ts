/** The tables of the models as Kysely sees them: the names of columns and the types of their values. */
import type { InferKyselyTable } from '@mikro-orm/sql'
import type {
  Role,
  RolePermission,
  User,
  ItemType,
  Creator,
  Category,
  Item,
  ItemCreator,
  ItemCategory,
} from './models.ts'
import type { FormKey, Counter, CounterChange, RateLimit, Session } from './system-models.ts'

/** The tables as Kysely sees them: `db.selectFrom('items').select('title')` is checked against the models. */
export interface Tables {
  roles: RolesTable
  role_permissions: RolePermissionsTable
  users: UsersTable
  item_types: ItemTypesTable
  creators: CreatorsTable
  categories: CategoriesTable
  items: ItemsTable
  item_creators: ItemCreatorsTable
  item_categories: ItemCategoriesTable
  sessions: SessionsTable
  rate_limits: RateLimitsTable
  kept_counts: KeptCountsTable
  kept_count_changes: KeptCountChangesTable
  form_keys: FormKeysTable
}

// Interfaces rather than types, so that the editor shows these short names and not the whole definition.
export interface RolesTable extends InferKyselyTable<typeof Role> {}
export interface RolePermissionsTable extends InferKyselyTable<typeof RolePermission> {}
export interface UsersTable extends InferKyselyTable<typeof User> {}
export interface ItemTypesTable extends InferKyselyTable<typeof ItemType> {}
export interface CreatorsTable extends InferKyselyTable<typeof Creator> {}
export interface CategoriesTable extends InferKyselyTable<typeof Category> {}
export interface ItemsTable extends InferKyselyTable<typeof Item> {}
export interface ItemCreatorsTable extends InferKyselyTable<typeof ItemCreator> {}
export interface ItemCategoriesTable extends InferKyselyTable<typeof ItemCategory> {}
export interface SessionsTable extends InferKyselyTable<typeof Session> {}
export interface RateLimitsTable extends InferKyselyTable<typeof RateLimit> {}
export interface KeptCountsTable extends InferKyselyTable<typeof Counter> {}
export interface KeptCountChangesTable extends InferKyselyTable<typeof CounterChange> {}
export interface FormKeysTable extends InferKyselyTable<typeof FormKey> {}
