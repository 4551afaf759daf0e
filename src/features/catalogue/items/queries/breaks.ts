/** Which items break a rule about a field: those from before the rule was made. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { declarationOf } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { isReference } from '../../../../fields/field.ts'
import { afterBrokenKeys, brokenKey } from '../../../../rules/identifiers/index.ts'
import { identifierName } from '../../../../type-rules.ts'
import { referenceTables } from '../../../../db/reading/references.ts'

/** The field has no value and is needed, by its declaration or by the item's type; or it is an identifier that the type's scheme refuses. */
export function breaksRule(name: DeclaredName): RawBuilder<boolean> {
  if (name === identifierName) return breaksScheme(name)
  const lacking = hasNone(name)
  return declarationOf(name).required === true
    ? lacking
    : sql<boolean>`(${lacking} and items.item_type_id in (${typesNeeding(name)}))`
}

const typesNeeding = (name: DeclaredName) =>
  sql`select item_type_id from item_type_fields where field = ${name} and rule = 'required'`

/**
 * Reads the index on type and key, one type after the other: items without a key stand together in it, and so do items whose key marks
 * them as refused. `cross join` keeps SQLite from beginning with the items.
 */
function breaksScheme(name: DeclaredName): RawBuilder<boolean> {
  const [broken, lacking] = [sql.ref(`broken.${name}_key`), sql.ref(`lacking.${name}_key`)]
  const types =
    declarationOf(name).required === true
      ? sql`select id as item_type_id from item_types`
      : typesNeeding(name)
  return sql<boolean>`items.id in (
    select broken.id from item_types cross join items as broken
    where broken.item_type_id = item_types.id and ${broken} >= ${brokenKey} and ${broken} < ${afterBrokenKeys}
    union all
    select lacking.id from (${types}) as needing cross join items as lacking
    where lacking.item_type_id = needing.item_type_id and ${lacking} is null)`
}

function hasNone(name: DeclaredName): RawBuilder<boolean> {
  const declared = declarationOf(name)
  if (!isReference(declared)) {
    const column = sql.ref(`items.${name}`)
    return declared.empty === null
      ? sql<boolean>`${column} is null`
      : sql<boolean>`${column} = ${declared.empty}`
  }
  if (!declared.many) return sql<boolean>`${sql.ref(`items.${name}_id`)} is null`
  const { links } = referenceTables[name as keyof typeof referenceTables]
  return sql<boolean>`not exists (select 1 from ${sql.table(links)} where ${sql.ref(`${links}.item_id`)} = items.id)`
}
