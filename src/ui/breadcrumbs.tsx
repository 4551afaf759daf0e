/** The way down to this page, each step a link but the last. */
import { safeHref } from './safe-href.ts'

export interface Crumb {
  readonly label: string
  readonly href: string
}

export interface BreadcrumbsProps {
  readonly steps: readonly Crumb[]
  /** What this page is called here; where it is long the style sheet cuts it, not the text. */
  readonly current?: string | undefined
  readonly label?: string | undefined
}

export function Breadcrumbs({ steps, current, label = 'Breadcrumbs' }: BreadcrumbsProps) {
  return (
    <nav class="breadcrumbs" aria-label={label}>
      <ol role="list">
        {steps.map((step) => (
          <li>
            <a href={safeHref(step.href)}>{step.label}</a>
          </li>
        ))}
        {current && (
          <li class="breadcrumbs-current" aria-current="page">
            <bdi>{current}</bdi>
          </li>
        )}
      </ol>
    </nav>
  )
}
