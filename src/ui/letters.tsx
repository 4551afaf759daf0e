/** The guide tabs of a long index: one for each letter; those with nothing behind them cannot be followed. */
import { formatNumber } from '../rules/words.ts'
import { safeHref } from './safe-href.ts'

export interface LetterTab {
  /** "A" to "Z", "0-9", or "…" for everything else. */
  readonly letter: string
  /** Undefined where nothing begins with it. */
  readonly href?: string | undefined
  readonly count?: number | undefined
  readonly current?: boolean | undefined
}

export function Letters({ tabs, label }: { readonly tabs: readonly LetterTab[]; readonly label: string }) {
  return (
    <nav class="letters" aria-label={label}>
      <ul role="list">
        {tabs.map(({ letter, href, count, current }) => (
          <li>
            {href === undefined ? (
              <span class="letter" aria-hidden="true">
                {letter}
              </span>
            ) : (
              <a
                class="letter"
                href={safeHref(href)}
                aria-current={current ? 'true' : undefined}
                title={count === undefined ? undefined : formatNumber(count)}
              >
                {letter}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}
