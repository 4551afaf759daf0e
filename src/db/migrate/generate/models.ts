/** The statements that MikroORM makes of the models, for each engine; it needs no connection for that. */
import { createOrm } from '../../engine/connection.ts'
import type { Entities } from '../../engine/connection.ts'
import { dialects } from '../ddl/create.ts'
import type { Engine } from '../core/plan.ts'

export interface ModelDdl {
  readonly sqlite: string
  readonly postgresql: string
}

/** The models as SQL: the project's, or (in tests) others. */
export async function modelDdl(entities?: Entities): Promise<ModelDdl> {
  const sql = async (engine: Engine) => {
    const orm = await createOrm(engine, dialects[engine], undefined, entities)
    return orm.schema.getCreateSchemaSQL({ wrap: false })
  }
  return { sqlite: await sql('sqlite'), postgresql: await sql('postgresql') }
}
