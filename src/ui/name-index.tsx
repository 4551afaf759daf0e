/** An index of names (creators, categories, types): a search, letters to jump by, the names with their numbers, pages. */
import type { ComponentChildren } from 'preact'
import { capital, counted, figure } from '../rules/words.ts'
import { domain } from '../domain.ts'
import type { Noun } from '../rules/words.ts'
import { withQuery } from '../paths.ts'
import { EmptyState } from './empty-state.tsx'
import { IndexList } from './index-list.tsx'
import { Letters } from './letters.tsx'
import { PageHeader } from './page-header.tsx'
import { Pagination } from './pagination.tsx'
import { SearchBox } from './search-box.tsx'
import { Table } from './table.tsx'
import type { Column } from './table.tsx'
import { Toolbar } from './toolbar.tsx'

interface Name {
  readonly id: number
  readonly name: string
  /** How many items it has. */
  readonly count: number
}

export interface NameIndexProps<Row extends Name> {
  readonly word: Noun
  /** The index's own address, and that of one name. */
  readonly path: string
  readonly href: (id: number) => string
  readonly choice: {
    readonly letter: string
    readonly q: string
    readonly page: number
    readonly per_page: number
  }
  readonly index: {
    readonly names: readonly Row[]
    readonly total: number
    readonly letters: readonly string[]
  }
  /** A few words beside each name, such as years of life: the names then stand in columns. */
  readonly note?: ((row: Row) => string) | undefined
  /** A column between the name and the number of items: the names then stand in a table. */
  readonly between?: { readonly label: string; readonly cell: (row: Row) => ComponentChildren } | undefined
  readonly actions?: ComponentChildren
}

/** How many first characters beyond A to Z get a tab of their own: a Chinese index has thousands. */
const mostOthers = 24

/** Fewer names than this are seen at a glance: no letters needed. */
const worthLetters = 40

export function NameIndex<Row extends Name>(props: NameIndexProps<Row>) {
  const { word, path, choice, index, actions } = props
  const { letter, q, page, per_page } = choice
  const address = (change: Partial<typeof choice>) => {
    const next = { letter, q, page: 1, ...change }
    return withQuery(path, { letter: next.letter, q: next.q, page: next.page === 1 ? undefined : next.page })
  }
  const pages = Math.ceil(index.total / per_page)
  const narrowed = letter !== '' || q !== ''
  const many = narrowed || index.total > worthLetters
  return (
    <>
      <PageHeader title={capital(word.many)} actions={actions} />
      {many && (
        <>
          <SearchBox id="index-search" action={path} query={q} label={`Search ${word.many}`} />
          <Letters
            label={`${capital(word.many)} by first letter`}
            tabs={tabs(index.letters, letter, (each) => address({ letter: each }))}
          />
        </>
      )}
      <Toolbar summary={<b>{counted(index.total, word)}</b>} />
      {index.names.length === 0 ? (
        <NoNames word={word} path={path} narrowed={narrowed} />
      ) : (
        <Names {...props} />
      )}
      <Pagination
        label={`Pages of ${word.many}`}
        page={page}
        pages={pages}
        previousHref={page > 1 ? address({ page: Math.min(page - 1, Math.max(1, pages)) }) : undefined}
        nextHref={page < pages ? address({ page: page + 1 }) : undefined}
        hrefOf={(each) => address({ page: each })}
      />
    </>
  )
}

function Names<Row extends Name>({ word, href, index, note, between }: NameIndexProps<Row>) {
  if (between)
    return <Table caption={capital(word.many)} columns={columns(word, href, between)} rows={index.names} />
  const entries = index.names.map((row) => ({
    name: row.name,
    href: href(row.id),
    note: note?.(row),
    count: row.count,
  }))
  return <IndexList entries={entries} word={domain.item} />
}

function NoNames({ word, path, narrowed }: { word: Noun; path: string; narrowed: boolean }) {
  return narrowed ? (
    <EmptyState title={`No ${word.one} has such a name`}>
      <a href={path}>{`All ${word.many}`}</a>
    </EmptyState>
  ) : (
    <EmptyState title={`There are no ${word.many} yet`} />
  )
}

function columns<Row extends Name>(
  word: Noun,
  href: (id: number) => string,
  between: NameIndexProps<Row>['between'],
): Column<Row>[] {
  return [
    {
      key: 'name',
      label: capital(word.one),
      heads: true,
      cell: (row) => (
        <a href={href(row.id)} dir="auto">
          {row.name}
        </a>
      ),
    },
    ...(between ? [{ key: 'between', ...between }] : []),
    {
      key: 'count',
      label: capital(domain.item.many),
      kind: 'number' as const,
      cell: (row) => figure(row.count),
    },
  ]
}

/** A to Z always, so that the row stays as it is; other first characters where they occur. */
function tabs(letters: readonly string[], current: string, address: (letter: string) => string) {
  const latin = [...'abcdefghijklmnopqrstuvwxyz']
  const others = letters.filter((letter) => !latin.includes(letter))
  return [
    { letter: 'All', href: address(''), current: current === '' },
    ...[...latin, ...others.slice(0, mostOthers)].map((letter) => ({
      letter: letter.toLocaleUpperCase('en'),
      href: letters.includes(letter) ? address(letter) : undefined,
      current: letter === current,
    })),
  ]
}
