/** A catalogue card: what an item is called, who made it, and where it belongs. No cover: the words are the picture. */
import type { ComponentChildren } from 'preact'
import { ChipList, type ChipProps } from './chip.tsx'
import { markup } from './markup.ts'
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
  const extra = categories.length - shownOnCard
  const chips =
    extra > 1
      ? [
          ...categories.slice(0, shownOnCard),
          { children: markup`+${extra}<span class="visually-hidden"> more</span>` },
        ]
      : categories
  const head = markup`<p class="card-head"><span class="card-type">${type}${type && year && markup`<span class="visually-hidden">, </span>`}</span><span class="card-year">${year}</span></p>`
  const code = identifier && markup`<p class="card-identifier">${identifier}</p>`
  return markup`<article class="card">${(type || year) && head}<h${level} class="card-title"><a href="${safeHref(href)}" dir="auto">${title}</a></h${level}>${NameList({ names: creators, show: shownOnCard, countOnly: true })}${
    (chips.length > 0 || code) && markup`<div class="card-foot">${ChipList({ chips })}${code}</div>`
  }</article>`
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
