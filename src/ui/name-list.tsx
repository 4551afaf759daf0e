/** Several names in their order, each a link, with the crow's foot in front when there are many, and the tail folded away. */
import { formatNumber } from '../rules/words.ts'
import type { WordsTerm } from '../rules/search-query.ts'
import { Many } from './mark.tsx'
import { Marked } from './marked.tsx'
import { safeHref } from './safe-href.ts'

export interface NamedLink {
  readonly name: string
  /** Where it leads; a name without stands as text. */
  readonly href?: string | undefined
}

export interface NameListProps {
  readonly names: readonly NamedLink[]
  /** How many are shown before the rest folds into "and 297 more". Default 6. */
  readonly show?: number | undefined
  /** Words of a search, to be marked. */
  readonly words?: readonly WordsTerm[] | undefined
  /** True where folding is done by a link elsewhere, as on a card: the rest is only counted. */
  readonly countOnly?: boolean | undefined
}

export function NameList({ names, show = 6, words, countOnly }: NameListProps) {
  if (names.length === 0) return null
  // Folding away a single name would take more room than the name.
  const shown = names.length > show + 1 ? show : names.length
  const rest = names.slice(shown)
  return (
    <div class="names">
      {names.length > 1 && <Many />}
      <Names names={names.slice(0, shown)} words={words} most={countOnly ? longestOnCard : undefined} />
      {rest.length > 0 && countOnly && <span class="names-rest">and {formatNumber(rest.length)} more</span>}
      {rest.length > 0 && !countOnly && (
        <details class="names-more">
          <summary>and {formatNumber(rest.length)} more</summary>
          <Names names={rest} words={words} />
        </details>
      )}
    </div>
  )
}

/** Longer names than this are cut on a card and in a row, where they would push everything else out of sight. */
const longestOnCard = 120

interface NamesProps extends Pick<NameListProps, 'names' | 'words'> {
  /** How many characters of each are shown; all where it is not given. */
  readonly most?: number | undefined
}

function Names({ names, words, most = Infinity }: NamesProps) {
  return (
    <ul class="names-list" role="list">
      {names.map(({ name, href }) => (
        <li>
          {href === undefined ? (
            <bdi>
              <Marked text={cut(name, most)} words={words} />
            </bdi>
          ) : (
            <a href={safeHref(href)}>
              <bdi>
                <Marked text={cut(name, most)} words={words} />
              </bdi>
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The name, or as many of its characters as there may be, the last of them an ellipsis. */
function cut(name: string, most: number): string {
  return name.length > most ? `${[...name].slice(0, most - 1).join('')}…` : name
}
