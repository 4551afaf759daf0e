/** Items as cards, wherever they are listed. */
import { capital } from '../../../rules/words.ts'
import { itemFields } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import type { ItemFields } from '../../../declared.ts'
import type { SchemeOfType } from '../../../rules/identifiers/index.ts'
import type { WordsTerm } from '../../../rules/search-query.ts'
import { paths } from '../../../paths.ts'
import { References, linksOfRows, referencesOnCard, rowsIn } from './references.tsx'
import type { WithReferences } from './references.tsx'
import { Card, CardGrid } from '../../../ui/card.tsx'
import type { CardProps } from '../../../ui/card.tsx'
import { cellKind, isFilled, noteOf, showField } from '../../../ui/fields/index.tsx'
import { cachedHtml } from '../../../ui/cached-html.ts'
import { markedIn } from '../../../ui/marked.tsx'
import { foundLineOf, seenPartOf, soughtInField } from './found-line.ts'

/** What a card shows of an item. */
export interface CardItem extends Readonly<Partial<ItemFields>>, WithReferences, SchemeOfType {
  readonly id: number
  readonly title: string
  readonly type: string
}

export interface ItemCardsProps {
  readonly items: readonly CardItem[]
  readonly label?: string | undefined
  /** The words of a search that found these items, to be marked. */
  readonly words?: readonly WordsTerm[] | undefined
  /** The level of each card's heading: 2 where the page's title stands right above them. */
  readonly level?: 2 | 3 | undefined
}

export function ItemCards({ items, label = capital(domain.item.many), words = [], level }: ItemCardsProps) {
  return (
    <CardGrid label={label}>
      {items.map((item) =>
        words.length === 0 ? (
          <ItemCard item={item} level={level} />
        ) : (
          <FoundCard {...{ item, words, level }} />
        ),
      )}
    </CardGrid>
  )
}

/** Not cached: the same item is seldom found by the same words again. */
function FoundCard({
  item,
  words,
  level,
}: Required<Pick<ItemCardsProps, 'words' | 'level'>> & { item: CardItem }) {
  return (
    <li>
      <Card {...cardOf(seenPartOf(item), [], words)} found={foundLineOf(item, words ?? [])} level={level} />
    </li>
  )
}

const ItemCard = cachedHtml(
  ({ item, level }: { item: CardItem; level?: 2 | 3 | undefined }) => (
    <li>
      <Card {...cardOf(item)} level={level} />
    </li>
  ),
  2000,
)

const cardFields = itemFields.filter(([, { card, kind }]) => card === true && kind !== 'title')

/**
 * The first field that a card shows stands at its head, the others at its foot. An item has only the fields that its reader may see: the
 * place of one that they may not see is not left empty, which would tell that there is one.
 * @param leftOut fields that are shown otherwise @param words those of a search, to be marked
 */
export function cardOf(
  item: CardItem,
  leftOut: readonly string[] = [],
  words: readonly WordsTerm[] = [],
): CardProps {
  const { names, chips, single } = referencesOnCard(item)
  const shown = ([name, field]: (typeof cardFields)[number]) =>
    markedIn(showField(field, item[name], item), soughtInField(words, name))
  const [headField, ...footFields] = cardFields.filter(([name]) => name in item && !leftOut.includes(name))
  return {
    title: item.title,
    href: paths.item(item.id),
    type: item.type,
    note: headField && isFilled(headField[1], item[headField[0]]) && noteOf(headField[1], shown(headField)),
    facts: [
      ...single.flatMap(([name, field]) => {
        const rows = rowsIn(item, name)
        return rows.length === 0
          ? []
          : [{ label: field.label, value: <References field={field} rows={rows} /> }]
      }),
      ...footFields.flatMap(([name, field]) =>
        isFilled(field, item[name])
          ? [
              {
                label: field.label,
                value: shown([name, field]),
                code: cellKind(field) === 'code',
              },
            ]
          : [],
      ),
    ],
    words: { title: soughtInField(words, 'title'), names: names ? soughtInField(words, names[0]) : [] },
    names: names && linksOfRows(names[1], rowsIn(item, names[0])),
    chips: chips.flatMap(([name, field]) =>
      linksOfRows(field, rowsIn(item, name)).map(({ name: children, href }) => ({ children, href })),
    ),
  }
}
