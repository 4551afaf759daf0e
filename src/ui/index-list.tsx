/** A long index of names in columns, each with how many things stand behind it. */
import { counted, formatNumber } from '../rules/words.ts'
import type { Noun } from '../rules/words.ts'
import { safeHref } from './safe-href.ts'

export interface IndexEntry {
  readonly name: string
  readonly href: string
  /** A few words that tell namesakes apart, such as years of life. */
  readonly note?: string | undefined
  readonly count?: number | undefined
}

export interface IndexListProps {
  readonly entries: readonly IndexEntry[]
  /** What is counted, for screen readers. */
  readonly word: Noun
}

export function IndexList({ entries, word }: IndexListProps) {
  return (
    <ul class="index" role="list">
      {entries.map(({ name, href, note, count }) => (
        <li class="index-entry">
          <span class="index-name">
            <a href={safeHref(href)}>
              <bdi>{name}</bdi>
            </a>
            {note && <span class="index-note">{note}</span>}
          </span>
          {count !== undefined && (
            <span class="index-count">
              <span aria-hidden="true">{formatNumber(count)}</span>
              <span class="visually-hidden">{counted(count, word)}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
