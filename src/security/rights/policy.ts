/**
 * Which fields of an item are for whom, said once. Queries ask here what they may select, search, sort by, count or export;
 * commands ask what they may write. A column of `items` that is not in the table stops the type check.
 */
import type { Tables } from '../../db/schema/tables.ts'
import { may } from './viewer.ts'
import type { Permission, Viewer } from './viewer.ts'

export interface FieldAccess {
  /** Who may see it, in whatever form: a column, an order, a count, a hit. `nobody`: it serves the database alone. */
  read: Permission | 'nobody'
  /** Who may send it, beyond being allowed to save the item at all; `program`: it is never sent. */
  write: Permission | 'everyone' | 'program'
}

const open: FieldAccess = { read: 'catalogue.read', write: 'everyone' }
const kept: FieldAccess = { read: 'catalogue.read', write: 'program' }
const folded: FieldAccess = { read: 'nobody', write: 'program' }

/** To restrict a field of your own, add it here: `price: { read: 'item.notes.read', write: 'item.notes.write' }`. */
export const itemFields: Record<keyof Tables['items'], FieldAccess> = {
  id: kept,
  title: open,
  title_key: folded,
  description: open,
  year: open,
  identifier: open,
  identifier_key: folded,
  item_type_id: open,
  internal_notes: { read: 'item.notes.read', write: 'item.notes.write' },
  created_by: { read: 'user.manage', write: 'program' },
  created_at: kept,
  updated_at: kept,
  version: kept,
}

export type ItemField = keyof typeof itemFields

export function mayReadField(viewer: Viewer, field: string): boolean {
  const access = accessTo(field)
  return access !== undefined && access.read !== 'nobody' && may(viewer, access.read)
}

/** A field that is not declared may not be written: a form with one is refused. */
export function mayWriteField(viewer: Viewer, field: string): boolean {
  const write = accessTo(field)?.write ?? 'program'
  return write === 'everyone' || (write !== 'program' && may(viewer, write))
}

/** Those of the columns that the viewer may see: `query.select(readableColumns(viewer, ['items.id', 'items.internal_notes']))`. */
export function readableColumns<const Column extends string>(
  viewer: Viewer,
  columns: readonly Column[],
): Column[] {
  return columns.filter((column) =>
    mayReadField(viewer, column.replace(/^items\./, '').replace(/ as .*$/, '')),
  )
}

/** Those of the fields sent that their sender may not write. One is enough to refuse the whole form. */
export function refusedFields(viewer: Viewer, sent: Iterable<string>): string[] {
  return [...sent].filter((field) => !mayWriteField(viewer, field))
}

function accessTo(field: string): FieldAccess | undefined {
  return Object.hasOwn(itemFields, field) ? itemFields[field as ItemField] : undefined
}
