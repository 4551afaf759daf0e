/** How a list shows why an item was found: the words are marked, and of a long text that it does not show there is a line. */
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { ItemCards } from '../../../../src/features/catalogue/parts/item-cards.tsx'
import type { CardItem } from '../../../../src/features/catalogue/parts/item-cards.tsx'
import { foundLineOf } from '../../../../src/features/catalogue/parts/found-line.ts'
import { soughtWords } from '../../../../src/rules/found-words.ts'
import { hasFields, ofDomain } from '../../../setup/known-fields.ts'
import { searchFor } from '../../../setup/search.ts'

const item: CardItem = {
  ...{ id: 7, title: 'Dune Messiah', type: 'Book', identifier_scheme: null, identifier_pattern: null },
  ...{ creators: [{ id: 1, name: 'Frank Herbert' }], categories: [{ id: 2, name: 'Science fiction' }] },
  ...ofDomain({ identifier: '978-0-441', description: 'A desert planet. <b>Sand</b>' }),
}

const words = (q: string) => soughtWords(searchFor(q).query)
const html = (q: string, of: CardItem = item) => renderToString(<ItemCards items={[of]} words={words(q)} />)
const marks = (q: string) => [...html(q).matchAll(/<mark>(.*?)<\/mark>/g)].map(([, text]) => text)
const lineOf = (q: string, of: CardItem = item) =>
  foundLineOf(of, words(q))
    ?.parts.map(({ text }) => text)
    .join('')

describe('a card', () => {
  it('marks the words of the search in the title and in the names', () => {
    expect(marks('dun frank')).toEqual(['Dune', 'Frank'])
    expect(marks('creator:messiah title:messiah')).toEqual(['Messiah'])
    expect(marks('-dune')).toEqual([])
    expect(marks('')).toEqual([])
  })

  it.runIf(hasFields('identifier'))('marks an identifier, hyphens or not', () => {
    expect(marks('9780441')).toEqual(['978-0-441'])
  })
})

describe.runIf(hasFields('description'))('a line of a long text', () => {
  it('is shown where the words stand nowhere else', () => {
    expect(html('planet')).toContain('A desert <mark>planet</mark>. &lt;b>Sand&lt;/b>')
    expect(lineOf('dune planet')).toBe('A desert planet. <b>Sand</b>')
  })

  it.each(['dune', 'frank', 'book', 'fiction', 'type:book', '', '-planet', 'title:planet', 'nowhere'])(
    'is not shown for %j',
    (q) => {
      expect(lineOf(q)).toBeUndefined()
    },
  )

  it.runIf(hasFields('internal_notes'))(
    'is never of a text that the item does not have for its reader',
    () => {
      expect(lineOf('gift')).toBeUndefined()
      expect(lineOf('gift', { ...item, ...ofDomain({ internal_notes: 'A gift' }) })).toBe('A gift')
    },
  )
})
