/** What a declared field is in its table: its column, the folded text beside it, and the rules and indexes that go with them. */
import { p } from '@mikro-orm/core'
import { hasSortKey, isReference } from '../../fields/field.ts'
import type { AnyField, ColumnsOf, Declarations, KeysOf } from '../../fields/field.ts'

/** A text compared by its folded form has both columns; the title is never without. */
const keyColumn = (required: boolean) => (required ? p.text() : p.text().nullable())

type KeyColumns<F extends Declarations> = {
  [Name in KeysOf<F>]: Name extends 'title_key'
    ? ReturnType<typeof p.text>
    : ReturnType<ReturnType<typeof p.text>['nullable']>
}

/** The properties of a model: `...columnsOf(domain.fields)`. What refers to other tables is left out: see `references.ts`. */
export function columnsOf<const F extends Declarations>(fields: F): ColumnsOf<F> & KeyColumns<F> {
  const columns = ownFields(fields).flatMap(([name, field]): [string, unknown][] => {
    const columns: [string, unknown][] = [[name, field.column()]]
    if (field.keyed) columns.push([`${name}_key`, keyColumn(field.kind === 'title')])
    if (hasSortKey(field)) columns.push([`${name}_sort_key`, keyColumn(false)])
    return columns
  })
  return Object.fromEntries(columns) as unknown as ColumnsOf<F> & KeyColumns<F>
}

export function checksOf(table: string, fields: Declarations): { name: string; expression: string }[] {
  return ownFields(fields).flatMap(([name, field]) =>
    field.checks(name).map((check) => ({ ...check, name: `ck_${table}_${name}_${check.name}` })),
  )
}

function ownFields(fields: Declarations): [name: string, field: AnyField][] {
  return Object.entries(fields).flatMap(([name, field]) => (isReference(field) ? [] : [[name, field]]))
}

type Declared<Name extends string> = readonly (readonly [name: Name, field: AnyField])[]

/** What no two items have alike. An identifier is unique in its type; what is compared by its folded text is unique by that. */
export function uniquesOf<Name extends string>(fields: Declared<Name>) {
  return fields.flatMap(([name, { kind, keyed, unique }]) => {
    const column = keyed ? `${name}_key` : name
    if (kind === 'identifier') return [{ properties: ['item_type', column] as never }]
    return unique ? [{ properties: [column] as never }] : []
  })
}

/** Each way to sort the list has an index that ends in the id, so that a page is read and not sorted. */
export function indexesOf<Name extends string>(table: string, fields: Declared<Name>) {
  return fields.flatMap(([name, { sort, order }]) => {
    const by = sort ? order?.(name) : undefined
    if (!by) return []
    if (by.up === by.down) return [expressionIndex(`ix_${table}_${name}_start`, table, by.up)]
    return (['up', 'down'] as const).map((way) =>
      expressionIndex(`ix_${table}_${name}_${way}`, table, by[way]),
    )
  })
}

export const expressionIndex = (name: string, table: string, expression: string) => ({
  name,
  expression: `create index ${name} on ${table} (${expression}, id)`,
})
