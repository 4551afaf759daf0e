/** How many in each step of time, as columns on a line, from left to right. */
import { formatNumber } from '../rules/words.ts'
import { classNames } from './classes.ts'
import { ChartTable, type ChartTableProps, type Datum } from './chart-table.tsx'

export interface ColumnChartProps extends ChartTableProps {
  /** One in how many labels is written below; by itself as many as fit. */
  readonly every?: number | undefined
}

// All in per cent of the drawing, which the style sheet sizes: so the words keep their size however wide it is.
const top = 12
const bottom = 86
const labelLine = 97
/** How much of its step a column fills; the rest is the gap. */
const filled = 0.74

export function ColumnChart({ caption, heads, data, every = Math.ceil(data.length / 8) }: ColumnChartProps) {
  const most = Math.max(1, ...data.map(({ value }) => value))
  const step = 100 / Math.max(1, data.length)
  const highest = data.findIndex(({ value }) => value === most)
  return (
    <figure class="chart column-chart">
      <figcaption class="chart-title">{caption}</figcaption>
      <svg class="columns" role="img" aria-label={`${caption}: ${summary(data)}`}>
        {data.map((datum, index) => (
          <Column datum={datum} x={index * step} step={step} most={most} isHighest={index === highest} />
        ))}
        <line class="columns-base" x1="0" x2="100%" y1={percent(bottom)} y2={percent(bottom)} />
        {data.map(({ label }, index) =>
          index % every === 0 ? (
            <text
              class={labelClass(index, data.length)}
              x={percent(labelPlace(index, data.length))}
              y={percent(labelLine)}
            >
              {label}
            </text>
          ) : null,
        )}
      </svg>
      <ChartTable caption={caption} heads={heads} data={data} />
    </figure>
  )
}

/** The first label begins where the chart begins and the last ends where it ends, so that a long one stays inside. */
function labelPlace(index: number, count: number): number {
  if (index === 0) return 0
  return index === count - 1 ? 100 : ((index + 0.5) * 100) / count
}

function labelClass(index: number, count: number): string {
  return classNames('columns-label', index === 0 && 'is-first', index > 0 && index === count - 1 && 'is-last')
}

interface ColumnProps {
  readonly datum: Datum
  readonly x: number
  readonly step: number
  readonly most: number
  readonly isHighest: boolean
}

/** One column, the room above it (so that the pointer finds a low one), and its number if it is the highest. */
function Column({ datum, x, step, most, isHighest }: ColumnProps) {
  const { label, value } = datum
  const tall = value > 0 ? Math.max(0.8, (value / most) * (bottom - top)) : 0
  return (
    <g class={isHighest ? 'column is-highest' : 'column'}>
      <title>{`${label}: ${formatNumber(value)}`}</title>
      <rect
        class="column-room"
        x={percent(x)}
        y={percent(top)}
        width={percent(step)}
        height={percent(bottom - top)}
      />
      <rect
        class="column-fill"
        x={percent(x + (step * (1 - filled)) / 2)}
        y={percent(bottom - tall)}
        width={percent(step * filled)}
        height={percent(tall)}
      />
      {isHighest && (
        <text class="columns-value" x={percent(x + step / 2)} y={percent(bottom - tall - 3)}>
          {formatNumber(value)}
        </text>
      )}
    </g>
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100) / 100}%`
}

/** One sentence for those who cannot see the columns: from when to when, and where it is highest. */
function summary(data: readonly Datum[]): string {
  const [first] = data
  const last = data.at(-1)
  if (!first || !last) return 'nothing to show'
  const most = data.reduce((best, each) => (each.value > best.value ? each : best), first)
  return `from ${first.label} to ${last.label}, most in ${most.label} (${formatNumber(most.value)})`
}
