/** The filters beside the list, and the line that says which are on. */
import { capital } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { ActiveFilters } from '../../../../ui/active-filters.tsx'
import { FacetGroup, YearRange } from '../../../../ui/facets.tsx'
import { FilterPanel } from '../../../../ui/filter-panel.tsx'
import { cachedHtml } from '../../../../ui/cached-html.ts'
import { yearText } from '../../../../ui/year.ts'
import { filterQuery } from '../forms/filter.ts'
import type { ChoiceName, ItemFilter } from '../forms/filter.ts'
import type { Facets } from '../queries.ts'

interface FiltersProps {
  filter: ItemFilter
  facets: Facets
  attributes: Record<string, string>
}

export const Filters = cachedHtml(({ filter, facets, attributes }: FiltersProps) => {
  const group = (name: ChoiceName) => ({
    name,
    legend: capital(domain[name].one),
    options: facets[name].map(({ id, name: label, count, chosen }) => ({
      value: id,
      label,
      count,
      checked: chosen,
    })),
  })
  return (
    <FilterPanel
      action={paths.items()}
      keep={hiddenFields(filter, ['type', 'category', 'creator', 'from', 'to', 'page', 'after', 'before'])}
      attributes={{ ...attributes, 'hx-trigger': 'submit' }}
    >
      <FacetGroup {...group('type')} allHref={paths.types()} allLabel={`All ${domain.type.many}`} />
      <FacetGroup
        {...group('category')}
        allHref={paths.categories()}
        allLabel={`All ${domain.category.many}`}
      />
      <FacetGroup {...group('creator')} allHref={paths.creators()} allLabel={`All ${domain.creator.many}`} />
      <YearRange legend={domain.labels.year} from={filter.from ?? undefined} to={filter.to ?? undefined} />
    </FilterPanel>
  )
})

interface ChosenProps extends FiltersProps {
  href: (change: Partial<ItemFilter>) => string
}

/** What the list is narrowed by, each with its way off. */
export function ChosenFilters({ filter, facets, href, attributes }: ChosenProps) {
  const names: ChoiceName[] = ['type', 'category', 'creator']
  const values = names.flatMap((facet) =>
    facets[facet]
      .filter(({ chosen }) => chosen)
      .map(({ id, name }) => ({
        children: name,
        removeHref: href({ [facet]: filter[facet].filter((other) => other !== id) }),
      })),
  )
  const { q, from, to } = filter
  const chips = [
    ...(q === ''
      ? []
      : [
          {
            children: `“${q}”`,
            removeHref: href({ q: '', sort: filter.sort === 'relevance' ? 'newest' : filter.sort }),
          },
        ]),
    ...values,
    ...(from === null && to === null
      ? []
      : [{ children: years(from, to), removeHref: href({ from: null, to: null }) }]),
  ]
  const { sort, view, per_page } = filter
  const clearHref = paths.items(
    filterQuery({
      ...filter,
      q: '',
      type: [],
      category: [],
      creator: [],
      from: null,
      to: null,
      page: 1,
      after: null,
      before: null,
      sort: sort === 'relevance' ? 'newest' : sort,
      view,
      per_page,
    }),
  )
  return <ActiveFilters chips={chips} clearHref={clearHref} attributes={attributes} />
}

function years(from: number | null, to: number | null): string {
  if (from === null) return `to ${yearText(to ?? 0)}`
  if (to === null) return `from ${yearText(from)}`
  return from === to ? yearText(from) : `${yearText(from)} to ${yearText(to)}`
}

/** How many filters are on, for the button that opens them on a narrow screen. */
export function countChosen({ type, category, creator, from, to }: ItemFilter): number {
  return type.length + category.length + creator.length + (from === null && to === null ? 0 : 1)
}

/** The rest of the state, for a form that changes some of it: hidden fields without those named. */
export function hiddenFields(
  filter: ItemFilter,
  without: readonly (keyof ItemFilter)[],
): [string, string | number][] {
  return Object.entries(filterQuery(filter))
    .filter(([name]) => !without.includes(name as keyof ItemFilter))
    .flatMap(([name, value]) => [value ?? []].flat().map((each): [string, string | number] => [name, each]))
    .filter(([, value]) => value !== '')
}
