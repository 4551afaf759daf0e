/** How many of each, as bars lying beside their names: readable without a scale, for each bar says its number. */
import { formatNumber } from '../rules/words.ts'
import { ChartTable, type ChartTableProps } from './chart-table.tsx'
import { safeHref } from './safe-href.ts'

/** The caption is the chart's title as well. */
export function BarChart({ caption, heads, data }: ChartTableProps) {
  const most = Math.max(1, ...data.map(({ value }) => value))
  return (
    <figure class="chart bar-chart">
      <figcaption class="chart-title">{caption}</figcaption>
      <ul class="bars" role="list">
        {data.map(({ label, value, href }) => (
          <li class={value === most ? 'bar is-highest' : 'bar'}>
            <span class="bar-label">{href ? <a href={safeHref(href)}>{label}</a> : label}</span>
            <svg class="bar-track" aria-hidden="true" focusable="false">
              <rect class="bar-fill" x="0" y="0" width={`${share(value, most)}%`} height="100%" />
            </svg>
            <span class="bar-value">{formatNumber(value)}</span>
          </li>
        ))}
      </ul>
      <ChartTable caption={caption} heads={heads} data={data} />
    </figure>
  )
}

/** A share of the longest bar in per cent, with one decimal; what is there at all stays visible. */
function share(value: number, most: number): number {
  if (value <= 0) return 0
  return Math.max(0.5, Math.round((value / most) * 1000) / 10)
}
