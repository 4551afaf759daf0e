/** The statements that MikroORM makes of the models, for each engine; it needs no connection for that. */
import {
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Dialect } from 'kysely'
import { createOrm } from '../../engine/connection.ts'
import type { Entities } from '../../engine/connection.ts'
import type { Engine } from '../core/plan.ts'

const dialects: Record<Engine, Dialect> = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  postgresql: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}

export interface ModelDdl {
  readonly sqlite: string
  readonly postgresql: string
}

/** The models as SQL: the project's, or (in tests) others. */
export async function modelDdl(entities?: Entities): Promise<ModelDdl> {
  const sql = (engine: Engine) =>
    createOrm(engine, dialects[engine], undefined, entities).schema.getCreateSchemaSQL({ wrap: false })
  return { sqlite: await sql('sqlite'), postgresql: await sql('postgresql') }
}
