/** Links between pages: previous, next, and the numbers between where the total is known. */
import { formatNumber } from '../rules/words.ts'
import { Icon } from './icon.tsx'
import { pageWindow } from './page-window.ts'
import { safeHref } from './safe-href.ts'

export interface PaginationProps {
  /** What is being paged through: "Pages of items". */
  readonly label: string
  readonly previousHref?: string | undefined
  readonly nextHref?: string | undefined
  /** The current page, where pages are numbered. */
  readonly page?: number | undefined
  /** How many pages there are, where that is known. */
  readonly pages?: number | undefined
  /** The address of a numbered page; without it no numbers are shown. */
  readonly hrefOf?: ((page: number) => string) | undefined
}

export function Pagination({ label, previousHref, nextHref, page, pages, hrefOf }: PaginationProps) {
  if (previousHref === undefined && nextHref === undefined) return null
  const numbered = page !== undefined && pages !== undefined && hrefOf !== undefined
  return (
    <nav class="pagination" aria-label={label}>
      <Step href={previousHref} rel="prev" text="Previous" icon="chevron-start" />
      {numbered ? <Numbers page={page} pages={pages} hrefOf={hrefOf} /> : null}
      {page !== undefined && (
        <p class="pagination-place">
          Page <span class="number">{formatNumber(page)}</span>
          {pages !== undefined && (
            <>
              {' '}
              of <span class="number">{formatNumber(pages)}</span>
            </>
          )}
        </p>
      )}
      <Step href={nextHref} rel="next" text="Next" icon="chevron-end" />
    </nav>
  )
}

interface StepProps {
  readonly href: string | undefined
  readonly rel: 'prev' | 'next'
  readonly text: string
  readonly icon: 'chevron-start' | 'chevron-end'
}

/** A step that leads nowhere is still shown, so that the other does not move under the pointer. */
function Step({ href, rel, text, icon }: StepProps) {
  const inside = rel === 'prev' ? [<Icon name={icon} />, text] : [text, <Icon name={icon} />]
  if (href === undefined) {
    return (
      <span class={`pagination-step pagination-${rel}`} aria-hidden="true">
        {inside}
      </span>
    )
  }
  return (
    <a class={`pagination-step pagination-${rel}`} href={safeHref(href)} rel={rel}>
      {inside}
      <span class="visually-hidden"> page</span>
    </a>
  )
}

interface NumbersProps {
  readonly page: number
  readonly pages: number
  readonly hrefOf: (page: number) => string
}

function Numbers({ page, pages, hrefOf }: NumbersProps) {
  return (
    <ol class="pagination-numbers" role="list">
      {pageWindow(page, pages).map((each) => (
        <li>
          {each === null ? (
            <span class="pagination-gap">…</span>
          ) : (
            <a
              href={safeHref(hrefOf(each))}
              aria-current={each === page ? 'page' : undefined}
              aria-label={`Page ${formatNumber(each)}`}
            >
              {formatNumber(each)}
            </a>
          )}
        </li>
      ))}
    </ol>
  )
}
