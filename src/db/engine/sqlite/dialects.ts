/** Opens one SQLite file in three ways: `em` writes, `db` reads in this process, `heavy` reads in processes of its own. */
import type { Dialects } from '../dialects.ts'
import { SqliteDialect } from './dialect.ts'
import { heavyDialect } from './heavy.ts'
import { openSqlite } from './open.ts'

export function sqliteDialects(file: string): Dialects {
  return {
    em: new SqliteDialect({ open: () => openSqlite(file) }),
    db: new SqliteDialect({ open: () => openSqlite(file, { readOnly: true }), readOnly: true }),
    heavy: heavyDialect({ file }),
  }
}
