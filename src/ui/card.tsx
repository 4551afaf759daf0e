/** A catalogue card: what an item is called, who made it, and where it belongs. No cover: the words are the picture. */
import type { ComponentChildren } from 'preact'
import { ChipList, type ChipProps } from './chip.tsx'
import type { WordsTerm } from '../rules/search-query.ts'
import { FoundLineText, Marked, type FoundLine } from './marked.tsx'
import { NameList, type NamedLink } from './name-list.tsx'
import { safeHref } from './safe-href.ts'

export interface CardFact {
  readonly label: string
  readonly value: ComponentChildren
  /** A number or code that explains itself: set in mono, without its label. */
  readonly code?: boolean | undefined
}

export interface CardProps {
  readonly title: string
  readonly href: string
  /** The kind of thing, at the head of the card. */
  readonly type?: string | undefined
  /** A year or another short fact, opposite the type. */
  readonly note?: ComponentChildren
  /** What else is known, at the foot. */
  readonly facts?: readonly CardFact[] | undefined
  /** Who made it: a line of names. */
  readonly names?: readonly NamedLink[] | undefined
  /** Where it belongs. */
  readonly chips?: readonly ChipProps[] | undefined
  /** Words of a search, to be marked in the title and in the names. */
  readonly words?: { readonly title: readonly WordsTerm[]; readonly names: readonly WordsTerm[] } | undefined
  /** Where a search was found in a text that the card does not show. */
  readonly found?: FoundLine | undefined
  /** What can be done with it, at its very foot. */
  readonly actions?: ComponentChildren
  /** The level of its heading. Default 3: cards stand under a heading of the page. */
  readonly level?: 2 | 3 | undefined
}

/** How many names and chips a card shows; the item's own page shows all. */
const shownOnCard = 3

export function Card(props: CardProps) {
  const {
    title,
    href,
    type,
    note,
    facts = [],
    names = [],
    chips = [],
    words,
    found,
    actions,
    level = 3,
  } = props
  const Heading = `h${level}` as const
  const isFooted = chips.length > 0 || facts.length > 0
  return (
    <article class="card">
      {(type || note) && <Head type={type} note={note} />}
      <Heading class="card-title">
        <a href={safeHref(href)} dir="auto">
          <Marked text={title} words={words?.title} />
        </a>
      </Heading>
      <NameList names={names} show={shownOnCard} words={words?.names} countOnly />
      {found && <FoundLineText {...found} />}
      {isFooted && (
        <div class="card-foot">
          <ChipList chips={fewOf(chips)} />
          {facts.map((fact) => (
            <Fact {...fact} />
          ))}
        </div>
      )}
      {actions}
    </article>
  )
}

function Fact({ label, value, code }: CardFact) {
  if (code) return <p class="card-code">{value}</p>
  return (
    // No paragraph: the value may be a list of names.
    <div class="card-fact">
      <span class="card-label">{label}</span> {value}
    </div>
  )
}

function Head({ type, note }: Pick<CardProps, 'type' | 'note'>) {
  return (
    <p class="card-head">
      <span class="card-type">
        {type}
        {type && note && <span class="visually-hidden">, </span>}
      </span>
      <span class="card-note">{note}</span>
    </p>
  )
}

/** As many as a card shows, and how many more there are. */
function fewOf(chips: readonly ChipProps[]): readonly ChipProps[] {
  const extra = chips.length - shownOnCard
  if (extra <= 1) return chips
  const more = (
    <>
      +{extra}
      <span class="visually-hidden"> more</span>
    </>
  )
  return [...chips.slice(0, shownOnCard), { children: more }]
}

/** Cards side by side, as a list: each child is an `<li>` with its card. */
export function CardGrid({
  children,
  label,
}: {
  readonly children: ComponentChildren
  readonly label?: string | undefined
}) {
  return (
    <ul class="card-grid" role="list" aria-label={label}>
      {children}
    </ul>
  )
}
