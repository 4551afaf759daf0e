/** The front page as HTML: each list is named by its own heading, in whatever letters its title is written. */
import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { Decades } from '../../../src/features/home/pages/charts.tsx'
import { HomePage } from '../../../src/features/home/pages.tsx'
import type { ShownBlock } from '../../../src/features/home/queries.ts'
import { hasFields } from '../../setup/known-fields.ts'

it('names each list by its own heading, though two titles have the same letters, or none of ours', () => {
  const titles = ['В работе', 'Сделано', 'Due 7', 'Due 14', 'Page']
  const blocks = titles.map((title): ShownBlock => {
    return { show: 'list', title, as: 'lines', items: [], fields: [], empty: 'Nothing.' }
  })
  const html = renderToString(<HomePage overview={{ items: 1, figures: [], blocks }} mayAdd={false} />)
  const heads = [...html.matchAll(/aria-labelledby="([^"]*)".*?<h2 id="([^"]*)">([^<]*)</g)]
  expect(heads.map(([, , , title]) => title)).toEqual(titles)
  expect(heads.map(([, named]) => named)).toEqual(heads.map(([, , id]) => id))
  expect(new Set([...heads.map(([, id]) => id), 'page', 'main'])).toHaveProperty('size', titles.length + 2)
})

it.runIf(hasFields('year'))('leads to a decade by the years that the field takes', () => {
  const linkOf = (decade: number) =>
    renderToString(
      <Decades show="decades" year="year" years={10} decades={[{ decade, count: 1 }]} />,
    ).replaceAll('&amp;', '&')
  expect(linkOf(1990)).toContain('?year_from=1990&year_to=1999"')
  expect(linkOf(-10_000)).toContain('?year_to=-9991"')
})
