/** The page of results keeps what was not measured. */
import { expect, it } from 'vitest'
import { withSections } from '../../bench/results-page.ts'

const before = `# Old head

## Pages

2026-01-01.

| a |

## Searches

2026-01-02.

## Notes

Written by hand, with ## in a line.
`

it('takes the place of the section that was measured, and leaves the others with their dates', () => {
  const after = withSections(before, '# Head', [{ heading: 'Searches', text: '2026-02-01.\n\n| b |' }])
  expect(after).toBe(`# Head

## Pages

2026-01-01.

| a |

## Searches

2026-02-01.

| b |

## Notes

Written by hand, with ## in a line.
`)
  expect(withSections(after, '# Head', [])).toBe(after)
})

it('puts a section that is new behind the others, and begins a page where there is none', () => {
  expect(withSections('', '# Head', [{ heading: 'Pages', text: '1' }])).toBe('# Head\n\n## Pages\n\n1\n')
  expect(withSections('# Head\r\n\r\n## Pages\r\n\r\n1\r\n', '# Head', [{ heading: 'New', text: '2' }])).toBe(
    '# Head\n\n## Pages\n\n1\n\n## New\n\n2\n',
  )
})
