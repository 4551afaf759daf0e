/** What the list of items looks like: filters beside it, cards or a table, pages. */
import type { ComponentChild } from 'preact'
import { capital } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { swapRegion } from '../../../../ui/boost.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { FilterOpener } from '../../../../ui/filter-panel.tsx'
import { ItemCards } from '../../parts/item-cards.tsx'
import { ListPages, endsOf } from '../../parts/list-pages.tsx'
import type { ListPagesProps } from '../../parts/list-pages.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { SortSelect } from '../../../../ui/sort-select.tsx'
import { Toolbar } from '../../../../ui/toolbar.tsx'
import { ViewSwitch } from '../../../../ui/view-switch.tsx'
import { cachedHtml } from '../../../../ui/cached-html.ts'
import { filterQuery, isNarrowed, sorts } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import type { Facets, PageOfItems, Total } from '../queries.ts'
import { ChosenFilters, Filters, countChosen, hiddenFields } from './filters.tsx'
import { NotCounted, Summary } from './summary.tsx'
import { ItemTable } from './table.tsx'

export interface ItemListProps {
  filter: ItemFilter
  /** What of the address could not be used. */
  notices: string[]
  list: PageOfItems
  /** Not there when counting took too long: then the facets have no numbers either. */
  total: Total | undefined
  facets: Facets
  actions?: ComponentChild
  /** Whether the viewer may take the choice of items out as a file. */
  mayExport: boolean
}

/** The part of the page that changes with the filters; the rest stays where it is. */
const region = swapRegion('catalogue')

const start = { page: 1, after: null, before: null } as const

export function ItemListPage({ filter, notices, list, total, facets, actions, mayExport }: ItemListProps) {
  const href = hrefFrom(filter)
  return (
    <>
      <PageHeader title={capital(domain.item.many)} actions={actions} />
      <div class="browse" id="catalogue">
        <Filters filter={filter} facets={facets} attributes={region} />
        <div class="browse-results">
          <Notices notices={notices} />
          {total === undefined && <NotCounted />}
          <Toolbar summary={<Summary filter={filter} list={list} total={total} />}>
            <Tools filter={filter} />
          </Toolbar>
          <ChosenFilters filter={filter} facets={facets} href={href} attributes={region} />
          <Results filter={filter} list={list} href={href} />
          <Pages filter={filter} total={total} ends={endsOf(list)} />
          {mayExport && <Export filter={filter} />}
        </div>
      </div>
    </>
  )
}

const Pages = cachedHtml(
  ({ filter, ends, total }: Pick<ItemListProps, 'filter' | 'total'> & Pick<ListPagesProps, 'ends'>) => (
    <ListPages
      ends={ends}
      place={filter}
      perPage={filter.per_page}
      total={total?.isMore ? undefined : total?.count}
      href={hrefFrom(filter)}
    />
  ),
)

/** A file is not put in the place of the page. */
const plain = { 'hx-boost': 'false' }

/** The whole choice, not only this page of it: what is in the address narrows the file as it does the list. */
function Export({ filter }: Pick<ItemListProps, 'filter'>) {
  const query = filterQuery(filter, start)
  return (
    <p class="list-export">
      {`Download these ${domain.item.many} as `}
      <a href={paths.itemsCsv(query)} download {...plain}>
        CSV
      </a>
      {' or '}
      <a href={paths.itemsJson(query)} download {...plain}>
        JSON
      </a>
    </p>
  )
}

/** The address of the same list with something changed: at its start, unless the change says where. */
function hrefFrom(filter: ItemFilter) {
  return (change: Partial<ItemFilter>) => paths.items(filterQuery(filter, { ...start, ...change }))
}

/** What of the address could not be used: the list is shown all the same. */
function Notices({ notices }: Pick<ItemListProps, 'notices'>) {
  if (notices.length === 0) return null
  return (
    <Message kind="warning" title="Part of this address was left out">
      {notices.length === 1 ? (
        notices[0]
      ) : (
        <ul>
          {notices.map((notice) => (
            <li>{notice}</li>
          ))}
        </ul>
      )}
    </Message>
  )
}

const sortWords: Record<Sort, string> = {
  relevance: 'Best match',
  newest: 'Newest first',
  title: `${domain.labels.title} A–Z`,
  '-title': `${domain.labels.title} Z–A`,
  year: 'Oldest year first',
  '-year': 'Latest year first',
}

/** What is done with the list as a whole. */
const Tools = cachedHtml(({ filter }: { filter: ItemFilter }) => {
  const href = hrefFrom(filter)
  return (
    <>
      <FilterOpener active={countChosen(filter)} />
      <Order filter={filter} />
      <ViewSwitch attributes={region} views={[view(filter, 'cards', href), view(filter, 'table', href)]} />
    </>
  )
})

function Order({ filter }: { filter: ItemFilter }) {
  const offered = sorts.filter((sort) => sort !== 'relevance' || filter.q !== '')
  return (
    <SortSelect
      action={paths.items()}
      value={filter.sort}
      keep={hiddenFields(filter, ['sort', 'page', 'after', 'before'])}
      options={offered.map((sort) => ({ value: sort, label: sortWords[sort] }))}
      attributes={{ ...region, 'hx-trigger': 'submit' }}
    />
  )
}

function view(filter: ItemFilter, name: ItemFilter['view'], href: (change: Partial<ItemFilter>) => string) {
  const { page, after, before } = filter
  return {
    label: name === 'cards' ? 'Cards' : 'Table',
    icon: name,
    href: href({ view: name, page, after, before }),
    current: filter.view === name,
  }
}

interface ResultsProps {
  filter: ItemFilter
  list: PageOfItems
  href: (change: Partial<ItemFilter>) => string
}

function Results({ filter, list, href }: ResultsProps) {
  if (list.items.length === 0) return <Nothing filter={filter} href={href} />
  if (filter.view === 'table')
    return <ItemTable items={list.items} filter={filter} href={href} attributes={region} />
  return <ItemCards items={list.items} level={2} />
}

function Nothing({ filter, href }: Omit<ResultsProps, 'list'>) {
  const beyondTheEnd = filter.page > 1 || filter.after !== null || filter.before !== null
  if (beyondTheEnd) {
    return (
      <EmptyState
        title="There is no such page"
        actions={<LinkButton href={href({})}>Go to the first page</LinkButton>}
      >
        There is nothing on this page.
      </EmptyState>
    )
  }
  if (!isNarrowed(filter)) return <EmptyState title={`There are no ${domain.item.many} yet`} />
  return (
    <EmptyState
      title={`No ${domain.item.many} fit`}
      actions={<LinkButton href={paths.items()}>{`All ${domain.item.many}`}</LinkButton>}
    >
      {filter.q === ''
        ? 'Remove a filter, or choose a wider range of years.'
        : `Nothing has “${filter.q}” in its title. Try fewer or shorter words, or take a filter off.`}
    </EmptyState>
  )
}
