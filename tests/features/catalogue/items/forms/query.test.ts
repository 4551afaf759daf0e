/** How what a person typed is understood: words, phrases, operators and fields, and that nothing is an error. */
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'

// The fields that a project may declare, whatever this one does.
vi.mock('../../../../../src/domain.ts', async () => {
  const library = await import('../../../../../src/presets/library.ts')
  const field = await import('../../../../../src/fields/index.ts')
  const fields = {
    ...library.domain.fields,
    price: field.money('Price', { currency: 'EUR', filter: true }),
    status: field.choice('State', { values: { open: 'Open', at_work: 'Being worked on' }, filter: true }),
    seen: field.yesNo('Seen', { yes: 'Watched', no: 'Not yet', filter: true }),
    assignee: field.person('Assigned to', { read: 'catalogue.read', filter: true }),
    binding: field.text('Binding', { search: true }),
    keeper: field.text('Keeper', { search: true, read: 'item.notes.read' }),
  }
  return { ...library, domain: { ...library.domain, fields } }
})

const { declaredNames } = await import('../../../../../src/declared.ts')
const { longestSearch, mostTerms, parseSearch, respelled } =
  await import('../../../../../src/features/catalogue/items/forms/query.ts')
const { searchKey } = await import('../../../../../src/rules/text.ts')
const { tokensOf } = await import('../../../../../src/rules/tokens.ts')

const staff = declaredNames
const hidden: readonly string[] = ['internal_notes', 'keeper']
const member = declaredNames.filter((name) => !hidden.includes(name))

const queryOf = (q: string, me?: string) => parseSearch(q, staff, me).query
const chipsOf = (q: string) => parseSearch(q, staff).chips.map(({ text }) => text)
const noticesOf = (q: string) => parseSearch(q, staff).notices

const word = (token: string) => ({ kind: 'words', tokens: [token], isPrefix: true })
const phrase = (...tokens: string[]) => ({ kind: 'words', tokens, isPrefix: false })
const field = (name: string, choice: unknown) => ({ kind: 'field', name, choice })

describe('words', () => {
  it.each([
    ['dune messiah', [[word('dune')], [word('messiah')]]],
    ['  Émile\u00a0ZOLA ', [[word('emile')], [word('zola')]]],
    ['"le guin" dune', [[phrase('le', 'guin')], [word('dune')]]],
    ['„Le Guin“', [[phrase('le', 'guin')]]],
    ['«le guin»', [[phrase('le', 'guin')]]],
    ['"the left hand', [[phrase('the', 'left', 'hand')]]],
    ['12" vinyl', [[word('12')], [word('vinyl')]]],
    ['-dragon dune', [[{ ...word('dragon'), not: true }], [word('dune')]]],
    ['–dragon', [[{ ...word('dragon'), not: true }]]],
    ['\u200f-dragon', [[{ ...word('dragon'), not: true }]]],
    ['-"black dragon"', [[{ ...phrase('black', 'dragon'), not: true }]]],
    ['dune OR solaris', [[word('dune'), word('solaris')]]],
    ['a dune OR solaris b', [[word('a')], [word('dune'), word('solaris')], [word('b')]]],
    [
      'dune OR solaris OR -"le guin"',
      [[word('dune'), word('solaris'), { ...phrase('le', 'guin'), not: true }]],
    ],
    ['dune or solaris', [[word('dune')], [word('or')], [word('solaris')]]],
    ['"OR"', [[phrase('or')]]],
    ['沙丘', [[{ kind: 'words', tokens: ['沙', '丘'], isPrefix: false }]]],
  ])('reads %j', (q, query) => {
    expect(parseSearch(q, staff)).toMatchObject({ query, notices: [] })
  })

  it('takes a word with signs in it as one, also without the signs', () => {
    expect(queryOf('978-0-441 e-mail')).toEqual([
      [{ kind: 'words', tokens: ['978', '0', '441'], joined: '9780441', isPrefix: true }],
      [{ kind: 'words', tokens: ['e', 'mail'], joined: 'email', isPrefix: true }],
    ])
  })

  it.each(['', ' ', 'OR', 'OR OR', '-', '""', '-""', '-"', '&', '*', '- OR "" -', '\0'])(
    'finds nothing to look for in %j',
    (q) => {
      expect(queryOf(q)).toEqual([])
    },
  )

  it.each([
    'dune OR',
    'OR dune',
    'OR OR dune OR OR',
    '- dune',
    'dune & ""',
    'creator: dune',
    '-creator:"" dune',
  ])('leaves empty operators out of %j', (q) => {
    expect(queryOf(q)).toEqual([[word('dune')]])
  })

  it('says so where nothing can be searched for', () => {
    expect(noticesOf('&&')).toEqual(['“&&” holds nothing that can be searched for.'])
    expect(noticesOf('')).toEqual([])
    expect(noticesOf('creator: x')).toEqual([
      '“creator:” was left out: what to look for stands right behind the colon.',
    ])
  })
})

describe('fields', () => {
  const creator = { ...word('guin'), in: 'creators' }
  it.each([
    ['creator:guin', creator],
    ['CREATOR:guin', creator],
    ['creators:guin', creator],
    ['creator：guin', creator],
    ['-creator:guin', { ...creator, not: true }],
    ['creator:"le guin"', { ...phrase('le', 'guin'), in: 'creators' }],
    ['type:book', { ...word('book'), in: 'item_type' }],
    ['item_type:book', { ...word('book'), in: 'item_type' }],
    ['category:fantasy', { ...word('fantasy'), in: 'categories' }],
    ['title:dune', { ...word('dune'), in: 'title' }],
    ['description:desert', { ...word('desert'), in: 'description' }],
    ['internal_notes:gift', { ...word('gift'), in: 'internal_notes' }],
    ['identifier:978', { ...word('978'), in: 'identifier' }],
    ['binding:cloth', { ...word('cloth'), in: 'binding' }],
    ['id:42', { kind: 'id', id: 42 }],
    ['-id:42', { kind: 'id', id: 42, not: true }],
    ['year:1950..1975', field('year', { from: '1950', to: '1975' })],
    ['year:1975..1950', field('year', { from: '1950', to: '1975' })],
    ['year:1965', field('year', { from: '1965', to: '1965' })],
    ['year:-428', field('year', { from: '-428', to: '-428' })],
    ['year:..1975', field('year', { to: '1975' })],
    ['year:1950…', field('year', { from: '1950' })],
    ['year:"1950..1975"', field('year', { from: '1950', to: '1975' })],
    ['-year:1950..', { ...field('year', { from: '1950' }), not: true }],
    ['price:10..20', field('price', { from: '10.00', to: '20.00' })],
    ['shelf_mark:f12', field('shelf_mark', 'f12')],
    ['shelf:"F 12"', field('shelf_mark', 'F 12')],
    ['status:open', field('status', ['open'])],
    ['state:OPEN', field('status', ['open'])],
    ['status:"being worked on"', field('status', ['at_work'])],
    ['seen:yes', field('seen', ['yes'])],
    ['seen:watched', field('seen', ['yes'])],
    ['seen:"not yet"', field('seen', ['no'])],
    ['seen:none', field('seen', ['none'])],
    ['assignee:ana', field('assignee', 'ana')],
    ['assignee:me', field('assignee', 'mia')],
  ])('reads %j', (q, term) => {
    const { query, notices } = parseSearch(q, staff, 'mia')
    expect(query).toEqual([[term]])
    expect(notices).toHaveLength(q.includes('1975..1950') ? 1 : 0)
  })

  it.each([
    ['http://example.org', ['http', 'example', 'org']],
    ['12:30', ['12', '30']],
    ['三体：黑暗', ['三', '体', '黑', '暗']],
  ])('takes %j for no field', (q, tokens) => {
    const { query, notices } = parseSearch(q, staff)
    expect(query).toMatchObject([[{ tokens }]])
    expect(notices).toEqual([])
  })

  it.each([
    ['colour:red', 'No field is called “colour”, so “colour:red” was searched for as words.'],
    ['year:soon', 'Year cannot be “soon”, so “year:soon” was searched for as words.'],
    ['year:..', 'Year cannot be “..”, so “year:..” was searched for as words.'],
    ['id:99999999999', 'Item cannot be “99999999999”, so “id:99999999999” was searched for as words.'],
    ['status:lost', 'State cannot be “lost”, so “status:lost” was searched for as words.'],
    ['assignee:me', 'Assigned to cannot be “me”, so “assignee:me” was searched for as words.'],
    ['constructor:x', 'No field is called “constructor”, so “constructor:x” was searched for as words.'],
  ])('searches %j as words, and says so', (q, notice) => {
    const { query, notices } = parseSearch(q, staff)
    expect(query).toEqual(tokensOf(q).map((token) => [word(token)]))
    expect(notices).toEqual([notice])
  })

  it('keeps what is no field together, where it is one of several or must not be there', () => {
    const both = { kind: 'words', tokens: ['colour', 'red'], joined: 'colourred', isPrefix: true }
    expect(queryOf('dune OR colour:red')).toEqual([[word('dune'), both]])
    expect(queryOf('-colour:red')).toEqual([[{ ...both, not: true }]])
  })
})

describe('chips', () => {
  it.each([
    ['dune "le guin" -dragon', ['dune', '“le guin”', 'not: dragon']],
    ['dune OR solaris', ['dune or solaris']],
    ['creator:"le guin" -type:book', ['Creator: le guin', 'not Type: book']],
    ['year:1950..1975 year:1965 year:..10', ['Year: 1950 to 1975', 'Year: 1965', 'Year: to 10']],
    ['status:at_work seen:yes', ['State: Being worked on', 'Seen: Watched']],
    ['id:7', ['Item: 7']],
    ['colour:red', ['colour:red']],
  ])('are of %j', (q, chips) => {
    expect(chipsOf(q)).toEqual(chips)
  })

  it('lead to what was typed without them', () => {
    const { chips } = parseSearch('a "b c" d OR e OR OR f creator:"g h" i', staff)
    expect(chips.map(({ without }) => without)).toEqual([
      '"b c" d OR e OR OR f creator:"g h" i',
      'a d OR e OR OR f creator:"g h" i',
      'a "b c" creator:"g h" i',
      'a "b c" d OR e OR OR f i',
      'a "b c" d OR e OR OR f creator:"g h"',
    ])
  })
})

/** What people and others might type: operators, fields and signs of all kinds, with words between. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'OR',
          '-',
          '"',
          '“',
          '-"',
          ' ',
          '  ',
          ':',
          '..',
          'creator:',
          'year:',
          'year:1950..',
          'id:7',
          'x:',
          '-type:',
        ],
        ...[
          'dune',
          'e-mail',
          '沙丘',
          '👩‍🚀',
          'שלום',
          '\u202e',
          '\0',
          '\ufdfa',
          '(',
          ')',
          '*',
          "'",
          '\\',
          '；',
          'ＯＲ',
          'status:open',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('whatever is typed', () => {
  it('has one reading, within bounds', () => {
    fc.assert(
      fc.property(typed, (q) => {
        const parsed = parseSearch(q, staff)
        expect(parseSearch(q, staff)).toEqual(parsed)
        const terms = parsed.query.flat()
        expect(terms.length).toBeLessThanOrEqual(mostTerms)
        expect(parsed.query.every((group) => group.length > 0)).toBe(true)
        expect(parsed.chips.length).toBeLessThanOrEqual(mostTerms)
        for (const term of terms)
          if (term.kind === 'words') {
            expect(term.tokens.length).toBeGreaterThan(0)
            expect(term.tokens.length).toBeLessThanOrEqual(100)
          }
      }),
      { numRuns: 2000 },
    )
  })

  it('loses one chip and keeps the others when that one is taken off', () => {
    fc.assert(
      fc.property(typed, (q) => {
        const { chips } = parseSearch(q, staff)
        chips.forEach(({ without }, taken) => {
          const left = parseSearch(without, staff).chips.map(({ text }) => text)
          expect(left).toEqual(chips.filter((_, index) => index !== taken).map(({ text }) => text))
        })
      }),
      { numRuns: 2000 },
    )
  })

  it('is answered to a member as if a private field did not exist', () => {
    const inAnyCase = fc
      .constantFrom(...hidden, 'INTERNAL_NOTES', 'Keeper')
      .map((name) => [name, `x${name.slice(1)}`])
    fc.assert(
      fc.property(typed, inAnyCase, typed, (before, [name = '', other = ''], after) => {
        const asked = (called: string) => parseSearch(`${before} ${called}:${after}`, member)
        const text = JSON.stringify(asked(name))
        // A notice that is cut in the middle of the name holds half of it, which cannot be renamed below.
        fc.pre(![...name].some((_, index) => text.includes(`${name.slice(0, index + 1)}…`)))
        const renamed = JSON.parse(
          text.replaceAll(name, other).replaceAll(tokensOf(name)[0] ?? '', tokensOf(other)[0] ?? ''),
        ) as unknown
        expect(renamed).toEqual(asked(other))
      }),
    )
  })

  it.each([
    Array.from({ length: 5000 }, (_, at) => `word${at}`).join(' '),
    '"'.repeat(5000),
    '"a "b "c '.repeat(500),
    'OR '.repeat(2000),
    '-'.repeat(5000),
    'creator:'.repeat(1000),
    '\ufdfa'.repeat(5000),
    'a\u0301'.repeat(5000),
    '\u0301'.repeat(100_000),
    'x) OR internal_notes: (y',
  ])('is bounded: %#', (q) => {
    const { query, notices } = parseSearch(q, staff)
    expect(query.flat().length).toBeLessThanOrEqual(mostTerms)
    expect(notices.length).toBeLessThanOrEqual(5)
  })

  it('is cut at so many characters and so many words, and says so', () => {
    expect(parseSearch('👍'.repeat(longestSearch), staff).notices).toEqual([])
    expect(parseSearch('x'.repeat(longestSearch + 1), staff).notices).toEqual([
      'Only the first 500 characters are searched for.',
    ])
    const words = Array.from({ length: mostTerms }, (_, at) => `w${at}`).join(' ')
    expect(parseSearch(words, staff).notices).toEqual([])
    expect(parseSearch(`${words} more`, staff).notices).toEqual(['Only the first 32 words are searched for.'])
  })
})

describe('a word in another spelling', () => {
  it.each([
    ['Ursla dune', 'ursla', 'ursula', 'ursula dune'],
    ['creator:"ursla le guin" -Ursla', 'ursla', 'ursula', 'creator:"ursula le guin" -ursula'],
    ['Émle  OR x', 'emle', 'emile', 'emile  OR x'],
    ['e-mial', 'mial', 'mail', 'e-mail'],
    ['dune', 'solaris', 'x', 'dune'],
  ])('takes its place in %j', (q, from, to, expected) => {
    expect(respelled(q, from, to)).toBe(expected)
  })

  it('leaves the rest as it is understood', () => {
    fc.assert(
      fc.property(typed, (q) => {
        const token = tokensOf(q)[0] ?? 'x'
        expect(searchKey(respelled(q, token, token))).toBe(searchKey(q))
      }),
    )
  })
})
