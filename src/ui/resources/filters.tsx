/** By what the list of a resource is narrowed: a panel beside it, and what is chosen in words above it. */
import { filteringFields, optionalFields, queryOfRows } from '../../resources/choice.ts'
import type { RowChoice } from '../../resources/choice.ts'
import { resourceFields, resourceNamed, resourceReferences } from '../../resources/declared.ts'
import { paths } from '../../paths.ts'
import { FacetGroup, WordFilter } from '../facets.tsx'
import { FieldFilter } from '../fields/field-filter.tsx'
import { chosenTexts } from '../fields/index.tsx'
import { FilterPanel } from '../filter-panel.tsx'

interface RowFiltersProps {
  readonly resource: string
  readonly choice: RowChoice
}

/** Items and entries are chosen on their own pages; what is chosen so stays. */
export function RowFilters({ resource, choice }: RowFiltersProps) {
  const persons = resourceReferences(resource).filter(([, { kind }]) => kind === 'person')
  const others = resourceReferences(resource).filter(([, { kind }]) => kind !== 'person')
  const keep = [
    ...others.map(([name]) => [name, choice.chosen[name] ?? ''] as const),
    ['sort', choice.sort] as const,
  ]
  return (
    <FilterPanel action={paths.entries(resource)} keep={keep.filter(([, text]) => text !== '')}>
      {persons.map(([name, { label }]) => (
        <WordFilter legend={label} name={name} value={choice.chosen[name]} />
      ))}
      <FacetGroup
        legend="Without"
        name="without"
        options={optionalFields(resource).map(([value, { label }]) => ({
          ...{ value, label },
          checked: choice.without.includes(value),
        }))}
      />
      {filteringFields(resource).map(([name, field]) => (
        <FieldFilter {...{ name, field }} choice={choice.fields[name]} href={() => paths.entries(resource)} />
      ))}
    </FilterPanel>
  )
}

/** What is chosen, each in words. */
export function chosenOf(resource: string, choice: RowChoice): string[] {
  const labelled = resourceFields(resource)
  return [
    ...labelled.flatMap(([name, { label }]) => {
      const text = choice.chosen[name]
      return text === undefined ? [] : [`${label}: ${text}`]
    }),
    ...filteringFields(resource).flatMap(([name, field]) =>
      choice.fields[name] === undefined
        ? []
        : chosenTexts(field, choice.fields[name]).map(({ text }) => text),
    ),
    ...labelled.filter(([name]) => choice.without.includes(name)).map(([, { label }]) => `without ${label}`),
  ]
}

/** What is chosen, and the way back to all rows. */
export function ChosenRows({ resource, choice }: RowFiltersProps) {
  const texts = chosenOf(resource, choice)
  const many = resourceNamed(resource)?.noun.many ?? ''
  if (texts.length === 0) return <>{`All ${many}`}</>
  const { sort } = queryOfRows(resource, choice)
  return (
    <>
      {`Only those with ${texts.join(', ')}. `}
      <a href={paths.entries(resource, { sort })}>{`All ${many}`}</a>
    </>
  )
}
