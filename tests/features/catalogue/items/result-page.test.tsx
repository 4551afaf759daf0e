/** The result page of a search: its terms as chips, the numbers beside declared fields, and what is offered where little is found. */
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { declaredNames } from '../../../../src/declared.ts'
import { parseItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import { ItemListPage } from '../../../../src/features/catalogue/items/pages/list.tsx'
import type { ItemListProps } from '../../../../src/features/catalogue/items/pages/list.tsx'
import { choiceNames } from '../../../../src/features/catalogue/items/forms/choices.ts'
import { hasFields } from '../../../setup/known-fields.ts'

const nobody = Object.fromEntries(choiceNames.map((name) => [name, []])) as unknown as ItemListProps['facets']

function pageOf(address: Record<string, string[]>, props: Partial<ItemListProps> = {}): string {
  const { filter, notices, chips } = parseItemFilter(address, declaredNames)
  return renderToString(
    <ItemListPage
      {...{
        filter,
        notices,
        terms: chips,
        facets: nobody,
        readable: declaredNames,
        mayAdd: false,
        mayExport: false,
      }}
      list={{ items: [], hasBefore: false, hasAfter: false }}
      total={{ count: 0 }}
      {...props}
    />,
  )
}

const linksOf = (html: string, kind: string) =>
  [...html.matchAll(/<a [^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(kind))
    .map((tag) => /href="([^"]*)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&'))

describe('the chips', () => {
  it('are the terms of the search, each with the address without it', () => {
    const html = pageOf({ q: ['dune creator:"le guin" -film'], sort: ['title'] })
    expect(linksOf(html, 'chip-removable')).toEqual([
      '/items?q=creator%3A%22le+guin%22+-film&sort=title',
      '/items?q=dune+-film&sort=title',
      '/items?q=dune+creator%3A%22le+guin%22&sort=title',
    ])
    expect(html).toContain('Creator: le guin')
    expect(html).toContain('not: film')
  })

  it('lead to the newest items when the last term is gone, where the best match came first', () => {
    expect(linksOf(pageOf({ q: ['dune'] }), 'chip-removable')).toEqual(['/items'])
  })

  it('stand beside what was not understood', () => {
    expect(pageOf({ q: ['colour:red'] })).toContain('No field is called “colour”')
  })
})

describe.runIf(hasFields('year'))('the numbers of a range', () => {
  const bars = [
    { from: '-428', to: '1899', count: 3 },
    { from: '1900', to: '1949', count: 0 },
    { from: '1950', to: '1999', count: 300 },
  ]
  const html = (address: Record<string, string[]>) =>
    pageOf(address, { fieldFacets: { ['year' as 'title']: { kind: 'range', bars } } })

  it('are bars that choose their part, with the rest of the address', () => {
    expect(linksOf(html({ q: ['dune'], year_from: ['1950'], page: ['2'] }), 'range-bar')).toEqual([
      '/items?q=dune&year_from=-428&year_to=1899',
      '/items?q=dune&year_from=1950&year_to=1999',
    ])
  })

  it('say in words what they show, and mark what is chosen', () => {
    const chosen = html({ year_from: ['1950'] })
    expect(chosen).toContain('aria-label="428 BCE to 1899: 3"')
    expect(chosen.match(/range-bar is-chosen/g)).toHaveLength(1)
    expect(html({})).not.toContain('is-chosen')
  })

  it('draw nothing where all is in one bar', () => {
    expect(
      pageOf({}, { fieldFacets: { ['year' as 'title']: { kind: 'range', bars: bars.slice(0, 1) } } }),
    ).not.toContain('range-bars')
  })
})

describe('where little is found', () => {
  const offers = {
    spelling: [{ q: 'ursula le guin' }, { q: 'ursul' }],
    names: [{ choice: 'type' as const, id: 4, name: 'Guinness', count: 2 }],
    withoutFilters: 12,
  }

  it('offers other spellings, names, and the same words without the filters', () => {
    const html = pageOf({ q: ['ursla'], type: ['3'], sort: ['title'] }, { offers })
    expect(html).toContain('Did you mean ')
    expect(html).toContain('/items?q=ursula+le+guin&amp;type=3&amp;sort=title')
    expect(html).toContain('href="/items?q=ursla&amp;sort=title">The same words without the filters')
    expect(html).toContain('12 items')
    expect(html).toContain('href="/items?type=4"')
    expect(html).not.toContain('Check the spelling')
  })

  it('offers a spelling above a list too', () => {
    const item = { id: 1, title: 'Ursla', item_type_id: 1, type: 'Book' } as never
    const list = { items: [item], hasBefore: false, hasAfter: false }
    const html = pageOf({ q: ['ursla'] }, { offers, list, total: { count: 1 } })
    expect(html).toContain('Did you mean ')
    expect(html).not.toContain('The same words without the filters')
  })

  it.each([
    ['ursla', {}, 'Nothing has what you look for. Check the spelling, or try the beginning of the word.'],
    [
      'a b',
      {},
      'Nothing has all that you look for. Check the spelling, try fewer words or their beginnings.',
    ],
    ['ursla', { type: ['3'] }, 'the beginning of the word, or take a filter off.'],
    ['&&', { type: ['3'] }, 'Take a filter off, or choose a wider range.'],
  ])('gives advice where nothing can be offered: %j', (q, address, advice) => {
    expect(pageOf({ q: [q], ...address })).toContain(advice)
    expect(pageOf({ q: [q], ...address }, { offers: { names: [] } })).toContain(advice)
  })
})
