/** MikroORM's SQLite driver with one change: foreign keys are indexed where the models say so, as on PostgreSQL. */
import { AbstractSqlDriver, BaseSqliteConnection, SqlitePlatform } from '@mikro-orm/sql'
import type { Configuration } from '@mikro-orm/core'

class Platform extends SqlitePlatform {
  override indexForeignKeys(): boolean {
    return false
  }
}

export class SqliteOrmDriver extends AbstractSqlDriver {
  constructor(config: Configuration) {
    super(config, new Platform(), BaseSqliteConnection, ['kysely'])
  }
}
