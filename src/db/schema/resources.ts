/** The models of resources: a table for each, made of its declared fields. What refers to another row is a column `NAME_id`. */
import { defineEntity, p } from '@mikro-orm/core'
import { isReference } from '../../fields/field.ts'
import type { ReferenceField } from '../../fields/field.ts'
import type { Resource, Resources } from '../../resources/resource.ts'
import { checksOf, columnsOf } from './columns.ts'
import type { Model, Targets } from './references.ts'
import { pascal } from './references.ts'

export function resourceModels(resources: Resources, targets: Targets): Model[] {
  return Object.entries(resources).map(([name, resource]) => resourceModel(name, resource, targets))
}

function resourceModel(name: string, { fields }: Resource, targets: Targets): Model {
  const references = Object.entries(fields).flatMap(([column, field]) =>
    isReference(field) ? [[column, field] as const] : [],
  )
  return defineEntity({
    name: `Resource${pascal(name)}`,
    tableName: name,
    properties: {
      id: p.integer().primary().autoincrement(),
      ...columnsOf(fields),
      ...Object.fromEntries(references.map(([column, field]) => [column, linkTo(field, targets)])),
      /** Counts the saves, so that the second of two people who edit at once is told. */
      version: p.integer().default(1),
    },
    // From an item to its loans, newest first.
    indexes: references.map(([column]) => ({ properties: [column, 'id'] as never })),
    checks: checksOf(name, fields),
  }) as unknown as Model
}

/** An account may always go. An item goes unless it is required here, and an entry of a lookup does not go while it is in use. */
function linkTo({ kind, of, required }: ReferenceField, targets: Targets) {
  const rule = kind === 'person' || (kind === 'item' && required !== true) ? 'set null' : 'restrict'
  return () => {
    const target =
      kind === 'person'
        ? targets.user()
        : kind === 'item'
          ? targets.item()
          : (targets.lookups[of ?? ''] as Model)
    return p.manyToOne(target).nullable().deleteRule(rule)
  }
}
