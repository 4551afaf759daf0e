/** Citations in APA, MLA and BibTeX: whatever is known of a work and whatever is not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apa } from '../../../src/rules/citations/apa.ts'
import { bibtex } from '../../../src/rules/citations/bibtex.ts'
import { mla } from '../../../src/rules/citations/mla.ts'
import { citedName } from '../../../src/rules/citations/names.ts'
import type { CitedWork } from '../../../src/rules/citations/work.ts'

const nothing: CitedWork = {
  ...{ kind: 'document', title: 'Untitled', authors: [], year: null },
  ...{ container: '', volume: '', pages: '', publisher: '', identifier: '', place: '' },
}

function cited(of: Partial<Omit<CitedWork, 'authors'>>, authors: (string | [string, string])[] = []) {
  const names = authors.map((each) => (typeof each === 'string' ? citedName(each) : citedName(...each)))
  return { ...nothing, ...of, authors: names }
}

const shannon = cited(
  {
    kind: 'article',
    title: 'A Mathematical Theory of Communication',
    year: 1948,
    container: 'Bell System Technical Journal',
    volume: '27 (3)',
    pages: '379–423',
    identifier: '10.1002/j.1538-7305.1948.tb01338.x',
  },
  ['Claude Shannon'],
)
const tablet = cited(
  {
    kind: 'letter',
    title: 'Complaint to Ea-nāṣir',
    year: -1750,
    place: 'British Museum, London',
    identifier: 'BM 131236',
  },
  ['Nanni'],
)
const rights = cited(
  { title: 'Universal Declaration of Human Rights', year: 1948, identifier: 'A/RES/217(III)' },
  [['United Nations General Assembly', 'United Nations General Assembly']],
)
const report = cited(
  { kind: 'report', title: 'Our Common Future', year: 1987, publisher: 'Oxford University Press' },
  [['World Commission on Environment and Development', 'World Commission on Environment and Development']],
)
const two = ['Whitfield Diffie', 'Martin Hellman']
const three = ['Ron Rivest', 'Adi Shamir', 'Leonard Adleman']
const book = { kind: 'book', title: 'Title', year: 2000, publisher: 'Press' } as const

describe('APA', () => {
  it.each<[string, CitedWork, string]>([
    [
      'an article with a DOI',
      shannon,
      'Shannon, C. (1948). A Mathematical Theory of Communication. Bell System Technical Journal, 27(3), 379–423. https://doi.org/10.1002/j.1538-7305.1948.tb01338.x',
    ],
    [
      'a letter from before our era',
      tablet,
      'Nanni. (1750 B.C.E.). Complaint to Ea-nāṣir [Letter]. British Museum, London (BM 131236).',
    ],
    [
      'an organisation',
      rights,
      'United Nations General Assembly. (1948). Universal Declaration of Human Rights. A/RES/217(III).',
    ],
    [
      'a report',
      report,
      'World Commission on Environment and Development. (1987). Our Common Future. Oxford University Press.',
    ],
    ['two authors', cited(book, two), 'Diffie, W., & Hellman, M. (2000). Title. Press.'],
    ['three authors', cited(book, three), 'Rivest, R., Shamir, A., & Adleman, L. (2000). Title. Press.'],
    ['no author', cited(book), 'Title. (2000). Press.'],
    ['no year', cited({ ...book, year: null }, two), 'Diffie, W., & Hellman, M. (n.d.). Title. Press.'],
    ['nothing but a title', nothing, 'Untitled. (n.d.).'],
    ['a question', cited({ ...book, title: 'Who Knows?' }), 'Who Knows? (2000). Press.'],
    ['a junior', cited(book, ['Martin Luther King Jr.']), 'King, M. L., Jr. (2000). Title. Press.'],
    ['a map', cited({ kind: 'map', title: 'The World', year: 1507 }), 'The World [Map]. (1507).'],
    ['a mark without a place', cited({ title: 'Roll', identifier: 'E 31' }), 'Roll. (n.d.). E 31.'],
    [
      'an article without an issue',
      { ...shannon, volume: '27', identifier: '' },
      'Shannon, C. (1948). A Mathematical Theory of Communication. Bell System Technical Journal, 27, 379–423.',
    ],
    ['an article of which little is known', cited({ kind: 'article', title: 'Note' }), 'Note. (n.d.).'],
  ])('cites %s', (_, work, expected) => {
    expect(apa(work)).toBe(expected)
  })

  it('names up to twenty authors, and of more the first nineteen and the last', () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => `Person N${index + 1}`)
    expect(apa(cited(book, people(20)))).toContain('N19, P., & N20, P. (2000)')
    const many = apa(cited(book, people(25)))
    expect(many).toContain('N19, P., … N25, P. (2000)')
    expect(many).not.toContain('N20')
  })
})

describe('MLA', () => {
  it.each<[string, CitedWork, string]>([
    [
      'an article with a DOI',
      shannon,
      'Shannon, Claude. “A Mathematical Theory of Communication.” Bell System Technical Journal, vol. 27, no. 3, 1948, pp. 379–423, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x.',
    ],
    [
      'a letter from before our era',
      tablet,
      'Nanni. Complaint to Ea-nāṣir. 1750 BCE, British Museum, London, BM 131236. Letter.',
    ],
    [
      'an organisation',
      rights,
      'United Nations General Assembly. Universal Declaration of Human Rights. 1948, A/RES/217(III).',
    ],
    ['two authors', cited(book, two), 'Diffie, Whitfield, and Martin Hellman. Title. Press, 2000.'],
    ['three authors', cited(book, three), 'Rivest, Ron, et al. Title. Press, 2000.'],
    ['no author', cited(book), 'Title. Press, 2000.'],
    ['no year', cited({ ...book, year: null }), 'Title. Press.'],
    ['nothing but a title', nothing, 'Untitled.'],
    [
      'quotation marks in quotation marks',
      cited({ kind: 'article', title: 'On “Sense” and Reference', year: 1892 }),
      '“On ‘Sense’ and Reference.” 1892.',
    ],
    ['a question', cited({ kind: 'article', title: 'Can It?', pages: '7' }), '“Can It?” p. 7.'],
    ['a particle', cited(book, ['Vincent van Gogh']), 'van Gogh, Vincent. Title. Press, 2000.'],
  ])('cites %s', (_, work, expected) => {
    expect(mla(work)).toBe(expected)
  })
})

describe('BibTeX', () => {
  it('cites an article', () => {
    expect(bibtex(shannon)).toBe(`@article{shannon1948mathematical,
  author = {Shannon, Claude},
  title = {{A Mathematical Theory of Communication}},
  journal = {Bell System Technical Journal},
  volume = {27},
  number = {3},
  pages = {379--423},
  year = {1948},
  doi = {10.1002/j.1538-7305.1948.tb01338.x},
}`)
  })

  it('cites a letter from before our era', () => {
    expect(bibtex(tablet)).toBe(`@misc{nanni1750complaint,
  author = {{Nanni}},
  title = {{Complaint to Ea-nāṣir}},
  year = {1750 BCE},
  howpublished = {Letter},
  note = {British Museum, London, BM 131236},
}`)
  })

  it('keeps an organisation whole, and puts who publishes a report in its place', () => {
    expect(bibtex(report)).toContain('@techreport{development1987common,')
    expect(bibtex(report)).toContain('author = {{World Commission on Environment and Development}},')
    expect(bibtex(report)).toContain('institution = {Oxford University Press},')
  })

  it('joins authors with “and”, with particles and suffixes where BibTeX looks for them', () => {
    const entry = bibtex(cited(book, ['Vincent van Gogh', 'Martin Luther King Jr.', 'Björk']))
    expect(entry).toContain('author = {van Gogh, Vincent and King, Jr., Martin Luther and {Björk}},')
    expect(entry).toContain('@book{gogh2000title,')
  })

  it.each([
    ['50% of A & B cost $5_000 #1', '50\\% of A \\& B cost \\$5\\_000 \\#1'],
    ['Sets {a} and {b', 'Sets \\textbraceleft{}a\\textbraceright{} and \\textbraceleft{}b'],
    ['C:\\temp~1^2', 'C:\\textbackslash{}temp\\textasciitilde{}1\\textasciicircum{}2'],
    ['Ærø — Straße 東京', 'Ærø — Straße 東京'],
  ])('writes the title %s so that it is printed', (title, expected) => {
    expect(bibtex(cited({ title }))).toContain(`title = {{${expected}}},`)
  })

  it('has a key of plain letters, whatever the names are', () => {
    expect(bibtex(cited({ title: 'Über Größe', year: 1900 }, ['Édith Müller']))).toContain(
      '@misc{muller1900uber,',
    )
    expect(bibtex(cited({ title: '東京' }))).toContain('@misc{item,')
    expect(bibtex(cited({ title: 'Of it' }))).toContain('@misc{of,')
  })
})

describe('any work', () => {
  const text = fc.oneof(fc.constant(''), fc.string(), fc.string({ unit: 'grapheme' }))
  const work = fc.record<CitedWork>({
    kind: fc.constantFrom(
      'article',
      'book',
      'report',
      'letter',
      'manuscript',
      'map',
      'photograph',
      'document',
    ),
    title: fc.string({ unit: 'grapheme', minLength: 1 }),
    authors: fc.array(
      fc.string({ minLength: 1 }).map((name) => citedName(name)),
      { maxLength: 25 },
    ),
    year: fc.option(fc.integer({ min: -9999, max: 9999 })),
    ...{ container: text, volume: text, pages: text, publisher: text, identifier: text, place: text },
  })

  it('has an entry whose braces close, on lines of its own', () => {
    fc.assert(
      fc.property(work, (each) => {
        const entry = bibtex(each)
        let depth = 0
        for (const sign of entry) {
          if (sign === '{') depth++
          if (sign === '}') depth--
          expect(depth).toBeGreaterThanOrEqual(0)
        }
        expect(depth).toBe(0)
        expect(
          entry
            .split('\n')
            .slice(1, -1)
            .every((line) => /^ {2}\w+ = \{.*\},$/.test(line)),
        ).toBe(true)
      }),
    )
  })

  it('is cited in every style without a gap', () => {
    fc.assert(
      fc.property(work, (each) => {
        for (const citation of [apa(each), mla(each)]) {
          expect(citation).not.toBe('')
          expect(citation).not.toContain('undefined')
          expect(citation).not.toContain('null')
        }
      }),
      { examples: [[nothing]] },
    )
  })
})
