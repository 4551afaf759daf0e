/** A chart and its table say the same. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { BarChart } from '../../src/ui/bar-chart.tsx'
import { ColumnChart } from '../../src/ui/column-chart.tsx'

const data = [
  { label: 'Book', value: 1200 },
  { label: 'Video', value: 300 },
  { label: 'Audio', value: 1 },
  { label: 'Magazine', value: 0 },
]
const heads = ['Type', 'Works'] as const

/** The rows of the table in a chart: label and figure. */
function figures(html: string): string[][] {
  const body = /<tbody>(.*)<\/tbody>/s.exec(html)?.[1] ?? ''
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell),
  )
}

test.each([
  ['BarChart', BarChart],
  ['ColumnChart', ColumnChart],
])('the table of a %s equals its data', (_name, Chart) => {
  const html = renderToString(<Chart caption="Works by type" heads={heads} data={data} />)
  expect(figures(html)).toEqual([
    ['Book', '1,200'],
    ['Video', '300'],
    ['Audio', '1'],
    ['Magazine', '0'],
  ])
})

test('bars are as long as their values, and one that is there at all can be seen', () => {
  const html = renderToString(<BarChart caption="Works" heads={heads} data={data} />)
  const widths = [...html.matchAll(/<rect[^>]* width="([\d.]+)%"/g)].map(([, width]) => Number(width))
  expect(widths).toEqual([100, 25, 0.5, 0])
})

test('columns say in one sentence from when to when and where they are highest', () => {
  const decades = [
    { label: '1960s', value: 2 },
    { label: '1970s', value: 7 },
    { label: '1980s', value: 5 },
  ]
  const html = renderToString(
    <ColumnChart caption="Works by decade" heads={['Decade', 'Works']} data={decades} />,
  )
  expect(html).toContain('aria-label="Works by decade: from 1960s to 1980s, most in 1970s (7)"')
  expect(html.match(/is-highest/g)).toHaveLength(1)
})

test.each([
  ['BarChart', BarChart],
  ['ColumnChart', ColumnChart],
])('a %s without data, or with nothing but zeros, is drawn without an error', (_name, Chart) => {
  for (const nothing of [[], [{ label: 'Book', value: 0 }]]) {
    expect(renderToString(<Chart caption="Works" heads={heads} data={nothing} />)).not.toMatch(/NaN|Infinity/)
  }
})

test('no chart carries an inline style, which the Content-Security-Policy would refuse', () => {
  for (const Chart of [BarChart, ColumnChart]) {
    expect(renderToString(<Chart caption="Works" heads={heads} data={data} />)).not.toContain('style=')
  }
})
