/** Parts of a page that are kept as HTML: each data gets what was written for it, and only that. */
import { render } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { writtenOnce } from '../../src/ui/written-once.ts'

interface Props {
  name: string
  tags?: readonly string[] | undefined
  id?: number | undefined
}

/** A component that tells how often it has written. */
function counting(most?: number) {
  const written: string[] = []
  const Kept = writtenOnce(({ name, tags = [], id }: Props) => {
    written.push(name)
    return (
      <p title={name}>
        {id}
        {tags.map((tag) => (
          <b>{tag}</b>
        ))}
      </p>
    )
  }, most)
  return { Kept, written }
}

it('is written once for the same data, and escaped as ever', () => {
  const { Kept, written } = counting()
  const page = () => (
    <main>
      <Kept name={'"<R&D>'} tags={['<i>']} />
    </main>
  )
  const expected = '<main><p title="&quot;&lt;R&amp;D>"><b>&lt;i></b></p></main>'
  expect(render(page())).toBe(expected)
  expect(render(page())).toBe(expected)
  expect(written).toEqual(['"<R&D>'])
})

it('is written anew for other data, however alike it looks', () => {
  const { Kept } = counting()
  const of = (props: Props) => render(<Kept {...props} />)
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

it('keeps so many, and lets go of the one used longest ago', () => {
  const { Kept, written } = counting(2)
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) render(<Kept name={name} />)
  expect(written).toEqual(['a', 'b', 'c', 'b'])
})

it('is written each time where JSON cannot hold the data', () => {
  const { Kept, written } = counting()
  const id = 9_007_199_254_740_993n as unknown as number
  for (let time = 0; time < 2; time++)
    expect(render(<Kept name="a" id={id} />)).toBe('<p title="a">9007199254740993</p>')
  expect(written).toEqual(['a', 'a'])
})

it('gives what keeps no letter outside of Latin-1 and what does the same', () => {
  const { Kept } = counting()
  for (const name of ['plain', 'Émile', '日本 – “語” 🐦'])
    for (let time = 0; time < 2; time++) expect(render(<Kept name={name} />)).toBe(`<p title="${name}"></p>`)
})
