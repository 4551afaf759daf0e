/** A chip: a short name one can follow, a filter one can take off, or a plain mark. */
import { formatNumber } from '../rules/words.ts'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import { safeHref } from './safe-href.ts'

export interface ChipProps {
  readonly children: ComponentChildren
  /** Where the chip leads. */
  readonly href?: string | undefined
  /** For a filter that is on: the address of the same page without it. */
  readonly removeHref?: string | undefined
  /** How many things stand behind it. */
  readonly count?: number | undefined
  /** For a filter that is on: anything else its link takes. */
  readonly more?: Record<string, unknown> | undefined
}

export function Chip({ children, href, removeHref, count, more }: ChipProps) {
  const inside = (
    <>
      <bdi class="chip-text">{children}</bdi>
      {count !== undefined && <span class="chip-count">{formatNumber(count)}</span>}
    </>
  )
  if (removeHref !== undefined) {
    return (
      <a class="chip chip-removable" href={safeHref(removeHref)} {...more}>
        <span class="visually-hidden">Remove </span>
        {inside}
        <Icon name="close" size={16} />
      </a>
    )
  }
  if (href === undefined) return <span class="chip">{inside}</span>
  return (
    <a class="chip chip-link" href={safeHref(href)}>
      {inside}
    </a>
  )
}

/** Chips side by side, as a list. `label` says what they are to those who cannot see where they stand. */
export function ChipList({
  chips,
  label,
}: {
  readonly chips: readonly ChipProps[]
  readonly label?: string | undefined
}) {
  if (chips.length === 0) return null
  return (
    <ul class="chips" role="list" aria-label={label}>
      {chips.map((chip) => (
        <li>
          <Chip {...chip} />
        </li>
      ))}
    </ul>
  )
}
