/** How a field is tied to its label, its hint and its message, and that what was typed comes back as it was. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Choices } from '../../src/ui/choices.tsx'
import { PasswordField } from '../../src/ui/password-field.tsx'
import { SelectField } from '../../src/ui/select-field.tsx'
import { TextArea } from '../../src/ui/text-area.tsx'
import { TextField } from '../../src/ui/text-field.tsx'

const kinds = {
  TextField: (more: object) => <TextField name="year" label="Year" {...more} />,
  TextArea: (more: object) => <TextArea name="year" label="Year" {...more} />,
  SelectField: (more: object) => <SelectField name="year" label="Year" options={[]} {...more} />,
}

test.each(Object.entries(kinds))('%s has a label that names it', (_kind, field) => {
  const html = renderToString(field({}))
  expect(html).toMatch(/<label[^>]* for="year">Year/)
  expect(html).toMatch(/<(input|textarea|select)[^>]* id="year"[^>]* name="year"/)
  expect(html).not.toContain('aria-invalid')
  expect(html).not.toContain('aria-describedby')
})

test.each(Object.entries(kinds))('%s is described by its hint, then by its message', (_kind, field) => {
  const html = renderToString(field({ hint: 'A whole number', error: 'Not a number' }))
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('aria-describedby="year-hint year-error"')
  expect(html).toMatch(/<p[^>]* id="year-hint">A whole number/)
  expect(html).toMatch(/<p[^>]* id="year-error">.*Not a number/)
})

test('a password that went with a refused form is asked for again, where no message does so', () => {
  const field = (more: { refused: boolean; error?: string }) =>
    renderToString(<PasswordField name="p" label="P" autocomplete="new-password" hint="Long." {...more} />)
  expect(field({ refused: false })).toContain('id="p-hint">Long.<')
  expect(field({ refused: true })).toMatch(/aria-describedby="p-hint"/)
  expect(field({ refused: true })).toContain(
    'id="p-hint">Type it again: a password is never sent back. Long.<',
  )
  expect(field({ refused: true, error: 'Too short.' })).toContain('id="p-hint">Long.<')
})

test('words elsewhere on the page can belong to a field, before its hint', () => {
  const html = renderToString(<TextField name="a" label="A" describedBy="warning" hint="Short." />)
  expect(html).toContain('aria-describedby="warning a-hint"')
})

test('a field that may be left empty says so, and one that may not is required', () => {
  expect(renderToString(<TextField name="a" label="A" />)).toContain('optional')
  expect(renderToString(<TextField name="a" label="A" unmarked />)).not.toContain('optional')
  const required = renderToString(<TextField name="a" label="A" required />)
  expect(required).not.toContain('optional')
  expect(required).toMatch(/<input[^>]* required/)
})

test('a textarea gives back text that begins with a line break', () => {
  const html = renderToString(<TextArea name="notes" label="Notes" value={'\nfirst'} />)
  // A browser drops one line break after the tag, so two must stand there.
  expect(html).toMatch(/<textarea[^>]*>\n\nfirst<\/textarea>/)
})

test('a textarea shows markup as text', () => {
  const html = renderToString(<TextArea name="notes" label="Notes" value={'</textarea><script>&amp;'} />)
  expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;&amp;amp;</textarea>')
})

test('an input keeps quotation marks', () => {
  const html = renderToString(<TextField name="a" label="A" value={'"><script>'} />)
  expect(html).toContain('value="&quot;>&lt;script>"')
})

test('the option that was chosen is chosen, be its value a number or a text', () => {
  const options = [
    { value: 1, label: 'One' },
    { value: 2, label: 'Two' },
  ]
  const html = renderToString(<SelectField name="a" label="A" options={options} value="2" empty="Choose" />)
  expect(html.match(/<option[^>]* selected[^>]*>[^<]*/g)).toEqual([expect.stringContaining('Two')])
  const none = renderToString(<SelectField name="a" label="A" options={options} empty="Choose" />)
  expect(none.match(/<option[^>]* selected[^>]*>[^<]*/g)).toEqual([expect.stringContaining('Choose')])
})

test('a group of choices is one question with its own message', () => {
  const html = renderToString(
    <Choices
      type="radio"
      name="seen"
      label="Who sees it"
      error="Choose one"
      options={[
        { value: 'all', label: 'Everybody', checked: true },
        { value: 'staff', label: 'Staff', hint: 'Nobody else' },
      ]}
    />,
  )
  expect(html).toMatch(/<fieldset[^>]* aria-describedby="seen-error"/)
  expect(html).toMatch(/<legend[^>]*>Who sees it/)
  expect(html).toMatch(/<input[^>]* id="seen-all"[^>]* checked/)
  expect(html).toContain('<label for="seen-staff">')
  expect(html).toContain('aria-describedby="seen-staff-hint"')
})
