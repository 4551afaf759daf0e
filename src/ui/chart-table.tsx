/** The numbers behind a chart as a table: for screen readers, and for whoever wants the numbers. */
import { formatNumber } from '../rules/words.ts'
import { safeHref } from './safe-href.ts'

export interface Datum {
  readonly label: string
  readonly value: number
  /** Where the things counted here can be seen. */
  readonly href?: string | undefined
}

export interface ChartTableProps {
  readonly caption: string
  /** The heads of its two columns, such as "Type" and "Items". */
  readonly heads: readonly [string, string]
  readonly data: readonly Datum[]
}

export function ChartTable({ caption, heads, data }: ChartTableProps) {
  return (
    <details class="chart-numbers">
      <summary>Show the numbers</summary>
      <table class="table table-small">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{heads[0]}</th>
            <th scope="col" class="cell-number">
              {heads[1]}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ label, value, href }) => (
            <tr>
              <th scope="row">{href ? <a href={safeHref(href)}>{label}</a> : label}</th>
              <td class="cell-number">{formatNumber(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
