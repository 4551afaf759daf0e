/** Answers: a page in its layout, or data for clients that ask for it. */
import type { ComponentChild } from 'preact'
import { render } from 'preact-render-to-string'
import { paths } from '../paths.ts'
import { resourceNames } from '../resources/declared.ts'
import { mayReadRows } from '../security/rights/resources.ts'
import { may } from '../security/rights/viewer.ts'
import type { Viewer } from '../security/rights/viewer.ts'
import { Layout } from '../ui/layout.tsx'
import type { LayoutProps } from '../ui/layout.tsx'
import type { AppContext } from './context.ts'
import { answerHtml } from './html.ts'
import { takeNotice } from './notice.ts'

export interface PageOptions {
  status?: number
  description?: string
  /** For pages that search engines should not list. */
  noIndex?: boolean
  /** What has just happened, said once above the page. */
  notice?: LayoutProps['notice']
  /** What stands in the search box. */
  query?: string
  /** Its title says already that something went wrong. */
  isError?: boolean
}

/** A form that comes back: the title says so, for it is what a screen reader says of a new page first. */
const refusals = [409, 422, 429]

/** A whole page. htmx asks for the same page and takes the part that it needs out of it. */
export function page(
  c: AppContext,
  title: string,
  body: ComponentChild,
  options: PageOptions = {},
): Response {
  const { config, assets, viewer } = c.var
  const html = render(
    <Layout
      title={refusals.includes(options.status ?? 200) && !options.isError ? `Not done: ${title}` : title}
      description={options.description}
      noIndex={options.noIndex}
      path={c.req.path}
      canonical={config.baseUrl + c.req.path}
      assets={assets}
      viewer={viewer.user ? { ...viewer.user, menu: menuOf(viewer) } : undefined}
      registration={config.registrationOpen}
      resources={resourceNames.filter((name) => mayReadRows(viewer, name))}
      query={options.query}
      notice={options.notice ?? takeNotice(c)}
    >
      {body}
    </Layout>,
  )
  return answerHtml(c, `<!doctype html>${html}`, options.status ?? 200)
}

/** A piece of a page by itself, for a script that puts it where it belongs. */
export function part(c: AppContext, body: ComponentChild): Response {
  return answerHtml(c, render(<>{body}</>), 200)
}

/** What somebody's menu leads to beside their account. */
function menuOf(viewer: Viewer): { label: string; href: string }[] {
  return [
    ...(may(viewer, 'search.save') ? [{ label: 'Saved searches', href: paths.searches() }] : []),
    ...(may(viewer, 'user.manage') ? [{ label: 'Accounts', href: paths.adminUsers() }] : []),
    ...(may(viewer, 'class.manage') ? [{ label: 'A class of accounts', href: paths.newClass() }] : []),
    ...(may(viewer, 'role.manage') ? [{ label: 'Roles', href: paths.adminRoles() }] : []),
  ]
}

/** Whether the client would rather have JSON than a page. */
export function wantsJson(c: AppContext): boolean {
  const accept = c.req.header('accept') ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}
