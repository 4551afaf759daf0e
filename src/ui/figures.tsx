/** A few numbers with their words in a row, for the head of a page. */
import { classNames } from './classes.ts'
import { safeHref } from './safe-href.ts'

export interface Figure {
  /** The number as it is read: "1,204", "€ 310.50". */
  readonly value: string
  readonly label: string
  readonly href?: string | undefined
}

export interface FiguresProps {
  readonly label: string
  readonly figures: readonly Figure[]
  /** `ruled` stands between lines like the foot of an account, `listed` one below the other like a table of contents, `inline` as words of a sentence. */
  readonly look: 'ruled' | 'listed' | 'inline'
}

export function Figures({ label, figures, look }: FiguresProps) {
  return (
    <ul class={classNames('figures', `figures-${look}`)} role="list" aria-label={label}>
      {figures.map(({ value, label: word, href }) => {
        const inside = (
          <>
            <span class="figure-value">{value}</span> <span class="figure-label">{word}</span>
          </>
        )
        return (
          <li>
            {href === undefined ? (
              <span class="figure">{inside}</span>
            ) : (
              <a class="figure" href={safeHref(href)}>
                {inside}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
