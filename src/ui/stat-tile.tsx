/** One number of the catalogue with its word, drawn as a drawer that leads to the things counted. */
import { formatNumber } from '../rules/words.ts'
import { safeHref } from './safe-href.ts'

export interface StatTileProps {
  /** A number, or one as it is read: "€1,204.50". */
  readonly value: number | string
  /** The word, already in the number that fits. */
  readonly label: string
  readonly href?: string | undefined
}

/** Tiles in a row, as one list. */
export function StatTiles({
  stats,
  label,
}: {
  readonly stats: readonly StatTileProps[]
  readonly label: string
}) {
  return (
    <ul class="stats" role="list" aria-label={label}>
      {stats.map((stat) => (
        <li>
          <StatTile {...stat} />
        </li>
      ))}
    </ul>
  )
}

export function StatTile({ value, label, href }: StatTileProps) {
  const text = typeof value === 'number' ? formatNumber(value) : value
  const inside = (
    <span class="stat-card">
      <span class="stat-value">{text}</span> <span class="stat-label">{label}</span>
    </span>
  )
  if (href === undefined) return <span class="stat">{inside}</span>
  return (
    // Two lines for the eye; the name keeps number and word apart for the ear.
    <a class="stat" href={safeHref(href)} aria-label={`${text} ${label}`}>
      {inside}
    </a>
  )
}
