/** How many items the list has, above it. */
import { capital, counted, formatNumber } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { Message } from '../../../../ui/message.tsx'
import type { ItemFilter } from '../forms/filter.ts'
import type { PageOfItems, Total } from '../queries.ts'

/** Said when there was no time to count them. */
export function NotCounted() {
  const { many } = domain.item
  return (
    <Message title={`These ${many} were not counted`}>
      Counting them would take too long, so their number is missing, and so are the numbers beside the
      filters. To see them, choose more filters.
    </Message>
  )
}

interface SummaryProps {
  filter: ItemFilter
  list: PageOfItems
  total: Total | undefined
}

/** How many there are, and which of them are shown. */
export function Summary({ filter, list, total }: SummaryProps) {
  if (list.items.length === 0) return <>{`No ${domain.item.many}`}</>
  const first = (filter.page - 1) * filter.per_page + 1
  const numbered = filter.after === null && filter.before === null && (list.hasBefore || list.hasAfter)
  const range = `${formatNumber(first)} to ${formatNumber(first + list.items.length - 1)}`
  if (!total) return <>{numbered ? `${capital(domain.item.many)} ${range}` : capital(domain.item.many)}</>
  return (
    <>
      <WholeSummary total={total} />
      {numbered && `, ${range}`}
    </>
  )
}

/** How many there are, where all of them are shown. */
export function WholeSummary({ total }: Pick<SummaryProps, 'total'>) {
  if (!total) return <>{capital(domain.item.many)}</>
  return <b>{counted(total.count, domain.item)}</b>
}
