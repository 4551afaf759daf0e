/** What the list of items looks like: filters beside it, cards or a table, pages. */
import type { ComponentChild } from 'preact'
import { capital } from '../../../../rules/words.ts'
import { fieldNamed } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { DeclaredName } from '../../../../declared.ts'
import type { KindName } from '../../../../fields/field.ts'
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
import { filterQuery, isNarrowed, sortsOf, viewsOf } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import type { Facets, PageOfItems, Total } from '../queries.ts'
import { ChosenFilters, Filters, countChosen, hiddenFields } from './filters.tsx'
import { ItemBoard } from './board.tsx'
import type { ItemBoardProps } from './board.tsx'
import { NotCounted, Summary, WholeSummary } from './summary.tsx'
import { ItemTable } from './table.tsx'

export interface ItemListProps {
  filter: ItemFilter
  /** What of the address could not be used. */
  notices: string[]
  list: PageOfItems
  /** Not there when counting took too long: then the facets have no numbers either. */
  total: Total | undefined
  facets: Facets
  /** The fields that the viewer may read. */
  readable: readonly DeclaredName[]
  actions?: ComponentChild
  /** Instead of cards or a table. */
  board?: ItemBoardProps | undefined
  /** Whether the viewer may take the choice of items out as a file. */
  mayExport: boolean
}

/** The part of the page that changes with the filters; the rest stays where it is. */
const region = swapRegion('catalogue')

const start = { page: 1, after: null, before: null } as const

export function ItemListPage(props: ItemListProps) {
  const { filter, notices, list, total, facets, readable, actions, board, mayExport } = props
  const href = hrefFrom(filter)
  return (
    <>
      <PageHeader title={capital(domain.item.many)} actions={actions} />
      <div class="browse" id="catalogue">
        <Filters {...{ filter, facets, readable }} attributes={region} />
        <div class="browse-results">
          <Notices notices={notices} />
          {total === undefined && <NotCounted />}
          <Toolbar
            summary={
              board ? <WholeSummary total={total} /> : <Summary filter={filter} list={list} total={total} />
            }
          >
            <Tools {...{ filter, readable }} />
          </Toolbar>
          <ChosenFilters filter={filter} facets={facets} href={href} attributes={region} />
          {board ? (
            <ItemBoard {...board} />
          ) : (
            <>
              <Results {...{ filter, list, readable, href }} />
              <Pages filter={filter} total={total} ends={endsOf(list)} />
            </>
          )}
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

/** An order in words: `Year, lowest first`. */
function sortText(sort: Sort): string {
  if (sort === 'relevance') return 'Best match'
  if (sort === 'newest') return 'Newest first'
  const descending = sort.startsWith('-')
  const { label, kind } = fieldNamed(descending ? sort.slice(1) : sort) ?? {}
  return `${label ?? sort} ${descending ? orderWords(kind)[1] : orderWords(kind)[0]}`
}

function orderWords(kind?: KindName): [up: string, down: string] {
  if (kind === 'title' || kind === 'text' || kind === 'identifier') return ['A–Z', 'Z–A']
  if (kind === 'year' || kind === 'date' || kind === 'dateTime') return ['(earliest first)', '(latest first)']
  if (kind === 'choice' || kind === 'yesNo') return ['(in order)', '(in reverse order)']
  return ['(lowest first)', '(highest first)']
}

/** What is done with the list as a whole. */
const Tools = cachedHtml(({ filter, readable }: Pick<ItemListProps, 'filter' | 'readable'>) => {
  const href = hrefFrom(filter)
  return (
    <>
      <FilterOpener active={countChosen(filter)} />
      {filter.view !== 'board' && <Order {...{ filter, readable }} />}
      <ViewSwitch attributes={region} views={viewsOf(readable).map((name) => view(filter, name, href))} />
    </>
  )
})

function Order({ filter, readable }: Pick<ItemListProps, 'filter' | 'readable'>) {
  const offered = sortsOf(readable).filter((sort) => sort !== 'relevance' || filter.q !== '')
  return (
    <SortSelect
      action={paths.items()}
      value={filter.sort}
      keep={hiddenFields(filter, ['sort', 'page', 'after', 'before'])}
      options={offered.map((sort) => ({ value: sort, label: sortText(sort) }))}
      attributes={{ ...region, 'hx-trigger': 'submit' }}
    />
  )
}

function view(filter: ItemFilter, name: ItemFilter['view'], href: (change: Partial<ItemFilter>) => string) {
  const { page, after, before } = filter
  return {
    label: capital(name),
    icon: name,
    href: href(name === 'board' ? { view: name } : { view: name, page, after, before }),
    current: filter.view === name,
  }
}

interface ResultsProps {
  filter: ItemFilter
  list: PageOfItems
  readable: readonly DeclaredName[]
  href: (change: Partial<ItemFilter>) => string
}

function Results({ filter, list, readable, href }: ResultsProps) {
  if (list.items.length === 0) return <Nothing filter={filter} href={href} />
  if (filter.view === 'table')
    return <ItemTable {...{ filter, readable, href }} items={list.items} attributes={region} />
  return <ItemCards items={list.items} level={2} />
}

function Nothing({ filter, href }: Omit<ResultsProps, 'list' | 'readable'>) {
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
        ? 'Take a filter off, or choose a wider range.'
        : `Nothing has “${filter.q}” in its title. Try fewer or shorter words, or take a filter off.`}
    </EmptyState>
  )
}
