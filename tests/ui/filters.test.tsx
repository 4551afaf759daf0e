/** Filters work without JavaScript, and keep what is not a filter. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { ActiveFilters } from '../../src/ui/active-filters.tsx'
import { FacetGroup, RangeFilter } from '../../src/ui/facets.tsx'
import { FilterOpener, FilterPanel } from '../../src/ui/filter-panel.tsx'
import { SortSelect } from '../../src/ui/sort-select.tsx'

test('the sheet is opened by the browser itself', () => {
  const html = renderToString(
    <div>
      <FilterOpener active={2} />
      <FilterPanel action="/items">.</FilterPanel>
    </div>,
  )
  expect(html).toMatch(/<button[^>]* popovertarget="filters"/)
  expect(html).toMatch(/<section[^>]* id="filters"[^>]* popover="auto"/)
  expect(html).toMatch(/<button[^>]* type="submit"/)
})

test('order and view go along with the filters, and filters with the order', () => {
  const panel = renderToString(
    <FilterPanel action="/items" keep={[['view', 'table']]}>
      .
    </FilterPanel>,
  )
  expect(panel).toContain('<input type="hidden" name="view" value="table"')
  const sort = renderToString(
    <SortSelect action="/items" value="b" options={[{ value: 'b', label: 'B' }]} keep={[['type', 3]]} />,
  )
  expect(sort).toContain('<input type="hidden" name="type" value="3"')
})

test('what is ticked is never folded away', () => {
  const options = Array.from({ length: 30 }, (_, index) => ({
    value: index,
    label: `L${index}`,
    checked: index === 29,
  }))
  const html = renderToString(<FacetGroup legend="Kind" name="type" options={options} show={5} />)
  const open = html.slice(0, html.indexOf('<details'))
  expect(open).toContain('id="type-29"')
  expect(html).toContain('24 more')
  expect(html.match(/type="checkbox"/g)).toHaveLength(30)
})

test('a group without options is left out', () => {
  expect(renderToString(<FacetGroup legend="Kind" name="type" options={[]} />)).toBe('')
})

test('both ends of a range have a name and keep what was typed', () => {
  const html = renderToString(<RangeFilter legend="Year" name="year" from="abc" to={1980} />)
  expect(html).toMatch(/<input[^>]* name="year_from"[^>]* value="abc"/)
  expect(html).toMatch(/<input[^>]* name="year_to"[^>]* value="1980"/)
  expect(html.match(/<label/g)).toHaveLength(2)
})

test('a filter that is on says that following it takes it off', () => {
  const html = renderToString(
    <ActiveFilters chips={[{ children: 'Book', removeHref: '/items' }]} clearHref="/items" />,
  )
  expect(html.replaceAll(/<[^>]*>/g, '')).toContain('Remove Book')
  expect(renderToString(<ActiveFilters chips={[]} clearHref="/items" />)).toBe('')
})
