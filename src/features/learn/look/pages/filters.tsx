/** The style sheet's third part: filters, and the tools above a list. */
import { capital, counted } from '../../../../rules/words.ts'
import { lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import { ActiveFilters } from '../../../../ui/active-filters.tsx'
import { FacetGroup, RangeFilter } from '../../../../ui/facets.tsx'
import { FilterOpener, FilterPanel } from '../../../../ui/filter-panel.tsx'
import { SortSelect } from '../../../../ui/sort-select.tsx'
import { Toolbar } from '../../../../ui/toolbar.tsx'
import { ViewSwitch } from '../../../../ui/view-switch.tsx'
import { copy, type Copy } from './lists.tsx'
import { typeNames } from './works.ts'

export function FilterSpecimen({ suffix }: Copy) {
  const id = `look-filters${suffix}`
  const types = typeNames.slice(0, 4).map((label, index) => ({
    value: index + 1,
    label,
    count: 90 - 20 * index,
    checked: index === 0,
  }))
  const subjects = ['Architecture', 'Computing', 'Jazz', 'Novel', 'Poetry', 'Science fiction']
  return (
    <div class="browse">
      <FilterPanel action="#filters" id={id} title={`Filters${copy(suffix)}`}>
        <FacetGroup legend={capital(lookups.types.noun.one)} name={`type${suffix}`} options={types} />
        <FacetGroup
          legend={capital(lookups.categories.noun.one)}
          name={`category${suffix}`}
          options={subjects.map((label, index) => ({ value: index, label, count: 40 - 6 * index }))}
          show={3}
          allHref="#filters"
          allLabel={`All ${lookups.categories.noun.many}`}
        />
        <RangeFilter legend="Year" name={`year${suffix}`} type="number" first={-2100} last={2024} />
      </FilterPanel>
      <div>
        <Toolbar summary={<b>{counted(182, domain.item)}</b>}>
          <FilterOpener active={2} id={id} />
          <SortSelect
            action="#filters"
            name={`sort${suffix}`}
            value="newest"
            options={[
              { value: 'newest', label: 'Newest first' },
              { value: 'title', label: `${domain.fields.title.label} A–Z` },
            ]}
          />
          <ViewSwitch
            label={`View${copy(suffix)}`}
            views={[
              { label: 'Cards', icon: 'cards', href: '#filters', current: true },
              { label: 'Table', icon: 'table', href: '#filters', current: false },
            ]}
          />
        </Toolbar>
        <ActiveFilters
          clearHref="#filters"
          chips={[
            { children: typeNames[0], removeHref: '#filters' },
            { children: '1950 to 1980', removeHref: '#filters' },
          ]}
        />
      </div>
    </div>
  )
}
