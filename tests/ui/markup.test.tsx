/** Pieces of plain HTML: what is put in is escaped, whatever it is and wherever it stands. */
import { render } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { markup } from '../../src/ui/markup.ts'

const hostile = `"><script>alert('&')</script>`
const escaped = "&quot;>&lt;script>alert('&amp;')&lt;/script>"

test('text is escaped between tags and between double quotes', () => {
  expect(render(markup`<a href="${hostile}">${hostile}</a>`)).toBe(`<a href="${escaped}">${escaped}</a>`)
})

test('it holds pieces, JSX and lists of both, and JSX holds it', () => {
  const names = ['a', '<b>']
  const list = markup`<ul>${names.map((name) => markup`<li>${name}</li>`)}</ul>`
  const page = (
    <main title="x">
      {list}
      {markup`<p>${(<b class="strong">{hostile}</b>)}${[1, <i>2</i>]}</p>`}
    </main>
  )
  expect(render(page)).toBe(
    `<main title="x"><ul><li>a</li><li>&lt;b></li></ul><p><b class="strong">${escaped}</b>1<i>2</i></p></main>`,
  )
})

test('a list that is shown twice is escaped once each time', () => {
  const words = ['R&D', ['<']]
  const both = markup`${words}|${words}`
  expect(render(both)).toBe('R&amp;D&lt;|R&amp;D&lt;')
  expect(words).toEqual(['R&D', ['<']])
})

test.each([null, undefined, true, false, ''])(
  '%j leaves nothing, so a condition can stand in it',
  (nothing) => {
    expect(render(markup`<p${nothing}>${nothing}</p>`)).toBe('<p></p>')
  },
)

test('the same piece can stand on many pages', () => {
  const mark = markup`<svg></svg>`
  for (let time = 0; time < 2; time++)
    expect(
      render(
        <p>
          {mark}
          {mark}
        </p>,
      ),
    ).toBe('<p><svg></svg><svg></svg></p>')
})
