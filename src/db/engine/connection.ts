/** Opens the database, SQLite or PostgreSQL, and hands out its three handles: `em`, `db` and `heavy`. */
import { MikroORM } from '@mikro-orm/core'
import type {
  EntityClass,
  EntityManager as AnyEntityManager,
  EntityMetadata,
  EntitySchema,
} from '@mikro-orm/core'
import type { SqlEntityManager } from '@mikro-orm/sql'
import { Kysely, PostgresAdapter } from 'kysely'
import type { Dialect } from 'kysely'
import type { Dialects } from './dialects.ts'
import { withLimits } from './limited-dialect.ts'
import { models } from '../schema/models.ts'
import type { Tables } from '../schema/tables.ts'
import { NamingStrategy } from '../schema/naming.ts'
import { recorded } from './query-log.ts'
import { watchPlace } from './sqlite/in-place.ts'
import { systemModels } from '../schema/system-models.ts'

export type Engine = 'sqlite' | 'postgresql'
export type EntityManager = SqlEntityManager & AnyEntityManager
export type Entities = readonly (string | EntityClass | EntitySchema)[]
/** A connection for reading, typed from the models. */
export type Reader = Kysely<Tables>

/** The two handles that read: what is quick goes to `db`, all else to `heavy`. */
export type Readers = Pick<Database, 'db' | 'heavy'>

export interface Database {
  readonly engine: Engine
  /** For writes: a new unit of work each time. Commands get it passed in and open a transaction on it. */
  em(): EntityManager
  /** For quick reads, on connections of their own: an open transaction does not hold them up. */
  readonly db: Reader
  /** For reads that may take long (search, facets, exports): on SQLite in other processes, so that nothing waits for them. */
  readonly heavy: Reader
  readonly orm: MikroORM
  /** Whether the SQLite file is still the one that was opened. PostgreSQL looks after its own. */
  readonly isInPlace: () => boolean
  close(): Promise<void>
}

export function engineOf(url: string): Engine {
  return url.startsWith('sqlite:') ? 'sqlite' : 'postgresql'
}

/** Whether a connection is one to PostgreSQL. */
export function isPostgresql(db: Reader): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/** The file behind a `sqlite:` address. */
export function fileOf(url: string): string {
  return url.slice('sqlite:'.length)
}

/** The database's own name, by which MikroORM looks it up. */
function nameOf(url: string): string {
  return engineOf(url) === 'sqlite'
    ? fileOf(url)
    : decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres'
}

/**
 * Opens the database at `url`: `sqlite:/absolute/path.db` or `postgres://...`.
 * Nothing is created or changed: the schema is the migrations' business. Tests hand in dialects of their own (PGlite).
 * @throws DatabaseOpenError (SQLite) or the driver's error, when there is nothing to be reached
 */
export async function openDatabase(url: string, given?: Dialects): Promise<Database> {
  const engine = engineOf(url)
  const dialects = given ?? (await dialectsFor(url))
  const orm = await createOrm(engine, recorded(dialects.em), nameOf(url))
  const db = new Kysely<Tables>({ dialect: recorded(dialects.db) })
  const heavy = new Kysely<Tables>({ dialect: recorded(withLimits(dialects.heavy)) })
  await orm.connect()
  return {
    engine,
    orm,
    em: () => orm.em.fork() as EntityManager,
    db,
    heavy,
    isInPlace: engine === 'sqlite' ? watchPlace(fileOf(url)) : () => true,
    async close() {
      // The writer is closed last: SQLite then copies its log (WAL) into the file and deletes the log.
      await Promise.all([db.destroy(), heavy.destroy()])
      await orm.close()
    },
  }
}

/** Imports only what the engine needs: half of it would be loaded for nothing at each start. */
async function dialectsFor(url: string): Promise<Dialects> {
  if (engineOf(url) === 'sqlite') {
    const { sqliteDialects } = await import('./sqlite/dialects.ts')
    return sqliteDialects(fileOf(url))
  }
  const { postgresDialects } = await import('./postgresql/dialects.ts')
  const { settleEncryption } = await import('./postgresql/address.ts')
  return postgresDialects(await settleEncryption(url))
}

async function ormDriverFor(engine: Engine) {
  return engine === 'sqlite'
    ? (await import('./sqlite/orm-driver.ts')).SqliteOrmDriver
    : (await import('@mikro-orm/postgresql')).PostgreSqlDriver
}

/** MikroORM over the models, with our names for constraints. Does not connect: also used to read what the models describe. */
export async function createOrm(
  engine: Engine,
  dialect: Dialect,
  dbName = 'crowfoot',
  entities: Entities = [...models, ...systemModels],
): Promise<MikroORM> {
  return new MikroORM({
    driver: await ormDriverFor(engine),
    dbName,
    driverOptions: dialect,
    entities: [...entities],
    namingStrategy: NamingStrategy,
    ...(engine === 'postgresql' && { discovery: { onMetadata: compareKeysByCodePoint } }),
    forceUtcTimezone: true,
    ensureDatabase: false,
    // The application checks what comes in by its forms; the database checks it again.
    validateRequired: false,
  }) as MikroORM
}

/** Folded text sorts by code point, as SQLite does it, whatever language the PostgreSQL server was set up for. */
function compareKeysByCodePoint(meta: EntityMetadata): void {
  for (const property of meta.props) {
    if (property.name.endsWith('_key')) property.collation = 'C'
  }
}
