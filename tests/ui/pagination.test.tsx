/** Which pages can be reached from a page. */
import fc from 'fast-check'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Pagination } from '../../src/ui/pagination.tsx'
import { pageWindow } from '../../src/ui/page-window.ts'

test.each([
  [1, 1, [1]],
  [1, 3, [1, 2, 3]],
  [1, 9, [1, 2, null, 9]],
  [3, 9, [1, 2, 3, 4, null, 9]],
  [4, 9, [1, 2, 3, 4, 5, null, 9]],
  [5, 9, [1, null, 4, 5, 6, null, 9]],
  [6, 9, [1, null, 5, 6, 7, 8, 9]],
  [9, 9, [1, null, 8, 9]],
])('page %i of %i shows %j', (page, pages, shown) => {
  expect(pageWindow(page, pages)).toEqual(shown)
})

test('the first, the current and the last page are always shown, in order, and a gap hides two pages at least', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (pages, offset) => {
      const page = 1 + (offset % pages)
      const shown = pageWindow(page, pages)
      const numbers = shown.filter((each) => each !== null)
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      expect(numbers).toEqual(expect.arrayContaining([1, page, pages]))
      expect(shown.length).toBeLessThanOrEqual(7)
      shown.forEach((each, index) => {
        if (each === null) expect((shown[index + 1] ?? 0) - (shown[index - 1] ?? 0)).toBeGreaterThan(2)
      })
    }),
  )
})

test('the page one is on is marked, and said in words', () => {
  const html = renderToString(
    <Pagination
      label="Pages"
      page={3}
      pages={1200}
      previousHref="?page=2"
      nextHref="?page=4"
      hrefOf={(page) => `?page=${page}`}
    />,
  )
  expect(html).toMatch(/<a href="\?page=3" aria-current="page"/)
  expect(html.match(/aria-current/g)).toHaveLength(1)
  expect(html.replaceAll(/<[^>]*>/g, '')).toContain('Page 3 of 1,200')
  expect(html).toContain('rel="prev"')
  expect(html).toContain('rel="next"')
})

test('where the number of pages is not known there are no numbers but both ways', () => {
  const html = renderToString(<Pagination label="Pages" previousHref="?before=a" nextHref="?after=b" />)
  expect(html).toContain('href="?before=a"')
  expect(html).toContain('href="?after=b"')
  expect(html).not.toContain('pagination-numbers')
})

test('on the last page there is nothing to follow behind "Next"', () => {
  const html = renderToString(<Pagination label="Pages" previousHref="?page=1" page={2} pages={2} />)
  expect(html).not.toContain('rel="next"')
})

test('a single page has no paging', () => {
  expect(renderToString(<Pagination label="Pages" page={1} pages={1} hrefOf={() => '#'} />)).toBe('')
})
