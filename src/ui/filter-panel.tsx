/** The filters of a list: beside it on a wide screen, a sheet over it on a narrow one, without JavaScript by the browser's own popover. */
import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

export interface FilterPanelProps {
  /** The page whose list it filters. */
  readonly action: string
  /** The groups: `FacetGroup` and `RangeFilter` from facets.tsx. */
  readonly children: ComponentChildren
  /** State of the page that is not a filter (order, view), kept as hidden fields. */
  readonly keep?: readonly (readonly [name: string, value: string | number])[] | undefined
  /** From `swapRegion`, to exchange the list alone. */
  readonly attributes?: Record<string, string> | undefined
  readonly title?: string | undefined
  /** Tells two panels of one page apart. */
  readonly id?: string | undefined
}

/** The panel itself. `FilterOpener` opens it where it is a sheet. */
export function FilterPanel({
  action,
  children,
  keep = [],
  attributes,
  title = 'Filters',
  id = 'filters',
}: FilterPanelProps) {
  return (
    <filter-sheet>
      <section class="filters" id={id} popover="auto" aria-labelledby={`${id}-title`}>
        <div class="filters-head">
          <h2 class="filters-title" id={`${id}-title`}>
            {title}
          </h2>
          <Button
            type="button"
            look="quiet"
            icon="close"
            iconOnly
            more={{
              popovertarget: id,
              popovertargetaction: 'hide',
              class: 'button button-quiet button-icon filters-close',
            }}
          >
            Close
          </Button>
        </div>
        <auto-submit>
          <form class="filters-form" id={`${id}-form`} action={action} method="get" {...attributes}>
            {keep.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            {children}
            <div class="filters-apply auto-submit-button">
              <Button look="primary">Apply</Button>
            </div>
          </form>
        </auto-submit>
      </section>
    </filter-sheet>
  )
}

/** The button that opens the sheet; it is not there on a wide screen. `active` is how many filters are on. */
export function FilterOpener({
  active = 0,
  id = 'filters',
}: {
  readonly active?: number | undefined
  readonly id?: string | undefined
}) {
  return (
    <button
      class="button button-plain filters-opener"
      type="button"
      popovertarget={id}
      aria-haspopup="dialog"
    >
      <Icon name="filter" />
      <span class="button-text">Filter</span>
      {active > 0 && (
        <span class="badge">
          {active}
          <span class="visually-hidden"> on</span>
        </span>
      )}
    </button>
  )
}
