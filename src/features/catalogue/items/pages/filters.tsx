/** The filters beside the list, and the line that says which are on. */
import { capital } from '../../../../rules/words.ts'
import { declarationOf } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import type { Range } from '../../../../fields/filters.ts'
import { paths } from '../../../../paths.ts'
import { FacetGroup } from '../../../../ui/facets.tsx'
import { FieldFilter } from '../../../../ui/fields/field-filter.tsx'
import { FilterPanel } from '../../../../ui/filter-panel.tsx'
import { cachedHtml } from '../../../../ui/cached-html.ts'
import { readableComparisons } from '../forms/comparisons.ts'
import { chosenFields, filterQuery } from '../forms/filter.ts'
import { choiceNames, choicesFor, nothingChosen } from '../forms/choices.ts'
import type { ItemChoice, ChoiceName } from '../forms/choices.ts'
import type { ItemFilter } from '../forms/filter.ts'
import type { FieldFacets, Facets } from '../queries.ts'

interface FiltersProps {
  filter: ItemFilter
  facets: Facets
  /** The numbers beside declared fields, of those that were counted. */
  fieldFacets?: FieldFacets | undefined
  /** The fields that the viewer may read. */
  readable: readonly DeclaredName[]
  attributes: Record<string, string>
}

export const Filters = cachedHtml((props: FiltersProps) => {
  const { filter, facets, readable, attributes } = props
  const offered = choicesFor(readable)
  return (
    <FilterPanel
      action={paths.items()}
      keep={hiddenFields({ ...filter, ...nothingChosen, fields: {}, is: [] }, ['page', 'after', 'before'])}
      attributes={{ ...attributes, 'hx-trigger': 'submit' }}
    >
      {offered.map((choice) => (
        <Facet
          choice={choice}
          isOnly={offered.filter(({ lookup }) => lookup === choice.lookup).length === 1}
          values={facets[choice.name]}
        />
      ))}
      <FacetGroup
        name="is"
        legend="Only"
        options={readableComparisons(readable).map(([value, { label }]) => ({
          ...{ value, label },
          checked: filter.is.includes(value),
        }))}
      />
      <FieldFilters {...props} />
    </FilterPanel>
  )
})

function FieldFilters({ filter, fieldFacets = {}, readable, attributes }: FiltersProps) {
  const filtering = readable.filter((name) => declarationOf(name).filter && declarationOf(name).filterBy)
  const href = (name: DeclaredName) => (choice: Range) =>
    paths.items(filterQuery(filter, { ...atStart, fields: { ...filter.fields, [name]: choice } }))
  return (
    <>
      {filtering.map((name) => (
        <FieldFilter
          {...{ name, attributes, field: declarationOf(name), choice: filter.fields[name] }}
          numbers={fieldFacets[name]}
          href={href(name)}
        />
      ))}
    </>
  )
}

const atStart = { page: 1, after: null, before: null } as const

/** What a facet is called: the field by its label, where it is one of several that choose from one lookup. */
function Facet({ choice: { name, noun, lookup, reference }, isOnly, values }: FacetProps) {
  const legend =
    (isOnly && lookup !== undefined) || reference === undefined
      ? capital(noun.one)
      : declarationOf(reference).label
  const all = lookup && { allHref: paths.entries(lookup), allLabel: `All ${noun.many}` }
  const options = values.map(({ id, name: label, count, chosen }) => ({
    value: id,
    label,
    count,
    checked: chosen,
  }))
  return <FacetGroup {...{ name, legend, options }} {...all} />
}

interface FacetProps {
  choice: ItemChoice
  /** Whether no other field that the reader may see chooses from the same lookup. */
  isOnly: boolean
  values: Facets[ChoiceName]
}

/** How many filters are on, for the button that opens them on a narrow screen. */
export function countChosen(filter: ItemFilter): number {
  const ofFields = chosenFields(filter).map(({ filterBy, choice }) => filterBy.count(choice))
  const ids = choiceNames.reduce((sum, name) => sum + filter[name].length, 0)
  return ofFields.reduce((sum, count) => sum + count, ids + filter.is.length)
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
