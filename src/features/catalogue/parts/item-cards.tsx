/** Items as cards, wherever they are listed. */
import { capital } from '../../../rules/words.ts'
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { Card, CardGrid } from '../../../ui/card.tsx'
import type { CardProps } from '../../../ui/card.tsx'
import { cachedHtml } from '../../../ui/cached-html.ts'
import { yearText } from '../../../ui/year.ts'

interface Link {
  readonly id: number
  readonly name: string
}

/** What a card shows of an item. */
export interface CardItem {
  readonly id: number
  readonly title: string
  readonly type: string
  readonly year: number | null
  readonly identifier: string | null
  readonly creators: readonly Link[]
  readonly categories: readonly Link[]
}

export interface ItemCardsProps {
  readonly items: readonly CardItem[]
  readonly label?: string | undefined
  /** The level of each card's heading: 2 where the page's title stands right above them. */
  readonly level?: 2 | 3 | undefined
}

export function ItemCards({ items, label = capital(domain.item.many), level }: ItemCardsProps) {
  return (
    <CardGrid label={label}>
      {items.map((item) => (
        <ItemCard item={item} level={level} />
      ))}
    </CardGrid>
  )
}

const ItemCard = cachedHtml(
  ({ item, level }: { item: CardItem; level?: 2 | 3 | undefined }) => (
    <li>
      <Card {...card(item)} level={level} />
    </li>
  ),
  2000,
)

function card(item: CardItem): CardProps {
  return {
    title: item.title,
    href: paths.item(item.id),
    type: item.type,
    year: item.year === null ? undefined : yearText(item.year),
    identifier: item.identifier ?? undefined,
    creators: item.creators.map(({ id, name }) => ({ name, href: paths.creator(id) })),
    categories: item.categories.map(({ id, name }) => ({ children: name, href: paths.category(id) })),
  }
}
