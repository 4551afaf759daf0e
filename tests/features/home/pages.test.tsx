/** The front page as HTML: each list is named by its own heading, in whatever letters its title is written. */
import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { HomePage } from '../../../src/features/home/pages.tsx'
import type { ShownBlock } from '../../../src/features/home/queries.ts'

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
