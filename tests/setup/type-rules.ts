/** Types with rules for tests, written straight into the tables. */
import type { Database } from '../../src/db/engine/connection.ts'
import type { SchemeName } from '../../src/rules/identifiers/index.ts'
import { searchKey } from '../../src/rules/text.ts'

export interface TypeWithRules {
  scheme?: SchemeName | null
  pattern?: string
  needs?: readonly string[]
  hides?: readonly string[]
}

/** Adds a type, or gives the one of this name other rules; what its items are compared by stays as it is. @returns its id */
export function setRules(database: Database, name: string, rules: TypeWithRules = {}): Promise<number> {
  const { scheme = null, pattern = null, needs = [], hides = [] } = rules
  const columns = { identifier_scheme: scheme, identifier_pattern: pattern }
  return database.em().transactional(async (tx) => {
    const db = tx.getKysely() as unknown as Database['db']
    const { id } = await db
      .insertInto('item_types')
      .values({ name, name_key: searchKey(name), ...columns } as never)
      .onConflict((conflict) => conflict.column('name_key').doUpdateSet(columns))
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.deleteFrom('item_type_fields').where('item_type_id', '=', id).execute()
    const rows = [
      ...needs.map((field) => ({ item_type_id: id, field, rule: 'required' })),
      ...hides.map((field) => ({ item_type_id: id, field, rule: 'hidden' })),
    ]
    if (rows.length > 0) await db.insertInto('item_type_fields').values(rows).execute()
    return id
  })
}
