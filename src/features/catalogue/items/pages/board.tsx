/** The board: items in columns, each with a menu that moves it. With JavaScript it can be dragged as well (`client/item-board.ts`). */
import { capital, counted, formatNumber } from '../../../../rules/words.ts'
import { dayFromToday } from '../../../../rules/day.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { notBoosted } from '../../../../ui/boost.ts'
import { Button } from '../../../../ui/button.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { Message } from '../../../../ui/message.tsx'
import { Refused } from '../../../../ui/refused.tsx'
import { cardOf } from '../../parts/item-cards.tsx'
import { Card } from '../../../../ui/card.tsx'
import { filterOfColumn } from '../forms/board-columns.ts'
import type { Board } from '../forms/board.ts'
import { filterQuery } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import type { BoardColumn, BoardItem, ReadBoard } from '../queries.ts'

export const nothingMoved = 'Nothing was moved'

/** Where there is no board to come back to. */
export function NothingMoved({ id, errors }: { id: number; errors: readonly FieldError[] }) {
  const back = { href: paths.item(id), label: `Back to the ${domain.item.one}` }
  return <Refused title={nothingMoved} errors={errors} back={back} />
}

export interface ItemBoardProps {
  board: Board
  read: ReadBoard
  filter: ItemFilter
  /** Why the last move was not made. */
  refused?: string | undefined
}

export function ItemBoard({ board, read, filter, refused }: ItemBoardProps) {
  const back = new URLSearchParams(paths.items(filterQuery(filter)).split('?')[1]).toString()
  return (
    <item-board>
      {refused !== undefined && (
        <Message kind="error" title={nothingMoved} live>
          {refused}
        </Message>
      )}
      {read.without > 0 && (
        <p class="board-without">
          {`${capital(counted(read.without, domain.item))} ${read.without === 1 ? 'stands' : 'stand'} in no column.`}
        </p>
      )}
      <div class="board">
        {read.columns.map((column, index) => (
          <Column {...{ board, column, filter, back }} number={index + 1} columns={board.columns} />
        ))}
      </div>
    </item-board>
  )
}

interface ColumnProps {
  board: Board
  column: BoardColumn
  /** From 1. The key of a column may hold blanks, and an id may not. */
  number: number
  columns: Board['columns']
  filter: ItemFilter
  back: string
}

function Column({ board, column, number, columns, filter, back }: ColumnProps) {
  const { key, label, items, total, hasMore } = column
  const heading = `column-${number}`
  return (
    <section class="board-column" data-column={key} aria-labelledby={heading}>
      <h2 class="board-head" id={heading}>
        {label}
        {total && <span class="board-count">{formatNumber(total.count)}</span>}
      </h2>
      <ul class="board-items" role="list">
        {items.map((item) => (
          <li key={item.id} data-movable={item.mayMove ? '' : undefined}>
            <Card
              {...cardOf(item, [board.by, ...(board.due === undefined ? [] : [board.due])])}
              note={<Due board={board} item={item} column={key} />}
              level={3}
              actions={item.mayMove && <Move {...{ item, columns, back }} from={key} />}
            />
          </li>
        ))}
      </ul>
      {items.length === 0 && <p class="board-empty">{`No ${domain.item.many}`}</p>}
      {hasMore && (
        <p class="board-more">
          <a href={paths.items(filterQuery({ ...filterOfColumn(board, filter, key), view: 'cards' }))}>
            {`All of “${label}”`}
          </a>
        </p>
      )}
    </section>
  )
}

/** By when it is due; late is said by a sign and a word as well as by colour. */
function Due({ board, item, column }: { board: Board; item: BoardItem; column: string }) {
  const day: unknown = board.due === undefined ? undefined : item[board.due]
  if (typeof day !== 'string' || day === '') return null
  const isLate = day < dayFromToday(0) && !board.done.includes(column)
  if (!isLate) return <>{showDay(day)}</>
  return (
    <span class="board-late">
      <Icon name="warning" />
      {showDay(day)}
      <span class="visually-hidden">, late</span>
    </span>
  )
}

const shortDay = new Intl.DateTimeFormat(domain.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const longDay = new Intl.DateTimeFormat(domain.locale, { dateStyle: 'medium', timeZone: 'UTC' })

/** Of another year with the year. */
function showDay(day: string) {
  const isThisYear = day.slice(0, 4) === dayFromToday(0).slice(0, 4)
  return <time dateTime={day}>{(isThisYear ? shortDay : longDay).format(new Date(`${day}T00:00:00Z`))}</time>
}

interface MoveProps {
  item: BoardItem
  columns: Board['columns']
  from: string
  back: string
}

function Move({ item, columns, from, back }: MoveProps) {
  return (
    <details class="move">
      <summary id={`move-${String(item.id)}`}>
        Move<span class="visually-hidden">{` “${item.title}”`}</span>
      </summary>
      <form method="post" action={paths.moveItem(item.id)} {...notBoosted}>
        <input type="hidden" name="from" value={from} />
        <input type="hidden" name="back" value={back} />
        {columns
          .filter(({ key }) => key !== from)
          .map(({ key, label }) => (
            <Button name="to" value={key} look="quiet" size="small">
              {`To “${label}”`}
            </Button>
          ))}
      </form>
    </details>
  )
}
