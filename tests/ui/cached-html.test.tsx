/** Parts of a page whose HTML is cached: the same data gets the same HTML, and other data never does. */
import { render } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { cachedHtml } from '../../src/ui/cached-html.ts'

interface Props {
  name: string
  tags?: readonly string[] | undefined
  id?: number | undefined
}

/** A component that tells how often it was rendered. */
function counting(most?: number) {
  const rendered: string[] = []
  const Cached = cachedHtml(({ name, tags = [], id }: Props) => {
    rendered.push(name)
    return (
      <p title={name}>
        {id}
        {tags.map((tag) => (
          <b>{tag}</b>
        ))}
      </p>
    )
  }, most)
  return { Cached, rendered }
}

it('is rendered once for the same data, and escaped as ever', () => {
  const { Cached, rendered } = counting()
  const page = () => (
    <main>
      <Cached name={'"<R&D>'} tags={['<i>']} />
    </main>
  )
  const expected = '<main><p title="&quot;&lt;R&amp;D>"><b>&lt;i></b></p></main>'
  expect(render(page())).toBe(expected)
  expect(render(page())).toBe(expected)
  expect(rendered).toEqual(['"<R&D>'])
})

it('is rendered anew for other data, however alike it looks', () => {
  const { Cached } = counting()
  const of = (props: Props) => render(<Cached {...props} />)
  const alike: Props[] = [
    { name: 'a' },
    { name: 'a', tags: ['b', 'c'] },
    { name: 'a', tags: ['b","c'] },
    { name: 'a', tags: ['bc'] },
    { name: 'a', id: 1 },
    { name: 'a","id":1' },
  ]
  const first = alike.map(of)
  expect(new Set(first).size).toBe(alike.length)
  expect(alike.map(of)).toEqual(first)
})

it('keeps so many, and drops the least recently used', () => {
  const { Cached, rendered } = counting(2)
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) render(<Cached name={name} />)
  expect(rendered).toEqual(['a', 'b', 'c', 'b'])
})

it('is rendered each time where JSON cannot hold the data', () => {
  const { Cached, rendered } = counting()
  const id = 9_007_199_254_740_993n as unknown as number
  for (let time = 0; time < 2; time++)
    expect(render(<Cached name="a" id={id} />)).toBe('<p title="a">9007199254740993</p>')
  expect(rendered).toEqual(['a', 'a'])
})

it('gives the same HTML from the cache, in Latin-1 and beyond it', () => {
  const { Cached } = counting()
  for (const name of ['plain', 'Émile', '日本 – “語” 🐦'])
    for (let time = 0; time < 2; time++)
      expect(render(<Cached name={name} />)).toBe(`<p title="${name}"></p>`)
})
