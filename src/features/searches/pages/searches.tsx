/** Somebody's saved searches, each with how much of it is new. */
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { counted, formatNumber } from '../../../rules/words.ts'
import { notBoosted } from '../../../ui/boost.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { Confirm, ConfirmOpener } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { FormKeyInput } from '../../../ui/form-key.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Pagination } from '../../../ui/pagination.tsx'
import { perPage } from '../forms.ts'
import type { ListedSearch } from '../queries.ts'

export interface SearchesPageProps {
  readonly searches: readonly ListedSearch[]
  readonly total: number
  readonly page: number
  /** The address of the site, for links that are copied. */
  readonly baseUrl: string
}

export const searchesTitle = 'Saved searches'

export function SearchesPage({ searches, total, page, baseUrl }: SearchesPageProps) {
  const pages = Math.ceil(total / perPage)
  const hrefOf = (each: number) => paths.searches({ page: each === 1 ? undefined : each })
  return (
    <div class="narrow">
      <PageHeader
        title={searchesTitle}
        lead={`Only you see this list. The link of a search works for everybody, who finds what they may see of it.`}
      />
      {searches.length === 0 ? (
        <NoSearches page={page} total={total} />
      ) : (
        <ul class="search-list" role="list">
          {searches.map((search) => (
            <Search search={search} baseUrl={baseUrl} />
          ))}
        </ul>
      )}
      <Pagination
        label="Pages of saved searches"
        page={page}
        pages={pages}
        previousHref={page > 1 ? hrefOf(Math.min(page - 1, Math.max(1, pages))) : undefined}
        nextHref={page < pages ? hrefOf(page + 1) : undefined}
        hrefOf={hrefOf}
      />
    </div>
  )
}

function NoSearches({ page, total }: Pick<SearchesPageProps, 'page' | 'total'>) {
  if (page > 1 && total > 0)
    return (
      <EmptyState title="There is no such page">
        <a href={paths.searches()}>Go to the first page</a>
      </EmptyState>
    )
  return (
    <EmptyState
      title="You keep no searches yet"
      actions={<LinkButton href={paths.items()}>{`Go to the ${domain.item.many}`}</LinkButton>}
    >
      {`Search the ${domain.item.many} or narrow them down, then choose “Save this search” above the list.`}
    </EmptyState>
  )
}

function Search({ search, baseUrl }: { readonly search: ListedSearch; readonly baseUrl: string }) {
  const { id, name, address, isWhole } = search
  const href = `${paths.items()}?${address}`
  return (
    <li class="saved-search">
      <h2 class="saved-search-name">
        <a href={href}>
          <bdi>{name}</bdi>
        </a>
      </h2>
      <p class="saved-search-numbers">
        <Numbers search={search} />
      </p>
      {!isWhole && (
        <p class="saved-search-note">
          Something that it asks for is no longer there. The list says what, and shows the rest.
        </p>
      )}
      <p class="saved-search-link">
        <code id={`search-${id}`}>{baseUrl + href}</code>
        <copy-button for={`search-${id}`} label={`Copy the link of ${name}`} />
      </p>
      <div class="saved-search-actions">
        <Visit search={search} />
        <Delete id={id} name={name} />
      </div>
    </li>
  )
}

function Numbers({ search: { isWhole, total, fresh } }: { readonly search: ListedSearch }) {
  if (!isWhole && total === undefined) return <>Not counted: nothing of what it asks for is there.</>
  if (total === undefined && fresh === undefined) return <>Not counted: that took too long.</>
  return (
    <>
      {total !== undefined && counted(total, domain.item)}
      {fresh && total !== 0 && (
        <>
          {total === undefined ? '' : ', '}
          {fresh.count > 0 ? <strong>{newText(fresh)}</strong> : newText(fresh)}
        </>
      )}
    </>
  )
}

const newText = ({ count, isMore }: NonNullable<ListedSearch['fresh']>) =>
  count === 0 ? 'none of them new' : `${formatNumber(count)}${isMore ? ' or more' : ''} new`

/** A form and no link: it notes that they were seen, and whoever only follows a link changes nothing. */
function Visit({ search: { id, name, fresh } }: { readonly search: ListedSearch }) {
  if (!fresh || fresh.count === 0) return null
  return (
    <form method="post" action={paths.visitSearch(id)} {...notBoosted}>
      <Button size="small" look="primary">
        Show what is new
        <span class="visually-hidden">{` in ${name}`}</span>
      </Button>
    </form>
  )
}

function Delete({ id, name }: Pick<ListedSearch, 'id' | 'name'>) {
  const dialog = `delete-${id}`
  return (
    <>
      <ConfirmOpener id={dialog} look="quiet" size="small" icon="trash">
        Delete
        <span class="visually-hidden">{` ${name}`}</span>
      </ConfirmOpener>
      <Confirm
        id={dialog}
        title="Delete this search?"
        confirm={
          <form action={paths.deleteSearch(id)} method="post" {...notBoosted}>
            <FormKeyInput />
            <Button look="danger" icon="trash">
              Delete it
            </Button>
          </form>
        }
      >
        <p>
          <bdi>{name}</bdi> is taken off your list. What it finds stays as it is.
        </p>
      </Confirm>
    </>
  )
}
