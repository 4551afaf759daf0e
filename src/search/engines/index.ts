/** The search of the engine that a connection uses. */
import { engineUsedBy } from '../../db/engine/many.ts'
import type { Reader } from '../../db/engine/connection.ts'
import type { SearchEngine } from './engine.ts'
import { postgresqlSearch } from './postgresql.ts'
import { sqliteSearch } from './sqlite.ts'

export const searchOf = (db: Reader): SearchEngine =>
  engineUsedBy(db) === 'sqlite' ? sqliteSearch : postgresqlSearch
