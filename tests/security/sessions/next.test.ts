/** Where one lands after signing in: on a page of this site and on no other. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { localPath } from '../../../src/security/sessions/next.ts'

it.each([['/items'], ['/items?q=a%20b&type=1&type=2'], ['/items/7#title'], ['/items?next=//evil.example']])(
  'goes to %s',
  (next) => {
    expect(localPath(next, '/')).toBe(next)
  },
)

it.each([
  ['//evil.example'],
  ['///evil.example'],
  ['/\\evil.example'],
  ['\\/evil.example'],
  ['/\t/evil.example'],
  ['/\n/evil.example'],
  ['/.//evil.example'],
  ['/x/..//evil.example'],
  ['/%2e//evil.example'],
  ['https://evil.example'],
  ['HTTPS:evil.example'],
  ['javascript:alert(1)'],
  ['data:text/html,x'],
  ['items'],
  [' /items'],
  ['/items\r\nset-cookie: a=b'],
  ['/\u0000'],
  [''],
  [`/${'x'.repeat(5000)}`],
  [undefined],
])('goes to the front page for %j', (next) => {
  expect(localPath(next, '/')).toBe('/')
})

it('never leads to another site, whatever it is given', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '//',
    'evil.example',
    '@',
    ':',
    '\t',
    '\n',
    '%2f',
    '%5c',
    '?',
    '#',
    'x',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = localPath(pieces.join(''), '/')
      expect(new URL(path, 'https://here.example').origin).toBe('https://here.example')
      // A browser may read the header with its own rules: no path of ours begins with two slashes of either kind.
      expect(path).not.toMatch(/^[/\\]{2}|^[^/]/)
    }),
  )
})
