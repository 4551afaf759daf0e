/** Where a field gets another name: steps that give it to the rows that hold the name, the rules of types and the saved searches. */
import { declaration } from '../../../declared.ts'
import { isReference } from '../../../fields/field.ts'
import type { AnyField, Declarations, ReferenceField } from '../../../fields/field.ts'
import { Item } from '../../schema/models.ts'
import type { Shape } from '../shape/shape.ts'
import type { Renames } from './renamed.ts'
import type { RowSteps } from './sort-keys.ts'

/** The fields of items, and the table that these stand in. */
export interface FieldsOfItems {
  readonly table: string
  readonly fields: Declarations
}

export const fieldsOfProject: FieldsOfItems = { table: Item.meta.tableName, fields: declaration.fields }

/** @returns the steps with those for each column, or association table, that is of a field and gets another name */
export function withStoredNames(
  renames: Renames,
  { tables }: Pick<Shape, 'tables'>,
  items: FieldsOfItems,
  rows?: RowSteps,
): RowSteps | undefined {
  const has = (name: string) => tables.some((table) => table.name === name)
  const steps = (from: string, to: string, options: string) => [
    ...(has('item_type_fields') ? [`op.renameInTypeRules('${from}', '${to}')`] : []),
    ...(has('saved_searches') ? [`op.renameInSavedSearches('${from}', '${to}'${options})`] : []),
  ]
  const renamed = renamedFields(renames, items)
  const up = renamed.flatMap(({ from, to, options }) => steps(from, to, options))
  const down = renamed.flatMap(({ from, to, options }) => steps(to, from, options))
  if (up.length === 0) return rows
  return { up: [...up, ...(rows?.up ?? [])], down: [...(rows?.down ?? []), ...down] }
}

interface RenamedField {
  readonly from: string
  readonly to: string
  /** As they are written into the revision. */
  readonly options: string
}

/** A field of the item's own row is a column of its name; one that refers to one row is `NAME_id`, one that refers to many the table `item_NAME`. */
function renamedFields({ tables, columns }: Renames, items: FieldsOfItems): RenamedField[] {
  const ofColumns = [...columns].flatMap(([place, now]) => {
    const [table = '', was = ''] = place.split('.')
    if ((tables.get(table) ?? table) !== items.table) return []
    return [
      ...renamedField(was, now, /^(.+)$/, items, (field) => !isReference(field)),
      ...renamedField(was, now, /^(.+)_id$/, items, (field) => isReference(field) && !field.many),
    ]
  })
  const ofTables = [...tables].flatMap(([was, now]) =>
    renamedField(was, now, /^item_(.+)$/, items, (field) => isReference(field) && field.many),
  )
  return [...ofColumns, ...ofTables]
}

function renamedField(
  was: string,
  now: string,
  pattern: RegExp,
  { fields }: FieldsOfItems,
  isOfThem: (field: AnyField | ReferenceField) => boolean,
): RenamedField[] {
  const [from, to] = [was, now].map((name) => pattern.exec(name)?.[1])
  if (from === undefined || to === undefined || !Object.hasOwn(fields, to)) return []
  const field = fields[to]
  return field && isOfThem(field) ? [{ from, to, options: optionsOf(field) }] : []
}

function optionsOf(field: AnyField | ReferenceField): string {
  const options = [
    ...(field.filterBy?.kind === 'range' ? ['range: true'] : []),
    ...(field.read === undefined ? [] : [`read: '${field.read}'`]),
  ]
  return options.length === 0 ? '' : `, { ${options.join(', ')} }`
}
