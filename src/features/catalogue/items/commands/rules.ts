/** The rules of types as they are while items are written, and what a change would break of them. */
import { engineUsedBy, isOneOf } from '../../../../db/engine/many.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { itemFields, itemReferences } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { writableFields } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { brokenRules, typeRulesOf } from '../../../../type-rules.ts'
import type { TypeRules } from '../../../../type-rules.ts'
import { isOpen } from './changes.ts'
import type { ChangeStep } from './changes.ts'
import type { ItemState } from './state.ts'

/**
 * The rules of those of the types that exist. They cannot change until the transaction ends: on PostgreSQL the rows of the types are
 * locked, before any item is, and whoever changes a type's rules locks its row first as well. On SQLite nobody else writes meanwhile.
 */
export async function lockRules(db: Reader, ids: readonly number[]): Promise<Map<number, TypeRules>> {
  if (ids.length === 0) return new Map()
  const engine = engineUsedBy(db)
  const types = await db
    .selectFrom('item_types')
    .select(['id', 'identifier_scheme', 'identifier_pattern'])
    .where(isOneOf(engine, 'id', ids))
    .orderBy('id')
    .$if(engine === 'postgresql', (query) => query.forShare())
    .execute()
  const fields = await db
    .selectFrom('item_type_fields')
    .selectAll()
    .where(isOneOf(engine, 'item_type_id', ids))
    .execute()
  const ofType = Map.groupBy(fields, ({ item_type_id }) => item_type_id)
  return new Map(types.map((type) => [type.id, typeRulesOf(type, ofType.get(type.id) ?? [])]))
}

/** Refuses the steps that would break a rule of their type. */
export function refuseBroken(steps: readonly ChangeStep[], actor: Viewer): void {
  const writable = writableFields(actor)
  for (const step of steps.filter(isOpen)) {
    const { rules, before, change } = step
    if (change.kind === 'delete') continue
    const isNew = !before || step.isOfNewType
    const stored = before ? valuesIn(before) : {}
    const values = {
      before: isNew ? undefined : stored,
      after: { ...defaultsIn(step), ...stored, ...sentIn(step) },
    }
    const problems = brokenRules(rules, values, writable)
    if (problems.length > 0) step.outcome = { refused: 'rule', problems }
  }
}

type Values = Partial<Record<DeclaredName, unknown>>

function valuesIn(state: ItemState): Values {
  const own = itemFields.map(([name]) => [name, state.item[name]])
  return Object.fromEntries([...own, ...itemReferences.map(([name]) => [name, state[name]])]) as Values
}

function defaultsIn({ before }: ChangeStep): Values {
  return before ? {} : Object.fromEntries(itemFields.map(([name, field]) => [name, field.default]))
}

/** What is undefined stays as it is. */
function sentIn({ values }: ChangeStep): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
