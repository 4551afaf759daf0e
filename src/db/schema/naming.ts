/** The names of tables' constraints and indexes, by the convention SQLAlchemy and Alembic use: `ix_items_year`. */
import { UnderscoreNamingStrategy } from '@mikro-orm/core'

const prefixes = { foreign: 'fk', unique: 'uq', index: 'ix', check: 'ck' } as const

export class NamingStrategy extends UnderscoreNamingStrategy {
  override indexName(
    table: string,
    columns: string[],
    type: Parameters<UnderscoreNamingStrategy['indexName']>[2],
  ): string {
    return type in prefixes
      ? `${prefixes[type as keyof typeof prefixes]}_${table}_${columns.join('_')}`
      : super.indexName(table, columns, type)
  }

  /** A property is a column under the same name; a link to another table ends in `_id`. */
  override joinColumnName(property: string): string {
    return `${property}_id`
  }
}
