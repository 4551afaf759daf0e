/** What a table says to those who cannot see it. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Table, type TableColumn } from '../../src/ui/table.tsx'

interface Row {
  readonly name: string
  readonly year: number | null
}

const columns: readonly TableColumn<Row>[] = [
  {
    key: 'name',
    label: 'Name',
    heads: true,
    cell: (row) => row.name,
    sortHref: '?sort=name',
    sorted: 'descending',
  },
  { key: 'year', label: 'Year', kind: 'number', cell: (row) => row.year, sortHref: '?sort=year' },
]
const rows = [
  { name: 'Beloved', year: 1987 },
  { name: 'Notebook', year: null },
]

test('the column it is sorted by says so, and only that one', () => {
  const html = renderToString(<Table caption="Works" columns={columns} rows={rows} />)
  expect(html.match(/aria-sort="descending"/g)).toHaveLength(1)
  expect(html.match(/aria-sort/g)).toHaveLength(1)
  expect(html).toContain('href="?sort=year"')
})

test('each row is headed by its name, and each cell knows its column where rows are stacked', () => {
  const html = renderToString(<Table caption="Works" columns={columns} rows={rows} />)
  expect(html).toMatch(/<th scope="row"[^>]*>Beloved/)
  expect(html).toMatch(/<td[^>]*data-label="Year"[^>]*>1987/)
  expect(html).toMatch(/<td class="cell-number is-empty"/)
})

test('a table that moves sideways can be reached by keyboard and says what it is', () => {
  const html = renderToString(<Table caption="Works" columns={columns} rows={rows} narrow="scroll" />)
  expect(html).toMatch(/role="region" aria-label="Works" tabindex="0"/i)
})

test('attributes for fetching reach every head that sorts', () => {
  const html = renderToString(
    <Table caption="Works" columns={columns} rows={rows} sortAttributes={{ 'hx-target': '#list' }} />,
  )
  expect(html.match(/hx-target="#list"/g)).toHaveLength(2)
})

test('a date, a code or a word or two stand in one line, and longer texts break', () => {
  const cells = ['ST-BC-AD-10', <time dateTime="2026-12-19">19 Dec 2026</time>, 'a'.repeat(21), null]
  const columns = cells.map((inside, at) => ({ key: String(at), label: '', cell: () => inside }))
  const html = renderToString(<Table caption="" columns={columns} rows={[{}]} />)
  const classes = [...html.matchAll(/<td class="([^"]*)"|<td/g)].map(([, name]) => name)
  expect(classes).toEqual(['cell-short', 'cell-short', undefined, 'is-empty'])
})
