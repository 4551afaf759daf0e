/** The filters beside the list, and the line that says which are on. */
import { capital } from '../../../../rules/words.ts'
import { domain, itemFields } from '../../../../domain.ts'
import type { FieldName } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { ActiveFilters } from '../../../../ui/active-filters.tsx'
import { FacetGroup } from '../../../../ui/facets.tsx'
import { FieldFilter, chosenTexts } from '../../../../ui/fields/index.tsx'
import { FilterPanel } from '../../../../ui/filter-panel.tsx'
import { cachedHtml } from '../../../../ui/cached-html.ts'
import { chosenFields, filterQuery } from '../forms/filter.ts'
import type { ChoiceName, ItemFilter } from '../forms/filter.ts'
import type { Facets } from '../queries.ts'

interface FiltersProps {
  filter: ItemFilter
  facets: Facets
  /** The fields that the viewer may read. */
  readable: readonly FieldName[]
  attributes: Record<string, string>
}

export const Filters = cachedHtml(({ filter, facets, readable, attributes }: FiltersProps) => {
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
  const filtering = itemFields.filter(([name, field]) => field.filter && readable.includes(name))
  return (
    <FilterPanel
      action={paths.items()}
      keep={hiddenFields({ ...filter, type: [], category: [], creator: [], fields: {} }, [
        'page',
        'after',
        'before',
      ])}
      attributes={{ ...attributes, 'hx-trigger': 'submit' }}
    >
      <FacetGroup {...group('type')} allHref={paths.types()} allLabel={`All ${domain.type.many}`} />
      <FacetGroup
        {...group('category')}
        allHref={paths.categories()}
        allLabel={`All ${domain.category.many}`}
      />
      <FacetGroup {...group('creator')} allHref={paths.creators()} allLabel={`All ${domain.creator.many}`} />
      {filtering.map(([name, field]) => (
        <FieldFilter name={name} field={field} choice={filter.fields[name]} />
      ))}
    </FilterPanel>
  )
})

interface ChosenProps extends Omit<FiltersProps, 'readable'> {
  href: (change: Partial<ItemFilter>) => string
}

/** What the list is narrowed by, each with its way off. */
export function ChosenFilters({ filter, facets, href, attributes }: ChosenProps) {
  const { q, sort } = filter
  const withoutSearch = { q: '', sort: sort === 'relevance' ? 'newest' : sort }
  const names: ChoiceName[] = ['type', 'category', 'creator']
  const values = names.flatMap((facet) =>
    facets[facet]
      .filter(({ chosen }) => chosen)
      .map(({ id, name }) => ({
        children: name,
        removeHref: href({ [facet]: filter[facet].filter((other) => other !== id) }),
      })),
  )
  const fields = itemFields.flatMap(([name, field]) =>
    filter.fields[name] === undefined
      ? []
      : chosenTexts(field, filter.fields[name]).map(({ text, without }) => ({
          children: text,
          removeHref: href({ fields: { ...filter.fields, [name]: without } }),
        })),
  )
  const search = { children: `“${q}”`, removeHref: href(withoutSearch) }
  const clearHref = href({ ...withoutSearch, type: [], category: [], creator: [], fields: {} })
  return (
    <ActiveFilters
      chips={[...(q === '' ? [] : [search]), ...values, ...fields]}
      clearHref={clearHref}
      attributes={attributes}
    />
  )
}

/** How many filters are on, for the button that opens them on a narrow screen. */
export function countChosen(filter: ItemFilter): number {
  const ofFields = chosenFields(filter).map(({ filterBy, choice }) => filterBy.count(choice))
  const ids = filter.type.length + filter.category.length + filter.creator.length
  return ofFields.reduce((sum, count) => sum + count, ids)
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
