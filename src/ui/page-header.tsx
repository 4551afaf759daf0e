/** The head of a page: where one is, what it is called, one sentence, and what can be done. */
import type { ComponentChildren } from 'preact'
import { Breadcrumbs, type Crumb } from './breadcrumbs.tsx'
import { classNames } from './classes.ts'

export interface PageHeaderProps {
  readonly title: string
  /** Above the title, small: what kind of page or thing this is. */
  readonly kind?: ComponentChildren
  readonly lead?: ComponentChildren
  readonly actions?: ComponentChildren
  readonly breadcrumbs?: readonly Crumb[] | undefined
  /** What the last breadcrumb says; usually left out, for the title stands right below. */
  readonly current?: string | undefined
}

export function PageHeader({ title, kind, lead, actions, breadcrumbs, current }: PageHeaderProps) {
  return (
    <header class="page-header">
      {breadcrumbs && <Breadcrumbs steps={breadcrumbs} current={current} />}
      <div class="page-header-row">
        <div class="page-header-words">
          {kind && <p class="page-kind">{kind}</p>}
          <PageTitle>{title}</PageTitle>
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </div>
      {lead && <div class="page-lead">{lead}</div>}
    </header>
  )
}

/** From this many characters on a title is set smaller, and from the second on smaller still. */
const longTitle = 90
const veryLongTitle = 240

/** The one main heading of a page, for pages whose head is arranged otherwise. */
export function PageTitle({ children }: { readonly children: string }) {
  const length = [...children].length
  const size = length > veryLongTitle ? 'page-title-very-long' : length > longTitle && 'page-title-long'
  return (
    <h1 class={classNames('page-title', size)} dir="auto">
      {children}
    </h1>
  )
}
