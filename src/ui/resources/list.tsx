/** Rows of a resource in a table: its own list with pages, and the few that belong to an item or an account. */
import { queryOfRows, sortableFields } from '../../resources/choice.ts'
import type { RowChoice } from '../../resources/choice.ts'
import { resourceFields, resourceNamed } from '../../resources/declared.ts'
import type { AnyRow } from '../../resources/declared.ts'
import { titleOfRow, titleOfRows } from '../../resources/titles.ts'
import { paths } from '../../paths.ts'
import { capital } from '../../rules/words.ts'
import { LinkButton } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Pagination } from '../pagination.tsx'
import { Table } from '../table.tsx'
import { Toolbar } from '../toolbar.tsx'
import type { TableColumn } from '../table.tsx'
import { FilterOpener } from '../filter-panel.tsx'
import { ChosenRows, RowFilters, chosenOf } from './filters.tsx'
import { cellKindOf, showRowField } from './row.tsx'

interface OfResource {
  readonly resource: string
}

export interface RowListProps {
  readonly list: {
    readonly rows: readonly AnyRow[]
    readonly hasBefore: boolean
    readonly hasAfter: boolean
  }
  readonly choice: RowChoice
}

/** The list of a resource: which rows were chosen, the rows in their order, and the way to the next ones. */
export function RowList({ resource, list, choice }: RowListProps & OfResource) {
  const { rows, hasBefore, hasAfter } = list
  const words = wordsOf(resource)
  const at = (change: Partial<Pick<RowChoice, 'sort'>>, place: { after?: number; before?: number } = {}) =>
    paths.entries(resource, { ...queryOfRows(resource, { ...choice, ...change }), ...place })
  const [first, last] = [rows[0]?.id, rows.at(-1)?.id]
  return (
    <div class="browse">
      <RowFilters resource={resource} choice={choice} />
      <div class="browse-results">
        <Toolbar summary={<ChosenRows resource={resource} choice={choice} />}>
          <FilterOpener active={chosenOf(resource, choice).length} />
        </Toolbar>
        {rows.length === 0 ? (
          <EmptyState title={`There are no ${words.many} here`}>
            {(choice.after !== null || choice.before !== null) && <a href={at({})}>Go to the first page</a>}
          </EmptyState>
        ) : (
          <RowTable
            {...{ resource, rows, caption: titleOfRows(resource) }}
            sorting={{ sort: choice.sort, href: (sort) => at({ sort }) }}
          />
        )}
        <Pagination
          label={`Pages of ${words.many}`}
          previousHref={hasBefore && first !== undefined ? at({}, { before: first }) : undefined}
          nextHref={hasAfter && last !== undefined ? at({}, { after: last }) : undefined}
        />
      </div>
    </div>
  )
}

const wordsOf = (resource: string) => resourceNamed(resource)?.noun ?? { one: '', many: '', a: '' }

interface RowTableProps {
  readonly resource: string
  readonly rows: readonly AnyRow[]
  readonly caption: string
  /** A field that says the same in each of them. */
  readonly without?: string | undefined
  /** The order of the rows, and the address of the list in another order; left out where there are only a few rows. */
  readonly sorting?: { readonly sort: string; readonly href: (sort: string) => string } | undefined
}

function RowTable({ resource, rows, caption, without, sorting }: RowTableProps) {
  const sortable = sorting ? sortableFields(resource).map(([name]) => name) : []
  const shown = resourceFields(resource).filter(([name, { table }]) => table === true && name !== without)
  const columns: TableColumn<AnyRow>[] = [
    {
      key: 'id',
      label: capital(wordsOf(resource).one),
      heads: true,
      cell: (row) => (
        <a href={paths.entry(resource, row.id)} dir="auto">
          {titleOfRow(resource, row)}
        </a>
      ),
    },
    ...shown.map(([name, field]) => ({
      key: name,
      label: field.label,
      kind: cellKindOf(field),
      ...(sorting && sortable.includes(name) && sortOf(name, sorting)),
      cell: (row: AnyRow) => showRowField(field, row[name]),
    })),
  ]
  return <Table caption={caption} columns={columns} rows={rows} wide={columns.length > 6} />
}

/** A click sorts upwards, a second one downwards. */
function sortOf(name: string, { sort, href }: NonNullable<RowTableProps['sorting']>) {
  const sorted =
    sort === name ? ('ascending' as const) : sort === `-${name}` ? ('descending' as const) : undefined
  return { sortHref: href(sort === name ? `-${name}` : name), sorted }
}

export interface RowSectionsProps {
  readonly sections: readonly {
    readonly resource: string
    readonly field: string
    readonly rows: readonly AnyRow[]
    readonly hasMore: boolean
    /** Whether this reader may add one. */
    readonly mayAdd: boolean
  }[]
  /** How the address of a list names what they belong to: the id of an item, or `me`. */
  readonly owner: string | number
}

/** What belongs to an item or an account, a part of its page for each resource. One that is empty is left out, unless one may add to it. */
export function RowSections({ sections, owner }: RowSectionsProps) {
  return (
    <>
      {sections
        .filter(({ rows, mayAdd }) => rows.length > 0 || mayAdd)
        .map(({ resource, field, rows, hasMore, mayAdd }) => (
          <section class="section" aria-labelledby={`${resource}-${field}`}>
            <div class="section-head">
              <h2 id={`${resource}-${field}`}>{headingOf(resource, field, sections)}</h2>
              {mayAdd && (
                <LinkButton href={paths.newEntry(resource, { [field]: owner })} icon="plus">
                  {`Add ${wordsOf(resource).a}`}
                </LinkButton>
              )}
            </div>
            {rows.length > 0 && (
              <RowTable resource={resource} rows={rows} caption={titleOfRows(resource)} without={field} />
            )}
            {hasMore && (
              <p class="button-row">
                <LinkButton href={paths.entries(resource, { [field]: owner })}>
                  {`All of these ${wordsOf(resource).many}`}
                </LinkButton>
              </p>
            )}
          </section>
        ))}
    </>
  )
}

/** "Loans", or "Loans: Lent by" where several fields of one resource refer to the same. */
function headingOf(resource: string, field: string, sections: RowSectionsProps['sections']): string {
  const heading = titleOfRows(resource)
  const isOne = sections.filter((each) => each.resource === resource).length === 1
  const label = resourceFields(resource).find(([name]) => name === field)?.[1].label
  return isOne || label === undefined ? heading : `${heading}: ${label}`
}
