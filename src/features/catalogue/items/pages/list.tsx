/** What the list of items looks like: filters beside it, cards or a table, pages. */
import { capital } from '../../../../rules/words.ts'
import { soughtWords } from '../../../../rules/found-words.ts'
import { domain } from '../../../../domain.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { AddItem } from '../../parts/add-item.tsx'
import { ItemCards } from '../../parts/item-cards.tsx'
import { ListPages, endsOf } from '../../parts/list-pages.tsx'
import type { ListPagesProps } from '../../parts/list-pages.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { Toolbar } from '../../../../ui/toolbar.tsx'
import { cachedHtml } from '../../../../ui/cached-html.ts'
import { filterQuery } from '../forms/filter.ts'
import type { ItemFilter, ParsedFilter } from '../forms/filter.ts'
import type { FieldFacets, Facets, Offers, PageOfItems, Total } from '../queries.ts'
import { ChosenFilters } from './chosen.tsx'
import { Filters } from './filters.tsx'
import { SaveSearch } from './save-search.tsx'
import { ItemBoard } from './board.tsx'
import type { ItemBoardProps } from './board.tsx'
import { DidYouMean, Nothing } from './nothing.tsx'
import { Tools, hrefFrom, region, start } from './tools.tsx'
import { Summary, WholeSummary } from './summary.tsx'
import { ItemTable } from './table.tsx'

export interface ItemListProps {
  filter: ItemFilter
  /** What of the address could not be used. */
  notices: string[]
  /** The terms of the search. */
  terms: ParsedFilter['chips']
  list: PageOfItems
  total: Total
  facets: Facets
  /** The numbers beside declared fields, of those that were counted. */
  fieldFacets?: FieldFacets | undefined
  /** Where little or nothing was found. */
  offers?: Offers | undefined
  /** The fields that the viewer may read. */
  readable: readonly DeclaredName[]
  /** Whether the viewer may add an item. */
  mayAdd: boolean
  /** Instead of cards or a table. */
  board?: ItemBoardProps | undefined
  /** Whether the viewer may take the choice of items out as a file. */
  mayExport: boolean
  /** Whether the viewer may keep searches. */
  maySave?: boolean | undefined
}

export function ItemListPage(props: ItemListProps) {
  const { filter, notices, terms, list, total, facets, fieldFacets, readable } = props
  const { offers, board, mayAdd, mayExport, maySave } = props
  const href = hrefFrom(filter)
  return (
    <>
      <PageHeader title={capital(domain.item.many)} actions={mayAdd && <AddItem />} />
      <div class="browse" id="catalogue">
        <Filters {...{ filter, facets, fieldFacets, readable }} attributes={region} />
        <div class="browse-results">
          <Notices notices={notices} />
          <Toolbar
            summary={
              board ? <WholeSummary total={total} /> : <Summary filter={filter} list={list} total={total} />
            }
          >
            <Tools {...{ filter, readable }} />
          </Toolbar>
          <ChosenFilters {...{ filter, terms, facets, href }} attributes={region} />
          {maySave && <SaveSearch {...{ filter, terms, facets, href }} />}
          {board ? (
            <ItemBoard {...board} />
          ) : (
            <>
              <Results {...{ filter, list, offers, readable, href }} />
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
      total={total.count}
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

/** What of the address could not be used: the list is shown all the same. */
function Notices({ notices }: Pick<ItemListProps, 'notices'>) {
  if (notices.length === 0) return null
  return (
    <Message kind="warning" title="Part of this was not understood">
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

interface ResultsProps {
  filter: ItemFilter
  list: PageOfItems
  offers: Offers | undefined
  readable: readonly DeclaredName[]
  href: (change: Partial<ItemFilter>) => string
}

function Results({ filter, list, offers, readable, href }: ResultsProps) {
  if (list.items.length === 0) return <Nothing {...{ filter, offers, href }} />
  return (
    <>
      <DidYouMean spelling={offers?.spelling ?? []} href={href} />
      <Found {...{ filter, list, readable, href }} />
    </>
  )
}

function Found({ filter, list, readable, href }: Omit<ResultsProps, 'offers'>) {
  if (filter.view === 'table')
    return <ItemTable {...{ filter, readable, href }} items={list.items} attributes={region} />
  return <ItemCards items={list.items} words={soughtWords(filter.query)} level={2} />
}
