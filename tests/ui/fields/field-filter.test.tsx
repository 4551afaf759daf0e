/** The filter of a range: which of its bars are marked. */
import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { dateTimeField } from '../../../src/fields/date-time.ts'
import { integerField } from '../../../src/fields/integer.ts'
import { FieldFilter } from '../../../src/ui/fields/field-filter.tsx'

const moment = '2026-01-31T12:00:'
const halfSeconds: [string, string][] = [
  [`${moment}00Z`, `${moment}00.499Z`],
  [`${moment}00.500Z`, `${moment}00.999Z`],
  [`${moment}01Z`, `${moment}01.499Z`],
]

it.each([
  ['moments', dateTimeField('Seen'), halfSeconds],
  [
    'numbers',
    integerField('Copies'),
    [
      ['1', '9'],
      ['10', '19'],
      ['100', '109'],
    ],
  ] as const,
])('marks the one bar of %s that is chosen', (_, field, ends) => {
  const bars = ends.map(([from, to]) => ({ from, to, count: 1 }))
  for (const [place, { from, to }] of bars.entries()) {
    const html = renderToString(
      <FieldFilter
        name="seen"
        field={field}
        choice={{ from, to }}
        numbers={{ kind: 'range', bars }}
        href={() => '/items'}
        attributes={{}}
      />,
    )
    const marked = [...html.matchAll(/class="(range-bar[^-s][^"]*|range-bar)"/g)].map(([, names]) => names)
    expect(marked.map((names) => names?.includes('is-chosen'))).toEqual(bars.map((_, at) => at === place))
  }
})
