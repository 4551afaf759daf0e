/** The columns of a file of items. */

/** The columns that every file may have. `internal_notes` is for those who may read the private notes. */
export const columns = [
  'title',
  'description',
  'year',
  'item_type',
  'identifier',
  'creators',
  'categories',
] as const
export const privateColumn = 'internal_notes'
export type ColumnName = (typeof columns)[number] | typeof privateColumn
