/** Opens a database for the migration tool, whatever its engine. */
import type { PGlite } from '@electric-sql/pglite'
import { withoutPassword } from '../../../config.ts'
import { MigrationError } from '../core/errors.ts'
import type { Connection } from './connection.ts'
import { openPglite, openPostgres } from './postgresql.ts'
import { openSqliteForMigration } from './sqlite.ts'

/** A database to migrate: its address, or (in tests) a PGlite that is already open. */
export type Target = string | { readonly pglite: PGlite }

/** Opens the database. @throws MigrationError when it cannot be opened */
export async function openForMigration(target: Target): Promise<Connection> {
  if (typeof target !== 'string') return openPglite(target.pglite)
  if (target.startsWith('sqlite:')) return openSqliteForMigration(target.slice('sqlite:'.length))
  if (/^postgres(ql)?:/.test(target)) return openPostgres(target)
  throw new MigrationError(
    `DATABASE_URL must start with sqlite: or postgres:, and "${withoutPassword(target)}" does not`,
  )
}
