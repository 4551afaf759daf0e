/** A card shows what is known, and nothing where nothing is. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Card } from '../../src/ui/card.tsx'
import { PageTitle } from '../../src/ui/page-header.tsx'

const chips = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ children: `C${index}`, href: '/' }))

test('an item with nothing but a title has a card with nothing but a title', () => {
  const html = renderToString(<Card title="Untitled notebook" href="/items/1" />)
  expect(html).toContain('<a href="/items/1" dir="auto">Untitled notebook</a>')
  expect(html).not.toMatch(/card-head|card-foot|names/)
})

test('of many categories a few are shown and the rest is counted', () => {
  const html = renderToString(<Card title="T" href="/" chips={chips(9)} />)
  expect(html.match(/class="chip chip-link"/g)).toHaveLength(3)
  expect(html).toContain('+6')
})

test('what stands apart on a card is heard apart', () => {
  const words = (html: string) => html.replace(/<[^>]*>/g, '')
  const head = (props: object) => words(renderToString(<Card title="" href="/" {...props} />))
  expect(head({ type: 'Book', note: '2023' })).toBe('Book, 2023')
  expect(head({ type: 'Book' })).toBe('Book')
  expect(head({ note: '2023' })).toBe('2023')
  expect(head({ chips: chips(9) })).toMatch(/\+6 more$/)
})

test('a single category more is shown rather than counted', () => {
  expect(renderToString(<Card title="T" href="/" chips={chips(4)} />)).not.toContain('+1')
})

test('a title is set smaller the longer it is, counted in characters as people see them', () => {
  const size = (title: string) =>
    /page-title-(very-)?long/.exec(renderToString(<PageTitle>{title}</PageTitle>))?.[0]
  expect(size('a'.repeat(90))).toBeUndefined()
  expect(size('a'.repeat(91))).toBe('page-title-long')
  expect(size('a'.repeat(800))).toBe('page-title-very-long')
  expect(size('𠮷'.repeat(90))).toBeUndefined()
})
