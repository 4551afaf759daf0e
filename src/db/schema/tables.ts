/** The tables of the models as Kysely sees them: the names of columns and the types of their values. */
import type { InferKyselyTable } from '@mikro-orm/sql'
import type { Generated } from 'kysely'
import type { LookupName, lookups, ReferenceName } from '../../declared.ts'
import type { domain } from '../../domain.ts'
import type { Declarations, DeclaredField, ValuesOf } from '../../fields/field.ts'
import type { resources } from '../../resources.ts'
import type {
  Role,
  RolePermission,
  User,
  ItemType,
  ItemTypeField,
  Creator,
  Category,
  Item,
  ItemCreator,
  ItemCategory,
} from './models.ts'
import type { SavedSearch } from './account-models.ts'
import type {
  CreatorNameEnd,
  FormKey,
  Counter,
  CounterChange,
  RateLimit,
  SearchChange,
  SearchDocument,
  SearchIndex,
  SearchQueue,
  Session,
} from './system-models.ts'

/** The tables as Kysely sees them: `db.selectFrom('items').select('title')` is checked against the models. */
export interface Tables extends LookupTables, LinkTables, ResourceTables {
  roles: RolesTable
  role_permissions: RolePermissionsTable
  users: UsersTable
  saved_searches: SavedSearchesTable
  item_types: ItemTypesTable
  item_type_fields: ItemTypeFieldsTable
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
  creator_name_ends: CreatorNameEndsTable
  search_indexes: SearchIndexesTable
  search_documents: SearchDocumentsTable
  search_changes: SearchChangesTable
  search_queue: SearchQueueTable
}

// Interfaces rather than types, so that the editor shows these short names and not the whole definition.
export interface RolesTable extends InferKyselyTable<typeof Role> {}
export interface RolePermissionsTable extends InferKyselyTable<typeof RolePermission> {}
export interface UsersTable extends InferKyselyTable<typeof User> {}
export interface SavedSearchesTable extends InferKyselyTable<typeof SavedSearch> {}
export interface ItemTypesTable extends InferKyselyTable<typeof ItemType> {}
export interface ItemTypeFieldsTable extends InferKyselyTable<typeof ItemTypeField> {}
export interface CreatorsTable extends InferKyselyTable<typeof Creator> {}
export interface CategoriesTable extends InferKyselyTable<typeof Category> {}
export interface ItemsTable extends InferKyselyTable<typeof Item>, ReferenceColumns {}
export interface ItemCreatorsTable extends InferKyselyTable<typeof ItemCreator> {}
export interface ItemCategoriesTable extends InferKyselyTable<typeof ItemCategory> {}
export interface SessionsTable extends InferKyselyTable<typeof Session> {}
export interface RateLimitsTable extends InferKyselyTable<typeof RateLimit> {}
export interface KeptCountsTable extends InferKyselyTable<typeof Counter> {}
export interface KeptCountChangesTable extends InferKyselyTable<typeof CounterChange> {}
export interface FormKeysTable extends InferKyselyTable<typeof FormKey> {}
export interface CreatorNameEndsTable extends InferKyselyTable<typeof CreatorNameEnd> {}
export interface SearchIndexesTable extends InferKyselyTable<typeof SearchIndex> {}
export interface SearchDocumentsTable extends InferKyselyTable<typeof SearchDocument> {}
export interface SearchChangesTable extends InferKyselyTable<typeof SearchChange> {}
export interface SearchQueueTable extends InferKyselyTable<typeof SearchQueue> {}

type Declared = typeof domain.fields
type Named = typeof domain.lookups

/** The columns of items for fields that refer to one row. */
type ReferenceColumns = {
  [Name in ReferenceName as Declared[Name] extends { many: false } ? `${Name}_id` : never]: number | null
}

/** The tables of the lookups that a project has added. */
type LookupTables = {
  [Name in Exclude<LookupName, 'creators' | 'categories' | 'types'> as (typeof lookups)[Name]['table']]: {
    id: Generated<number>
    name: string
    name_key: string
  } & ValuesOf<Named[Name]['fields']>
}

/** The association tables of the fields that a project has added. */
type LinkTables = {
  [
    Name in Exclude<ReferenceName, 'creators' | 'categories'> as Declared[Name] extends { many: true }
      ? `item_${Name}`
      : never
  ]: { item_id: number; position: number }
}

/** The tables of resources. */
type ResourceTables = {
  [Name in keyof typeof resources]: { id: Generated<number>; version: Generated<number> } & ColumnsIn<
    (typeof resources)[Name]
  >
}

type ColumnsIn<Resource> = Resource extends { fields: infer Fields extends Declarations }
  ? {
      [
        Field in keyof Fields as Fields[Field] extends { many: boolean } ? `${Field & string}_id` : Field
      ]: Fields[Field] extends DeclaredField<infer Value> ? Value : number | null
    } & {
      [Field in keyof Fields as Fields[Field] extends { keyed: true } ? `${Field & string}_key` : never]:
        string | null
    }
  : never
