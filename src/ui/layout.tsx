/** The whole document around a page: head, header, notice, main part and footer. */
import type { ComponentChildren } from 'preact'
import { domain } from '../domain.ts'
import type { MenuAccount } from './account-menu.tsx'
import { boosted, htmxConfig } from './boost.ts'
import { Message, type MessageKind } from './message.tsx'
import { LoadingLine } from './skeleton.tsx'
import { SiteFooter } from './site-footer.tsx'
import { SiteHeader } from './site-header.tsx'
import { cachedHtml } from './cached-html.ts'

/** Addresses of the files that every page loads. */
export interface AssetAddresses {
  /** All style sheets in one file. */
  readonly styles: string
  /** src/client/main.ts, bundled; loaded as a module, so it never holds up the page. */
  readonly script: string
  /** src/client/theme-early.ts, bundled: a few lines that run before the page is drawn, so that it never flashes in the wrong theme. */
  readonly theme: string
  /** Typefaces that every page needs, to be asked for before the style sheet is read. */
  readonly fonts?: readonly string[] | undefined
  /** The colour of the browser's own frame, by day and by night. */
  readonly frame?: { readonly day: string; readonly night: string } | undefined
}

export interface LayoutProps {
  /** What this page is called; the name of the site follows it. */
  readonly title: string
  readonly description?: string | undefined
  /** The one full address under which search engines should know this page. */
  readonly canonical?: string | undefined
  /** True for pages that search engines should not list. */
  readonly noIndex?: boolean | undefined
  /** The path of this page, by which the current entry of the navigation is marked. */
  readonly path: string
  readonly assets: AssetAddresses
  readonly viewer?: MenuAccount | undefined
  readonly registration?: boolean | undefined
  /** The resources that this reader may open, by their names: the navigation leads to them. */
  readonly resources?: readonly string[] | undefined
  /** What stands in the search box. */
  readonly query?: string | undefined
  /** What has just happened, said once above the page. It takes the focus, so that it is read first. */
  readonly notice?: { readonly kind: MessageKind; readonly text: string } | undefined
  readonly children: ComponentChildren
}

/** Answers the `<html>` element; whoever sends it puts `<!doctype html>` before it. */
export function Layout(props: LayoutProps) {
  const { title, description = domain.tagline, canonical, noIndex, path } = props
  const { viewer, registration, query, resources } = props
  const { styles, script, theme, fonts, frame } = props.assets
  const notice = props.notice && (
    // Its name is the message itself: a screen reader that is interrupted after the name has said all.
    <div class="page-notice" role="group" aria-label={props.notice.text} tabIndex={-1} autofocus>
      <Message kind={props.notice.kind} title={props.notice.text} />
    </div>
  )
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{documentTitle(title)}</title>
        <meta name="description" content={description} />
        {noIndex && <meta name="robots" content="noindex" />}
        {canonical !== undefined && <link rel="canonical" href={canonical} />}
        <CommonHead {...{ styles, script, theme, fonts, frame }} />
      </head>
      <body>
        <div class="site" {...boosted}>
          <a class="skip-link" href="#main">
            Skip to the content
          </a>
          <SiteHeader {...{ path, viewer, registration, query, resources }} />
          <div class="page" id="page">
            <main id="main" tabIndex={-1}>
              {notice}
              {props.children}
            </main>
          </div>
          <SiteFooter />
        </div>
        <LoadingLine />
        <title-announcer class="visually-hidden" aria-live="polite" />
      </body>
    </html>
  )
}

/** What is the same in the head of every page. */
const CommonHead = cachedHtml(({ theme, fonts = [], styles, script, frame }: AssetAddresses) => (
  <>
    <meta name="color-scheme" content="light dark" />
    {frame && <meta name="theme-color" content={frame.day} media="(prefers-color-scheme: light)" />}
    {frame && <meta name="theme-color" content={frame.night} media="(prefers-color-scheme: dark)" />}
    <meta name="htmx-config" content={htmxConfig} />
    <script src={theme} />
    {fonts.map((font) => (
      <link rel="preload" href={font} as="font" type="font/woff2" crossorigin="anonymous" />
    ))}
    <link rel="stylesheet" href={styles} />
    <link rel="icon" href="/icons/favicon.svg" type="image/svg+xml" />
    <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
    <link rel="manifest" href="/site.webmanifest" />
    <script type="module" src={script} />
  </>
))

/** The title of the window: what the page is called, then the site; the site alone on its front page. */
export function documentTitle(title: string): string {
  return title === domain.name ? title : `${title} · ${domain.name}`
}
