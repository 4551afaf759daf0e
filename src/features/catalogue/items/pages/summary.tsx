/** How many items the list has, above it. */
import { counted, formatNumber } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import type { ItemFilter } from '../forms/filter.ts'
import type { PageOfItems, Total } from '../queries.ts'

interface SummaryProps {
  filter: ItemFilter
  list: PageOfItems
  total: Total
}

/** How many there are, and which of them are shown. */
export function Summary({ filter, list, total }: SummaryProps) {
  if (list.items.length === 0) return <>{`No ${domain.item.many}`}</>
  const first = (filter.page - 1) * filter.per_page + 1
  const numbered = filter.after === null && filter.before === null && (list.hasBefore || list.hasAfter)
  const range = `${formatNumber(first)} to ${formatNumber(first + list.items.length - 1)}`
  return (
    <>
      <WholeSummary total={total} />
      {numbered && `, ${range}`}
    </>
  )
}

/** How many there are, where all of them are shown. */
export function WholeSummary({ total }: Pick<SummaryProps, 'total'>) {
  return <b>{counted(total.count, domain.item)}</b>
}
