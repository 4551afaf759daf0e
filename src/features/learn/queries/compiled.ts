/** What a query becomes: its SQL on each engine, whichever of them runs, and the plan of the one that does. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { CompiledQuery } from 'kysely'
import type { Engine, Reader } from '../../../db/engine/connection.ts'

/** They only write SQL: no database stands behind them. */
export const writers: Readonly<Record<Engine, Reader>> = {
  sqlite: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgresql: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
}

/** How the engine would carry out a query, line by line. Nothing is carried out. */
export async function queryPlan(db: Reader, engine: Engine, query: CompiledQuery): Promise<string> {
  const explain = engine === 'sqlite' ? 'explain query plan' : 'explain (costs off)'
  const { rows } = await db.executeQuery<PlanRow>({ ...query, sql: `${explain} ${query.sql}` })
  return engine === 'sqlite' ? treeOf(rows) : rows.map((row) => row['QUERY PLAN']).join('\n')
}

interface PlanRow {
  /** Of SQLite: each step names the one that it is part of. */
  id: number
  parent: number
  detail: string
  /** Of PostgreSQL: a line, indented already. */
  'QUERY PLAN': string
}

function treeOf(rows: readonly PlanRow[]): string {
  const depths = new Map<number, number>()
  const lines = rows.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? -1) + 1
    depths.set(id, depth)
    return '  '.repeat(depth) + detail
  })
  return lines.join('\n')
}
