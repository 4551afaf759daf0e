/** Which items break a rule about a field: those from before the rule was made. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { declarationOf } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { isReference } from '../../../../fields/field.ts'
import { afterBrokenKeys, brokenKey } from '../../../../rules/identifiers/index.ts'
import { identifierName } from '../../../../type-rules.ts'
import { referenceTables } from './references.ts'

/** The field has no value and is needed, by its declaration or by the item's type; or it is an identifier that the type's scheme refuses. */
export function breaksRule(name: DeclaredName): RawBuilder<boolean> {
  const lacking = hasNone(name)
  const lacks =
    declarationOf(name).required === true
      ? lacking
      : sql<boolean>`(${lacking} and items.item_type_id in (select item_type_id from item_type_fields where field = ${name} and rule = 'required'))`
  if (name !== identifierName) return lacks
  const key = sql.ref(`items.${name}_key`)
  return sql<boolean>`(${lacks} or (${key} >= ${brokenKey} and ${key} < ${afterBrokenKeys}))`
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
