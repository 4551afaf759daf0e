/** How a moment is kept: in our code and on SQLite as an ISO 8601 text in UTC, on PostgreSQL as timestamptz(3). */
import { Type } from '@mikro-orm/core'
import type { EntityProperty, Platform } from '@mikro-orm/core'
import { BasePostgreSqlPlatform } from '@mikro-orm/sql'

/** "2026-01-31T12:00:00.000Z": sorts as text in the order of time, and reads well in any query. */
export type Instant = string

/** MikroORM's side of it: the column type of each engine, and the one text form in our code. */
export class UtcTime extends Type<Instant, Instant> {
  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return platform instanceof BasePostgreSqlPlatform ? 'timestamptz(3)' : 'text'
  }

  override convertToJSValue(value: string | Date): Instant {
    return value instanceof Date ? value.toISOString() : new Date(value).toISOString()
  }

  override compareAsType(): string {
    return 'string'
  }
}
