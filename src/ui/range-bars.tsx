/** How the values of a field are spread: a small drawing above the two ends of its filter. Each bar narrows the list to itself. */
import { formatNumber } from '../rules/words.ts'
import { classNames } from './classes.ts'
import { safeHref } from './safe-href.ts'

export interface RangeBar {
  /** From where to where, in words. */
  readonly label: string
  readonly count: number
  readonly href: string
  /** Whether it lies in the range that is chosen. */
  readonly isChosen: boolean
}

export interface RangeBarsProps {
  readonly legend: string
  readonly bars: readonly RangeBar[]
  readonly attributes?: Record<string, string> | undefined
}

export function RangeBars({ legend, bars, attributes }: RangeBarsProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  return (
    <ul class="range-bars" role="list" aria-label={`${legend}, how many`}>
      {bars.map((bar) => (
        <li>
          <Bar {...bar} share={bar.count / most} attributes={attributes} />
        </li>
      ))}
    </ul>
  )
}

interface BarProps extends RangeBar, Pick<RangeBarsProps, 'attributes'> {
  /** Its height as a share of the highest bar. */
  readonly share: number
}

function Bar({ label, count, href, isChosen, share, attributes }: BarProps) {
  const text = `${label}: ${formatNumber(count)}`
  // Low ones are still seen. In hundredths of the drawing, which the style sheet sizes.
  const height = count === 0 ? 0 : Math.max(4, Math.round(share * 100))
  const drawing = (
    <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect width="10" height={height} y={100 - height} />
    </svg>
  )
  const kind = classNames('range-bar', isChosen && 'is-chosen')
  if (count === 0) return <span class={kind}>{drawing}</span>
  // Not a stop for the keyboard, which would be two dozen of them: the two ends below do the same.
  return (
    <a class={kind} href={safeHref(href)} title={text} aria-label={text} tabIndex={-1} {...attributes}>
      {drawing}
    </a>
  )
}
