/** What a list is filtered by just now, as chips that can be taken off. */
import { Chip, type ChipProps } from './chip.tsx'
import { safeHref } from './safe-href.ts'

export interface ActiveFiltersProps {
  readonly chips: readonly (ChipProps & { readonly removeHref: string })[]
  readonly clearHref: string
  readonly attributes?: Record<string, string> | undefined
}

/** What the list is filtered by just now: each can be taken off, or all at once. */
export function ActiveFilters({ chips, clearHref, attributes }: ActiveFiltersProps) {
  if (chips.length === 0) return null
  return (
    <div class="active-filters" role="group" aria-label="Filters that are on">
      <ul class="chips" role="list">
        {chips.map((chip) => (
          <li>
            <Chip {...chip} more={{ ...attributes, ...chip.more }} />
          </li>
        ))}
      </ul>
      <a class="active-filters-clear" href={safeHref(clearHref)} {...attributes}>
        Clear all
      </a>
    </div>
  )
}
