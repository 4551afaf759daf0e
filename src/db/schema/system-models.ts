/** What the application keeps for itself, beside the catalogue: who is signed in, and who tried how often. */
import { defineEntity, p } from '@mikro-orm/core'
import { User } from './models.ts'
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
 * `value` of which one. Read it with `db/counts.ts`.
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

/** On PostgreSQL, what is to be added to the kept counts; now and then it is. Empty on SQLite. */
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
 * (`security/form-key.ts`). Rows are deleted after a day.
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

/** All of them, in the order in which their tables can be created. */
export const systemModels = [Session, RateLimit, Counter, CounterChange, FormKey] as const
