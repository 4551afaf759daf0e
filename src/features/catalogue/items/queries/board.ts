/** The board: for each column its first items and how many there are. */
import { sql } from 'kysely'
import type { Readers } from '../../../../db/engine/connection.ts'
import { ifInTime, inTime } from '../../../../db/engine/time-limit.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { findPeopleOf, mayWith } from '../../../../security/rights/own-items.ts'
import { mayWriteField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { columnsOfBoard, filterOfColumn } from '../forms/board-columns.ts'
import type { Board } from '../forms/board.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { countItems } from './count.ts'
import type { Total } from './count.ts'
import { listItems } from './list.ts'
import type { ListedItem } from './list.ts'
import { itemsFoundBy } from './search.ts'

export interface BoardColumn {
  key: string
  label: string
  items: BoardItem[]
  /** How many there are; undefined where counting took too long. */
  total: Total | undefined
  hasMore: boolean
}

/** An item of the board, and whether the viewer may move it. */
export type BoardItem = ListedItem & { mayMove: boolean }

export interface ReadBoard {
  columns: BoardColumn[]
  /** How many items stand in no column, since they have no value there. */
  without: number
}

/** More would not be looked at: what follows is a list of its own. */
export const mostInColumn = 50

/** @throws TookTooLongError when even the items are not found in time */
export async function readBoard(
  readers: Readers,
  board: Board,
  filter: ItemFilter,
  viewer: Viewer,
): Promise<ReadBoard> {
  authorize(viewer, 'catalogue.read')
  const [columns, without] = await Promise.all([
    Promise.all(
      columnsOfBoard(board, filter).map((column) => readColumn(readers, board, column, filter, viewer)),
    ),
    ifInTime(() => countWithout(readers, board, filter, viewer)),
  ])
  const movable = await movableOf(
    readers,
    board,
    columns.flatMap(({ items }) => items.map(({ id }) => id)),
    viewer,
  )
  return {
    columns: columns.map((column) => ({
      ...column,
      items: column.items.map((item) => ({ ...item, mayMove: movable.has(item.id) })),
    })),
    without: without ?? 0,
  }
}

async function readColumn(
  readers: Readers,
  board: Board,
  column: Board['columns'][number],
  filter: ItemFilter,
  viewer: Viewer,
) {
  const narrowed = { ...filterOfColumn(board, filter, column.key), per_page: mostInColumn }
  const [list, total] = await Promise.all([
    inTime(() => listItems(readers, narrowed, viewer)),
    ifInTime(() => countItems(readers, narrowed, viewer)),
  ])
  return { ...column, items: list.items, hasMore: list.hasAfter, total }
}

async function countWithout(
  readers: Readers,
  { by }: Board,
  filter: ItemFilter,
  viewer: Viewer,
): Promise<number> {
  if (filter.fields[by] !== undefined) return 0
  const found = await itemsFoundBy(readers, readers.heavy.selectFrom('items'), filter, viewer)
  const { count } = await found
    .where(sql.ref(`items.${by}`), 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** The items among these that the viewer may move: those that they may change, if they may also write the field of the board. */
async function movableOf(
  { db }: Readers,
  { by }: Board,
  ids: readonly number[],
  viewer: Viewer,
): Promise<Set<number>> {
  if (!mayWriteField(viewer, by)) return new Set()
  if (mayWith(viewer, 'item.update', null)) return new Set(ids)
  const people = await findPeopleOf(db, ids, viewer)
  return new Set(ids.filter((id) => mayWith(viewer, 'item.update', people.get(id) ?? null)))
}
