/** What an error page tells, and what it does not. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { ErrorPage, errorTitle } from '../../src/ui/error-page.tsx'

test.each([400, 401, 403, 404, 405, 409, 413, 414, 422, 429, 500, 503, 507])(
  '%i has its own words and says where to go on',
  (status) => {
    const html = renderToString(<ErrorPage status={status} requestId="r-1" />)
    expect(html).toContain(errorTitle(status))
    expect(html).toContain('href="/items"')
    expect(html).toContain('<code>r-1</code>')
  },
)

test('a status without words of its own has those of its family', () => {
  expect(errorTitle(418)).toBe(errorTitle(400))
  expect(errorTitle(502)).toBe(errorTitle(500))
})
