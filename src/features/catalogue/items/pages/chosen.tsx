/** What the list is narrowed by: each choice with a link that removes it, and all of them together as the name of a search. */
import { declarationOf } from '../../../../declared.ts'
import { ActiveFilters } from '../../../../ui/active-filters.tsx'
import { chosenTexts } from '../../../../ui/fields/index.tsx'
import { choiceNames, nothingChosen } from '../forms/choices.ts'
import { chosenComparisons } from '../forms/comparisons.ts'
import { chosenFields } from '../forms/filter.ts'
import type { ItemFilter, ParsedFilter } from '../forms/filter.ts'
import type { Facets } from '../queries.ts'

export interface ChosenProps {
  filter: ItemFilter
  /** The terms of the search. */
  terms: ParsedFilter['chips']
  facets: Facets
  href: (change: Partial<ItemFilter>) => string
}

interface ChosenChip {
  children: string
  removeHref: string
}

const withoutSearch = ({ sort }: ItemFilter) => ({ q: '', sort: sort === 'relevance' ? 'newest' : sort })

/** All that narrows the list: what is sought, entries of lookups, fields, conditions. */
export function chosenChips({ filter, terms, facets, href }: ChosenProps): ChosenChip[] {
  const search = terms.map(({ text, without }) => ({
    children: text,
    removeHref: href(without === '' ? withoutSearch(filter) : { q: without }),
  }))
  const values = choiceNames.flatMap((facet) =>
    facets[facet]
      .filter(({ chosen }) => chosen)
      .map(({ id, name }) => ({
        children: name,
        removeHref: href({ [facet]: filter[facet].filter((other) => other !== id) }),
      })),
  )
  return [...search, ...values, ...chipsOfFields({ filter, href })]
}

function chipsOfFields({ filter, href }: Pick<ChosenProps, 'filter' | 'href'>): ChosenChip[] {
  const fields = chosenFields(filter).flatMap(({ name, choice }) =>
    chosenTexts(declarationOf(name), choice).map(({ text, without }) => ({
      children: text,
      removeHref: href({ fields: { ...filter.fields, [name]: without } }),
    })),
  )
  const conditions = chosenComparisons(filter.is).map(([name, { label }]) => ({
    children: label,
    removeHref: href({ is: filter.is.filter((other) => other !== name) }),
  }))
  const broken = filter.breaks !== '' && {
    children: `Breaks a rule: ${declarationOf(filter.breaks).label}`,
    removeHref: href({ breaks: '' }),
  }
  return [...fields, ...conditions, ...(broken ? [broken] : [])]
}

/** What the list is narrowed by, each with its way off. */
export function ChosenFilters({
  attributes,
  ...chosen
}: ChosenProps & { attributes: Record<string, string> }) {
  const { filter, href } = chosen
  const clearHref = href({ ...withoutSearch(filter), ...nothingChosen, fields: {}, breaks: '', is: [] })
  return <ActiveFilters chips={chosenChips(chosen)} clearHref={clearHref} attributes={attributes} />
}
