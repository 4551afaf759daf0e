/** The columns of the board as lists: which there are, and what each asks for. Pure. */
import { fieldNamed } from '../../../../declared.ts'
import type { Board } from './board.ts'
import type { ItemFilter } from './filter.ts'

/** The list that a column is the beginning of. */
export function filterOfColumn({ by, due }: Board, filter: ItemFilter, key: string): ItemFilter {
  return {
    ...filter,
    fields: { ...filter.fields, [by]: [key] },
    sort: due !== undefined && fieldNamed(due)?.sort ? due : 'newest',
    page: 1,
    after: null,
    before: null,
  }
}

/** The columns that a filter leaves: all of them, or those that are chosen. */
export function columnsOfBoard(
  { by, columns }: Board,
  { fields }: Pick<ItemFilter, 'fields'>,
): Board['columns'] {
  const chosen = fields[by] as readonly string[] | undefined
  return chosen ? columns.filter(({ key }) => chosen.includes(key)) : columns
}
