/**
 * What fields that refer to other rows are in the database: one row is a column `NAME_id` of the item, many are an association table
 * `item_NAME` with the place of each in the order.
 */
import { defineEntity, p } from '@mikro-orm/core'
import { itemReferences, lookups } from '../../declared.ts'
import type { LookupName } from '../../declared.ts'
import type { ReferenceField } from '../../fields/field.ts'
import { entryChecks, entryColumns, entryIndexes } from './entries.ts'

/** The lookups and association tables that stand in `models.ts`, so that they can be read there. */
const written = ['creators', 'categories', 'types']

export type Model = ReturnType<typeof defineEntity>

/** The model of a lookup, as those in `models.ts`. */
function lookupModel(name: string, { table, fields, ...lookup }: (typeof lookups)[LookupName]): Model {
  return defineEntity({
    name: pascal(name),
    tableName: table,
    properties: {
      id: p.integer().primary().autoincrement(),
      name: p.text(),
      name_key: p.text().unique(),
      ...entryColumns({ fields, ...lookup }),
    },
    indexes: entryIndexes(table, lookup),
    checks: entryChecks(table, { fields, ...lookup }),
  }) as Model
}

const others = Object.entries(lookups).filter(([name]) => !written.includes(name))

/** The models of the lookups that a project has added. */
export const lookupModels = new Map<string, Model>(
  others.map(([name, lookup]) => [name, lookupModel(name, lookup)]),
)

/** The models of other tables that are needed here. */
export interface Targets {
  readonly item: () => Model
  readonly user: () => Model
  /** By the lookup's name. */
  readonly lookups: Readonly<Record<string, Model>>
}

/** The properties of items for fields that refer to one row: `supplier` is the column `supplier_id`. */
export function referenceColumns(targets: () => Targets): Record<string, () => unknown> {
  return Object.fromEntries(
    itemReferences.flatMap(([name, { kind, many, of }]) => {
      if (many) return []
      const target = () => {
        const { item, user, lookups: models } = targets()
        return kind === 'person' ? user() : kind === 'item' ? item() : (models[of ?? ''] as Model)
      }
      // An entry in use is not deleted; an account or another item may go.
      const rule = kind === 'lookup' ? 'restrict' : 'set null'
      return [[name, () => p.manyToOne(target()).nullable().deleteRule(rule)]]
    }),
  )
}

/** An index for each: from a supplier to its items, newest first. */
export const referenceIndexes = itemReferences.flatMap(([name, { many }]) =>
  many ? [] : [{ properties: [name, 'id'] as never }],
)

/** The models of the association tables that a project has added. */
export function linkModels(targets: Targets): Model[] {
  return itemReferences
    .filter(([name, { many }]) => many && !written.includes(name))
    .map(([name, reference]) => linkModel(name, reference, targets))
}

function linkModel(name: string, { of }: ReferenceField, targets: Targets): Model {
  const { choice } = lookups[of as LookupName]
  const property: string = choice
  return defineEntity({
    name: `Item${pascal(name)}`,
    tableName: `item_${name}`,
    properties: {
      item: () => p.manyToOne(targets.item()).primary().updateRule('no action').deleteRule('cascade'),
      [property]: () =>
        p
          .manyToOne(targets.lookups[of ?? ''] as Model)
          .primary()
          .updateRule('no action')
          .deleteRule('restrict'),
      position: p.integer(),
    },
    indexes: [{ properties: [property, 'item'] as never }],
    checks: [{ name: `ck_item_${name}_position_not_negative`, expression: 'position >= 0' }],
  }) as unknown as Model
}

/** `reading_lists` as the name of a class: `ReadingLists`. */
export function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase())
}
