/** The pages of a list of items: numbered up to the hundredth, then from item to item, which is as quick at any depth. */
import { domain } from '../../../domain.ts'
import { limits } from '../../../rules/limits.ts'
import { Pagination } from '../../../ui/pagination.tsx'

export interface PagePosition {
  readonly page: number
  readonly after: number | null
  readonly before: number | null
}

/** Where a page of a list begins and ends: the ids of its first and last item, and whether there is more on either side. */
export interface Ends {
  readonly first: number | null
  readonly last: number | null
  readonly hasBefore: boolean
  readonly hasAfter: boolean
}

interface Listed {
  readonly items: readonly { readonly id: number }[]
  readonly hasBefore: boolean
  readonly hasAfter: boolean
}

export function endsOf({ items, hasBefore, hasAfter }: Listed): Ends {
  return { first: items[0]?.id ?? null, last: items.at(-1)?.id ?? null, hasBefore, hasAfter }
}

export interface ListPagesProps {
  readonly ends: Ends
  readonly place: PagePosition
  readonly perPage: number
  /** Of all pages; undefined where nobody has counted them. */
  readonly total: number | undefined
  /** The address of the list at another place. */
  readonly href: (place: PagePosition) => string
}

export function ListPages({ ends, place, perPage, total, href }: ListPagesProps) {
  const keyed = place.after !== null || place.before !== null
  const numbered = (page: number) => href({ page, after: null, before: null })
  const { first, last, hasBefore, hasAfter } = ends
  const byKey = keyed || place.page >= limits.numberedPages
  const next = byKey ? href({ page: 1, after: last, before: null }) : numbered(place.page + 1)
  const previous = keyed ? href({ page: 1, after: null, before: first }) : numbered(place.page - 1)
  const pages = total === undefined ? undefined : Math.ceil(total / perPage)
  return (
    <Pagination
      label={`Pages of ${domain.item.many}`}
      previousHref={hasBefore ? previous : undefined}
      nextHref={hasAfter ? next : undefined}
      page={keyed ? undefined : place.page}
      pages={keyed ? undefined : pages}
      hrefOf={keyed || pages === undefined || pages > limits.numberedPages ? undefined : numbered}
    />
  )
}
