/** The index of a lookup: a search, letters to jump by, the entries with their numbers of items, pages. */
import { lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { LookupName } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { capital, counted, formatNumber } from '../../../../rules/words.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { cellKind, showField } from '../../../../ui/fields/index.tsx'
import { IndexList } from '../../../../ui/index-list.tsx'
import { Letters } from '../../../../ui/letters.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { Pagination } from '../../../../ui/pagination.tsx'
import { SearchBox } from '../../../../ui/search-box.tsx'
import { Table } from '../../../../ui/table.tsx'
import type { TableColumn } from '../../../../ui/table.tsx'
import { Toolbar } from '../../../../ui/toolbar.tsx'
import { anyDigit } from '../forms.ts'
import type { EntryChoice } from '../forms.ts'
import type { CountedEntry, LookupIndex } from '../queries.ts'
import { listedName, shownFields, spanText } from './fields.tsx'

export interface LookupIndexProps {
  readonly lookup: LookupName
  readonly choice: EntryChoice
  readonly index: LookupIndex
  readonly mayManage: boolean
}

/** How many first characters beyond A to Z get a tab of their own: a Chinese index has thousands. */
const mostOthers = 24

/** Fewer names than this are seen at a glance: no letters needed. */
const worthLetters = 40

export function LookupIndexPage({ lookup, choice, index, mayManage }: LookupIndexProps) {
  const { noun } = lookups[lookup]
  const { letter, q, page, per_page } = choice
  const path = paths.entries(lookup)
  const address = (change: Partial<EntryChoice>) => {
    const next = { letter, q, page: 1, ...change }
    const number = next.page === 1 ? undefined : next.page
    return paths.entries(lookup, { letter: next.letter, q: next.q, page: number })
  }
  const pages = Math.ceil(index.total / per_page)
  const narrowed = letter !== '' || q !== ''
  return (
    <>
      <PageHeader
        title={capital(noun.many)}
        actions={
          mayManage && (
            <LinkButton href={paths.newEntry(lookup)} icon="plus">
              {`Add ${noun.a}`}
            </LinkButton>
          )
        }
      />
      {(narrowed || index.total > worthLetters) && (
        <>
          <SearchBox id="index-search" action={path} query={q} label={`Search ${noun.many}`} />
          <Letters
            label={`${capital(noun.many)} by first letter`}
            tabs={tabs(index.letters, letter, (each) => address({ letter: each }))}
          />
        </>
      )}
      <Toolbar summary={<b>{counted(index.total, noun)}</b>} />
      {index.entries.length === 0 ? (
        <NoEntries lookup={lookup} narrowed={narrowed} />
      ) : (
        <Entries lookup={lookup} entries={index.entries} />
      )}
      <Pagination
        label={`Pages of ${noun.many}`}
        page={page}
        pages={pages}
        previousHref={page > 1 ? address({ page: Math.min(page - 1, Math.max(1, pages)) }) : undefined}
        nextHref={page < pages ? address({ page: page + 1 }) : undefined}
        hrefOf={(each) => address({ page: each })}
      />
    </>
  )
}

interface EntriesProps {
  readonly lookup: LookupName
  readonly entries: readonly CountedEntry[]
}

/** In a table where there are fields to show, else in columns of names, with the years beside them. */
function Entries({ lookup, entries }: EntriesProps) {
  if (shownFields(lookup).length > 0)
    return <Table caption={capital(lookups[lookup].noun.many)} columns={columns(lookup)} rows={entries} />
  const listed = entries.map((entry) => ({
    name: listedName(lookup, entry),
    href: paths.entry(lookup, entry.id),
    note: spanText(lookup, entry),
    count: entry.count,
  }))
  return <IndexList entries={listed} word={domain.item} />
}

function NoEntries({ lookup, narrowed }: { readonly lookup: LookupName; readonly narrowed: boolean }) {
  const { noun } = lookups[lookup]
  return narrowed ? (
    <EmptyState title={`No ${noun.one} has such a name`}>
      <a href={paths.entries(lookup)}>{`All ${noun.many}`}</a>
    </EmptyState>
  ) : (
    <EmptyState title={`There are no ${noun.many} yet`} />
  )
}

function columns(lookup: LookupName): TableColumn<CountedEntry>[] {
  return [
    {
      key: 'name',
      label: capital(lookups[lookup].noun.one),
      heads: true,
      cell: (entry) => (
        <a href={paths.entry(lookup, entry.id)} dir="auto">
          {listedName(lookup, entry)}
        </a>
      ),
    },
    ...shownFields(lookup).map(([name, field]) => ({
      key: name,
      label: field.label,
      kind: cellKind(field),
      cell: (entry: CountedEntry) => showField(field, entry[name]),
    })),
    {
      key: 'count',
      label: capital(domain.item.many),
      kind: 'number' as const,
      cell: (entry) => formatNumber(entry.count),
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
      letter: letter === anyDigit ? '0–9' : letter.toLocaleUpperCase('en'),
      href: letters.includes(letter) ? address(letter) : undefined,
      current: letter === current,
    })),
  ]
}
