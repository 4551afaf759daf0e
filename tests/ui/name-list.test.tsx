/** How several names are shown, from none to hundreds. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { NameList } from '../../src/ui/name-list.tsx'

const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `Name ${index}`, href: `/${index}` }))

test('nobody takes no room', () => {
  expect(renderToString(<NameList names={[]} />)).toBe('')
})

test('the crow’s foot stands before several names, and not before one', () => {
  expect(renderToString(<NameList names={names(1)} />)).not.toContain('class="many"')
  expect(renderToString(<NameList names={names(2)} />)).toContain('class="many"')
})

test('of 300 names the first are shown and the rest is folded away, none lost', () => {
  const html = renderToString(<NameList names={names(300)} show={6} />)
  expect(html).toContain('and 294 more')
  expect(html.match(/<a /g)).toHaveLength(300)
  expect(html.slice(0, html.indexOf('<details')).match(/<a /g)).toHaveLength(6)
})

test('where there is no room to unfold, the rest is only counted', () => {
  const html = renderToString(<NameList names={names(300)} show={3} countOnly />)
  expect(html.match(/<a /g)).toHaveLength(3)
  expect(html).toContain('and 297 more')
})

test('a single name is never folded away', () => {
  expect(renderToString(<NameList names={names(4)} show={3} />)).not.toContain('more')
})

test('each name keeps its own direction', () => {
  const html = renderToString(<NameList names={[{ name: 'ابن خلدون', href: '/1' }]} />)
  expect(html).toContain('<bdi>ابن خلدون</bdi>')
})
