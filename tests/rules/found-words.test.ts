/** The words of a search are marked where people read them, and a long text is cut to the line that holds them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsWords, lineAround, partsOf, soughtIn, soughtWords } from '../../src/rules/found-words.ts'
import type { WordsTerm } from '../../src/rules/search-query.ts'
import { chunksOf, isWholeByItself } from '../../src/rules/tokens.ts'

/** A word as it is typed; in quotes, it is not the beginning of a longer one. */
function word(text: string): WordsTerm {
  const chunks = chunksOf(text)
  const tokens = chunks.flatMap((chunk) => chunk.tokens)
  const isPrefix = !text.startsWith('"') && !isWholeByItself(tokens.at(-1) ?? '')
  return { kind: 'words', tokens, joined: chunks.length === 1 ? chunks[0]?.joined : undefined, isPrefix }
}

/** The text with what was found in brackets. */
const marked = (text: string, ...words: string[]) =>
  partsOf(text, words.map(word))
    .map(({ text: part, isFound }) => (isFound ? `[${part}]` : part))
    .join('')

describe('the words of a search', () => {
  it.each([
    ['Dune Messiah', ['dune'], '[Dune] Messiah'],
    ['Dunes and dune', ['dune'], '[Dunes] and [dune]'],
    ['Dunes and dune', ['"dune"'], 'Dunes and [dune]'],
    ['Émile Zola', ['emile'], '[Émile] Zola'],
    ['Sacré-Cœur, 1914', ['coeur'], 'Sacré-[Cœur], 1914'],
    ['Straße', ['STRASSE'], '[Straße]'],
    ['The Left Hand of Darkness', ['"left hand"'], 'The [Left Hand] of Darkness'],
    ['The Left, the Hand', ['"left hand"'], 'The Left, the Hand'],
    ['三体：黑暗森林', ['黑暗'], '三体：[黑暗]森林'],
    ['An e-mail, an email', ['email'], 'An [e-mail], an [email]'],
    ['An e-mail, an email', ['e-mail'], 'An [e-mail], an [email]'],
    ['978-0-441-47812-5', ['978044147'], '[978-0-441-47812-5]'],
    ['9780441478125', ['978-0-441'], '[9780441478125]'],
    ['Dune', ['solaris'], 'Dune'],
    ['', ['dune'], ''],
    ['Dune and Solaris', ['dune', 'sol'], '[Dune] and [Solaris]'],
    ['العربية كتاب', ['كتاب'], 'العربية [كتاب]'],
  ])('are found in %j: %j', (text, words, expected) => {
    expect(marked(text, ...words)).toBe(expected)
  })

  it('leave the text as it is, whatever it and they are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(text, text, (typed, given) => {
        const words = [typed, given.slice(3, 9)].map(word).filter(({ tokens }) => tokens.length > 0)
        expect(
          partsOf(given, words)
            .map((part) => part.text)
            .join(''),
        ).toBe(given)
      }),
      { numRuns: 1000 },
    )
  })

  it('are found wherever the index has them', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'aé-沙が👍 œ,', '\u0301', 'ﬁ'), maxLength: 40 }),
    )
    fc.assert(
      fc.property(text, (given) => {
        for (const { tokens, joined } of chunksOf(given)) {
          const term = { kind: 'words', isPrefix: false } as const
          for (const token of tokens) expect(holdsWords(given, { ...term, tokens: [token] })).toBe(true)
          expect(holdsWords(given, { ...term, tokens, joined })).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('are those that are looked for, in this field or in any', () => {
    const dune = word('dune')
    const notThere = { ...word('dragon'), not: true }
    const creator = { ...word('guin'), in: 'creators' }
    const words = soughtWords([[dune, notThere], [creator], [{ kind: 'id', id: 7 }]])
    expect(words).toEqual([dune, creator])
    expect(soughtIn(words, 'title')).toEqual([dune])
    expect(soughtIn(words, 'creators')).toEqual([dune, creator])
    expect([holdsWords('Dunes', dune), holdsWords('Undune', dune)]).toEqual([true, false])
  })
})

describe('a line around a word', () => {
  const text = `${'before '.repeat(40)}the Désert planet ${'behind '.repeat(40)}`
  const lineOf = (given: string, ...words: string[]) =>
    lineAround(given, words.map(word))
      ?.map((part) => (part.isFound ? `[${part.text}]` : part.text))
      .join('')

  it('is in whole words, with the word marked', () => {
    expect(lineOf(text, 'desert')).toBe(
      `… ${'before '.repeat(8)}the [Désert] planet ${'behind '.repeat(12)}…`,
    )
  })

  it.each([
    ['Short desert.', 'Short [desert].'],
    ['Nothing here', undefined],
    ['Undesert', undefined],
    [`${'沙'.repeat(200)}丘 desert`, `… ${'沙'.repeat(58)}丘 [desert]`],
  ])('of %j', (given, expected) => {
    expect(lineOf(given, 'desert')).toBe(expected)
  })

  it('is never longer than it may be, and always shows what was found', () => {
    const words = fc.array(
      fc.constantFrom('a', 'desert', 'Dés-ert', '沙丘', '👍', 'x'.repeat(200), '\n', 'de'),
      {
        maxLength: 80,
      },
    )
    fc.assert(
      fc.property(words, words, fc.constantFrom(' ', ''), (one, other, between) => {
        const parts = lineAround([...one, ' desert ', ...other].join(between), [word('desert')])
        expect(parts?.some(({ isFound }) => isFound)).toBe(true)
        expect(parts?.map((part) => part.text).join('').length).toBeLessThanOrEqual(164)
        expect(parts?.every((part) => part.text.isWellFormed())).toBe(true)
      }),
    )
  })
})
