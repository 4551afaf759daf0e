/** Items as cards, wherever they are listed. */
import { capital } from '../../../rules/words.ts'
import { domain, itemFields } from '../../../domain.ts'
import type { ItemFields } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { Card, CardGrid } from '../../../ui/card.tsx'
import type { CardProps } from '../../../ui/card.tsx'
import { cellKind, isFilled, showField } from '../../../ui/fields/index.tsx'
import { cachedHtml } from '../../../ui/cached-html.ts'

interface Link {
  readonly id: number
  readonly name: string
}

/** What a card shows of an item. */
export interface CardItem extends Readonly<Partial<ItemFields>> {
  readonly id: number
  readonly title: string
  readonly type: string
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

const cardFields = itemFields.filter(([name, { card }]) => card === true && name !== 'title')

/**
 * The first field that a card shows stands at its head, the others at its foot. An item has only the fields that its reader may see: the
 * place of one that they may not see is not left empty, which would tell that there is one.
 */
function card(item: CardItem): CardProps {
  const [headField, ...footFields] = cardFields.filter(([name]) => name in item)
  return {
    title: item.title,
    href: paths.item(item.id),
    type: item.type,
    note: headField && showField(headField[1], item[headField[0]]),
    facts: footFields.flatMap(([name, field]) =>
      isFilled(field, item[name])
        ? [{ label: field.label, value: showField(field, item[name]), code: cellKind(field) === 'code' }]
        : [],
    ),
    creators: item.creators.map(({ id, name }) => ({ name, href: paths.creator(id) })),
    categories: item.categories.map(({ id, name }) => ({ children: name, href: paths.category(id) })),
  }
}
