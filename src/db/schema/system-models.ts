/** What the application keeps for itself, beside the catalogue: who is signed in, and who tried how often. */
import { defineEntity, p } from '@mikro-orm/core'
import { SavedSearch } from './account-models.ts'
import { Creator, User } from './models.ts'
import { UtcTime } from '../../fields/utc-time.ts'

/** One browser in which somebody is signed in. The cookie there holds a token; here stands only its SHA-256. */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.integer().primary().autoincrement(),
    token_hash: p.text().unique(),
    user: () => p.manyToOne(User).deleteRule('cascade').index(),
    /** What the browser says of itself: it tells the person which device this is. */
    user_agent: p.text().default(''),
    created_at: p.type(UtcTime),
    last_used_at: p.type(UtcTime),
    /** The last moment at which it can be used, however busy it is. */
    expires_at: p.type(UtcTime).index(),
    /** Set when its owner's role changed: the next request gets a new token, and the old one ends. */
    stale_at: p.type(UtcTime).nullable(),
  },
  checks: [
    { name: 'ck_sessions_token_hash_length', expression: 'length(token_hash) = 64' },
    { name: 'ck_sessions_user_agent_length', expression: 'length(user_agent) <= 500' },
  ],
})

/** How often something was tried, such as signing in to one account from one address; counted until `expires_at`. */
export const RateLimit = defineEntity({
  name: 'RateLimit',
  tableName: 'rate_limits',
  properties: {
    key: p.text().primary(),
    points: p.integer(),
    expires_at: p.type(UtcTime).index(),
  },
  checks: [{ name: 'ck_rate_limits_key_length', expression: 'length(key) <= 200' }],
})

/**
 * How many there are, kept by triggers (revision 0006): `subject` says of what (items, type, category, creator, creators),
 * `value` of which one. Read it with `db/reading/counts.ts`.
 */
export const Counter = defineEntity({
  name: 'KeptCount',
  tableName: 'kept_counts',
  properties: {
    subject: p.text().primary(),
    value: p.integer().primary(),
    count: p.integer(),
  },
  indexes: [{ properties: ['subject', 'count', 'value'] }],
})

/** On PostgreSQL, changes that wait to be added to the counters, which happens now and then. Empty on SQLite. */
export const CounterChange = defineEntity({
  name: 'KeptCountChange',
  tableName: 'kept_count_changes',
  properties: {
    id: p.integer().primary().autoincrement(),
    subject: p.text(),
    value: p.integer(),
    change: p.integer(),
  },
  indexes: [{ properties: ['subject', 'value'] }],
})

/**
 * Each form that was carried out, by the key it held when it was shown: the same key again is answered as the first time
 * (`security/request/form-key.ts`). Rows are deleted after a day.
 */
export const FormKey = defineEntity({
  name: 'FormKey',
  tableName: 'form_keys',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** What the form held, after the id of the account that sent it: another person's key is another key. */
    key: p.text().unique(),
    user: () => p.manyToOne(User).nullable().deleteRule('cascade').index(),
    /** What the command returned, as JSON. */
    result: p.text(),
    created_at: p.type(UtcTime).index(),
  },
  checks: [{ name: 'ck_form_keys_key_length', expression: 'length(key) <= 100' }],
})

/**
 * A search index: the tables `search_ID_PART`, made by `src/search` for the fields that `shape` names. While a new one is being built, up
 * to the item `built_to`, searches go on in the old one. After a revision an index is `stale`: it is searched, and compared with the items.
 */
export const SearchIndex = defineEntity({
  name: 'SearchIndex',
  tableName: 'search_indexes',
  properties: {
    id: p.integer().primary().autoincrement(),
    shape: p.text(),
    state: p.text(),
    built_to: p.integer().default(0),
  },
  checks: [{ name: 'ck_search_indexes_state_known', expression: `state in ('building', 'ready', 'stale')` }],
})

/** What an index holds of an item, as a hash: an item that was changed by hand has another one. */
export const SearchDocument = defineEntity({
  name: 'SearchDocument',
  tableName: 'search_documents',
  properties: {
    search_index_id: p.integer().primary(),
    item_id: p.integer().primary(),
    hash: p.text(),
  },
  checks: [{ name: 'ck_search_documents_hash_length', expression: 'length(hash) <= 64' }],
})

/** Which items were written lately, from one id to another: what keeps values in memory reads them again. The oldest rows are deleted. */
export const SearchChange = defineEntity({
  name: 'SearchChange',
  tableName: 'search_changes',
  properties: {
    id: p.integer().primary().autoincrement(),
    first_item: p.integer(),
    last_item: p.integer(),
  },
  checks: [{ name: 'ck_search_changes_items_in_order', expression: 'first_item <= last_item' }],
})

/** Items that an index has yet to take in anew, since a name that many of them have was changed. */
export const SearchQueue = defineEntity({
  name: 'SearchQueue',
  tableName: 'search_queue',
  properties: { item_id: p.integer().primary().autoincrement(false) },
})

/**
 * The ends of creators' names, each from one of the later words on, kept by triggers (revision 0016): so suggestions find "Ursula K.
 * Le Guin" by "guin".
 */
export const CreatorNameEnd = defineEntity({
  name: 'CreatorNameEnd',
  tableName: 'creator_name_ends',
  properties: {
    end_key: p.text().primary(),
    creator: () => p.manyToOne(Creator).primary().updateRule('no action').deleteRule('cascade').index(),
  },
})

/** All of them, in the order in which their tables can be created. */
export const systemModels = [
  Session,
  RateLimit,
  Counter,
  CounterChange,
  FormKey,
  SearchIndex,
  SearchDocument,
  SearchChange,
  SearchQueue,
  CreatorNameEnd,
  SavedSearch,
] as const
