/** A catalogue card: what an item is called, who made it, and where it belongs. No cover: the words are the picture. */
import { ChipList, type ChipProps } from './chip.tsx'
import { NameList, type NamedLink } from './name-list.tsx'
import { safeHref } from './safe-href.ts'

export interface CardProps {
  readonly title: string
  readonly href: string
  /** The kind of thing, at the head of the card. */
  readonly type?: string | undefined
  /** A year or another short figure, opposite the type. */
  readonly year?: string | undefined
  /** Shown in mono at the foot, as it stands. */
  readonly identifier?: string | undefined
  readonly creators?: readonly NamedLink[] | undefined
  readonly categories?: readonly ChipProps[] | undefined
  /** The level of its heading. Default 3: cards stand under a heading of the page. */
  readonly level?: 2 | 3 | undefined
}

/** How many creators and categories a card shows; the item's own page shows all. */
const shownOnCard = 3

export function Card({
  title,
  href,
  type,
  year,
  identifier,
  creators = [],
  categories = [],
  level = 3,
}: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  const extra = categories.length - shownOnCard
  const chips = extra > 1 ? categories.slice(0, shownOnCard) : categories
  return (
    <article class="card">
      {(type || year) && (
        <p class="card-head">
          <span class="card-type">{type}</span>
          <span class="card-year">{year}</span>
        </p>
      )}
      <Heading class="card-title">
        <a href={safeHref(href)} dir="auto">
          {title}
        </a>
      </Heading>
      <NameList names={creators} show={shownOnCard} countOnly />
      {(chips.length > 0 || identifier) && (
        <div class="card-foot">
          <ChipList chips={extra > 1 ? [...chips, { children: `+${extra}` }] : chips} />
          {identifier && <p class="card-identifier">{identifier}</p>}
        </div>
      )}
    </article>
  )
}

export function CardGrid({
  cards,
  label,
}: {
  readonly cards: readonly CardProps[]
  readonly label?: string | undefined
}) {
  return (
    <ul class="card-grid" role="list" aria-label={label}>
      {cards.map((card) => (
        <li>
          <Card {...card} />
        </li>
      ))}
    </ul>
  )
}
