/** What a form does when it comes back refused. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { ErrorSummary, Form } from '../../src/ui/form.tsx'

test('a refused form says how much is wrong and links to each field', () => {
  const html = renderToString(
    <ErrorSummary
      errors={[{ field: 'year', message: 'Year is not a number.' }, { message: 'Nothing was sent.' }]}
    />,
  )
  expect(html).toContain('Fix 2 problems')
  expect(html).toContain('<a href="#year">Year is not a number.</a>')
  expect(html).toContain('<li>Nothing was sent.</li>')
  expect(html).toContain('role="group"')
  expect(html).toMatch(/aria-labelledby="error-summary-title".*id="error-summary-title"/)
  expect(html).toMatch(/aria-describedby="error-summary-list".*id="error-summary-list"/)
})

test('a form without errors says nothing of them', () => {
  expect(renderToString(<ErrorSummary errors={[]} />)).toBe('')
})

test('a form that writes is sent by the browser itself, one that reads may be fetched', () => {
  expect(renderToString(<Form action="/items">.</Form>)).toContain('hx-boost="false"')
  expect(
    renderToString(
      <Form action="/items" method="get">
        .
      </Form>,
    ),
  ).not.toContain('hx-boost')
})

test('all messages come from the server at once: the browser does not stop at the first', () => {
  expect(renderToString(<Form action="/items">.</Form>)).toContain('novalidate')
})
