/** Queries that are built once and then only run. Kysely takes longer to build a short query than SQLite takes to answer it. */
import { sql } from 'kysely'
import type { CompiledQuery, RawBuilder } from 'kysely'
import type { Reader } from '../engine/connection.ts'

/** Stands in the built query where the value of that name comes in. */
class Placeholder {
  readonly name: PropertyKey

  constructor(name: PropertyKey) {
    this.name = name
  }
}

/**
 * The number behind `limit`, as part of the SQL and not as a value. SQLite looks at a limit while it plans, and so would plan
 * such a statement anew each time that it is run, which takes longer than reading a page by it.
 */
export const limitOf = (most: number): RawBuilder<number> => sql.lit(most)

/** What Kysely can turn into SQL: a query, or a piece of SQL. */
interface Buildable<R> {
  compile(db: Reader): CompiledQuery<R>
}

type ValueOf<V> = <K extends keyof V>(name: K) => RawBuilder<V[K]>

/**
 * A query as a function of its values:
 *
 *     const titleOf = prepare<{ id: number }, { title: string }>((db, value) =>
 *       db.selectFrom('items').select('title').where('id', '=', value('id')))
 *     const [item] = await titleOf(db, { id: 7 })
 *
 * Where the query itself is not always the same (a list of so many ids, one order or another), all that it depends on is its
 * `shape`: it is built once for each. A shape must never hold what somebody has typed, or there would be one for each text.
 */
export function prepare<V extends object, R, S extends string | number | readonly (string | number)[] = ''>(
  build: (db: Reader, value: ValueOf<V>, shape: S) => Buildable<R>,
): (db: Reader, values: V, shape?: S) => Promise<R[]> {
  // By engine: a query's text does not depend on the connection, and each transaction has a handle of its own.
  const built = new Map<unknown, Map<string, CompiledQuery<R>>>()
  const value: ValueOf<V> = (name) => sql.val(new Placeholder(name)) as RawBuilder<never>
  return async (db: Reader, values: V, shape: S = '' as S): Promise<R[]> => {
    const engine = db.getExecutor().adapter.constructor
    let shapes = built.get(engine)
    if (!shapes) {
      shapes = new Map()
      built.set(engine, shapes)
    }
    const key = String(shape)
    let query = shapes.get(key)
    if (!query) {
      query = build(db, value, shape).compile(db)
      shapes.set(key, query)
    }
    const parameters = query.parameters.map((each) =>
      each instanceof Placeholder ? values[each.name as keyof V] : each,
    )
    const { rows } = await db.executeQuery<R>({ ...query, parameters })
    return rows
  }
}
