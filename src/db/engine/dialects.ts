/** What each engine hands to Kysely and MikroORM. */
import type { Dialect } from 'kysely'

/** What one engine needs for the three handles. */
export interface Dialects {
  em: Dialect
  db: Dialect
  heavy: Dialect
}
