/** The head of every page: the mark, the way to each part, the search box and the visitor's own menu. */
import { capital } from '../rules/words.ts'
import { lookupNames, lookups } from '../declared.ts'
import { domain } from '../domain.ts'
import { paths } from '../paths.ts'
import { resourceNamed } from '../resources/declared.ts'
import { AccountMenu, type MenuAccount } from './account-menu.tsx'
import { Wordmark } from './mark.tsx'
import { SearchBox } from './search-box.tsx'
import { cachedHtml } from './cached-html.ts'

export interface SiteHeaderProps {
  /** The path of this page, by which the current entry is marked. */
  readonly path: string
  readonly viewer?: MenuAccount | undefined
  /** False where nobody can register. */
  readonly registration?: boolean | undefined
  readonly query?: string | undefined
  /** The resources that this reader may open, by their names. */
  readonly resources?: readonly string[] | undefined
}

interface Section {
  href: string
  label: string
  under?: string
}

/** @param resources those that this reader may open */
const sectionsWith = (resources: readonly string[]): Section[] => [
  { href: paths.items(), label: capital(domain.item.many) },
  ...lookupNames.map((name) => ({ href: paths.entries(name), label: capital(lookups[name].noun.many) })),
  ...resources.map((name) => ({
    href: paths.entries(name),
    label: capital(resourceNamed(name)?.noun.many ?? name),
  })),
  { href: paths.learnModel(), label: 'Learn', under: '/learn' },
]

export function SiteHeader({ path, viewer, registration = true, query, resources = [] }: SiteHeaderProps) {
  return (
    <header class="site-header" id="site-header">
      <div class="site-header-row">
        <a class="site-home" href={paths.home()} aria-current={path === paths.home() ? 'page' : undefined}>
          <Wordmark />
        </a>
        {path !== paths.home() && <SearchBox query={query} />}
        <div class="site-tools">
          <theme-toggle class="theme-toggle" />
          <AccountMenu viewer={viewer} path={path} registration={registration} />
        </div>
      </div>
      <SiteNav
        entries={sectionsWith(resources).map(({ href, label, under = href }) => ({
          href,
          label,
          state: current(path, href, under),
        }))}
      />
    </header>
  )
}

interface NavEntry {
  href: string
  label: string
  /** What `aria-current` says of it. */
  state: 'page' | 'true' | undefined
}

/** The way to each part. */
const SiteNav = cachedHtml(({ entries }: { entries: readonly NavEntry[] }) => (
  <nav class="site-nav" id="site-nav" aria-label="Main">
    <ul role="list">
      {entries.map(({ href, label, state }) => (
        <li>
          <a href={href} aria-current={state}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
))

/** `page` on the entry's own page, `true` anywhere below it. */
function current(path: string, href: string, under: string): 'page' | 'true' | undefined {
  if (path === href) return 'page'
  return path === under || path.startsWith(`${under}/`) ? 'true' : undefined
}
