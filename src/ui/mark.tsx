/** The mark: a crow's foot, the three-toed end of a relationship line. Small, it stands wherever "many" is meant. */
import { domain } from '../domain.ts'
import { markPath } from './mark-shape.ts'

/** The mark by itself. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d={markPath} />
  </svg>
)

/** The mark beside the name of the project. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <Mark />
      <span class="wordmark-name">{domain.name}</span>
    </span>
  )
}

/** The crow's foot lying on its side before a list of several, as at the end of a line in a diagram. */
export const Many = () => (
  <svg class="many" viewBox="0 0 20 16" aria-hidden="true" focusable="false">
    <path d="M0 8h19M7 8l12-6.5M7 8l12 6.5" />
  </svg>
)

/** The other end of the line: the bar that means "one". */
export const One = () => (
  <svg class="many" viewBox="0 0 20 16" aria-hidden="true" focusable="false">
    <path d="M0 8h19M12 2.5v11" />
  </svg>
)
