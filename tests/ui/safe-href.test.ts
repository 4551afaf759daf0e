/** Which addresses may stand in a link. */
import { expect, test } from 'vitest'
import { refused, safeHref } from '../../src/ui/safe-href.ts'

test.each([
  '/items?type=1&q=a b',
  '?page=2',
  '#main',
  'items/7',
  '/items?q=javascript:alert(1)',
  'https://example.org/a',
  'http://example.org',
  'mailto:library@example.org',
])('%s may be followed', (href) => {
  expect(safeHref(href)).toBe(href)
})

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
])('%j leads nowhere', (href) => {
  expect(safeHref(href)).toBe(refused)
})
