/** A table with a sticky head, sortable columns and numbers that align. On a narrow screen each row becomes a small card. */
import type { ComponentChildren } from 'preact'
import { classNames } from './classes.ts'
import { Icon } from './icon.tsx'
import { safeHref } from './safe-href.ts'

export interface TableColumn<Row> {
  readonly key: string
  readonly label: string
  readonly cell: (row: Row) => ComponentChildren
  /** The cell that names its row; one column of a table has it. */
  readonly heads?: boolean | undefined
  /** `number` is set in mono and aligned at its end; `long` is text of any length, which breaks rather than widen the page. */
  readonly kind?: 'text' | 'long' | 'number' | 'code' | undefined
  /** True for text that explains itself: where rows are stacked it stands without its label. */
  readonly unlabelled?: boolean | undefined
  /** Where a click on the head leads, for a column that can be sorted by. */
  readonly sortHref?: string | undefined
  readonly sorted?: 'ascending' | 'descending' | undefined
}

export interface TableProps<Row> {
  /** What the table shows, for everybody who cannot see it at a glance. */
  readonly caption: string
  /** Shows the caption above the table as well. */
  readonly showCaption?: boolean | undefined
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  /** `stack` (default) turns rows into cards where it is narrow; `scroll` lets the table move sideways. */
  readonly narrow?: 'stack' | 'scroll' | undefined
  /** True for so many columns that they need more room than there is: the table then moves sideways within the page. */
  readonly wide?: boolean | undefined
  /** Put on each head that sorts, for instance to fetch one region and not the page. */
  readonly sortAttributes?: Record<string, string> | undefined
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, showCaption, columns, rows, narrow = 'stack', wide = false, sortAttributes } = props
  const moves = narrow === 'scroll' || wide
  return (
    <div
      class={classNames('table-region', `table-${narrow}`, wide && 'table-wide')}
      {...(moves && scrollable(caption))}
    >
      <table class="table">
        <caption class={showCaption ? undefined : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell column={column} attributes={sortAttributes} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <BodyCell column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What moves sideways must be reachable by keyboard, and say what it is. */
function scrollable(label: string) {
  return { role: 'region', 'aria-label': label, tabIndex: 0 } as const
}

interface HeadCellProps<Row> {
  readonly column: TableColumn<Row>
  readonly attributes: Record<string, string> | undefined
}

function HeadCell<Row>({ column, attributes }: HeadCellProps<Row>) {
  const { label, kind, sortHref, sorted } = column
  const icon = sorted === 'ascending' ? 'arrow-up' : sorted === 'descending' ? 'arrow-down' : 'sort'
  return (
    <th scope="col" class={cellClass(kind)} aria-sort={sorted}>
      {sortHref === undefined ? (
        label
      ) : (
        <a class={classNames('table-sort', sorted && 'is-sorted')} href={safeHref(sortHref)} {...attributes}>
          {label}
          <Icon name={icon} size={16} />
        </a>
      )}
    </th>
  )
}

function BodyCell<Row>({ column, row }: { readonly column: TableColumn<Row>; readonly row: Row }) {
  const { heads, kind, label, cell, unlabelled } = column
  const inside = cell(row)
  if (heads) {
    return (
      <th scope="row" class={cellClass(kind)}>
        {inside}
      </th>
    )
  }
  const empty = inside === null || inside === undefined || inside === ''
  return (
    <td
      class={classNames(cellClass(kind), empty && 'is-empty', isShort(inside) && 'cell-short')}
      data-label={unlabelled ? undefined : label}
    >
      {inside}
    </td>
  )
}

/** A date, a code or a word or two, which stand in one line: as a text, or as an element with nothing but a text. */
function isShort(inside: ComponentChildren): boolean {
  const element = inside as { props?: { children?: unknown } } | null | undefined
  const text = typeof inside === 'string' ? inside : element?.props?.children
  return typeof text === 'string' && text.length <= 20
}

function cellClass(kind: TableColumn<never>['kind']): string | undefined {
  return kind && kind !== 'text' ? `cell-${kind}` : undefined
}
