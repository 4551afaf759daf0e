/** What is done with the list as a whole: its order, its form, and the way to its filters. */
import { capital } from '../../../../rules/words.ts'
import { fieldNamed } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import type { KindName } from '../../../../fields/field.ts'
import { paths } from '../../../../paths.ts'
import { swapRegion } from '../../../../ui/boost.ts'
import { FilterOpener } from '../../../../ui/filter-panel.tsx'
import { SortSelect } from '../../../../ui/sort-select.tsx'
import { ViewSwitch } from '../../../../ui/view-switch.tsx'
import { cachedHtml } from '../../../../ui/cached-html.ts'
import { filterQuery, sortsOf, viewsOf } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import { countChosen, hiddenFields } from './filters.tsx'

/** The part of the page that changes with the filters; the rest stays where it is. */
export const region = swapRegion('catalogue')

export const start = { page: 1, after: null, before: null } as const

/** The address of the same list with something changed: at its start, unless the change says where. */
export function hrefFrom(filter: ItemFilter) {
  return (change: Partial<ItemFilter>) => paths.items(filterQuery(filter, { ...start, ...change }))
}

interface ToolsProps {
  filter: ItemFilter
  /** The fields that the viewer may read. */
  readable: readonly DeclaredName[]
}

/** What is done with the list as a whole. */
export const Tools = cachedHtml(({ filter, readable }: ToolsProps) => {
  const href = hrefFrom(filter)
  return (
    <>
      <FilterOpener active={countChosen(filter)} />
      {filter.view !== 'board' && <Order {...{ filter, readable }} />}
      <ViewSwitch attributes={region} views={viewsOf(readable).map((name) => view(filter, name, href))} />
    </>
  )
})

function Order({ filter, readable }: ToolsProps) {
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
