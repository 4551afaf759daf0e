/** Names as they stand in a list that is ordered by family names. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proposedSortName, sortKeyOfName } from '../../src/rules/sort-name.ts'

const proposals: readonly (readonly [name: string, sortName: string])[] = [
  ['Ursula K. Le Guin', 'Le Guin, Ursula K.'],
  ['Ada Lovelace', 'Lovelace, Ada'],
  ['Ludwig van Beethoven', 'van Beethoven, Ludwig'],
  ['W. E. B. Du Bois', 'Du Bois, W. E. B.'],
  ['Simone de Beauvoir', 'de Beauvoir, Simone'],
  ['Vittorio De Sica', 'De Sica, Vittorio'],
  ['Martin Luther King Jr.', 'King, Martin Luther, Jr.'],
  ['William W. Behrens III', 'Behrens, William W., III'],
  ['John Smith (poet)', 'Smith, John (poet)'],
  ['Tim Berners-Lee', 'Berners-Lee, Tim'],
  ['  Ada   Lovelace ', 'Lovelace, Ada'],
]

const whole = [
  'Plato',
  'Lovelace, Ada',
  'Hildegard of Bingen',
  'London Symphony Orchestra',
  'Association for Computing Machinery',
  'Assemblée nationale constituante',
  'LIGO Scientific Collaboration',
  'Penguin Books',
  'Simon & Schuster',
  'Maroon 5',
  'Van Morrison',
  'De La Soul',
  'bell hooks',
  '宮崎 駿',
  '김 연아',
  'อภิชาติพงศ์ วีระเศรษฐกุล',
  '',
]

describe('the sort name that is proposed', () => {
  it.each(proposals)('of %s is %s', (name, sortName) => {
    expect(proposedSortName(name)).toBe(sortName)
  })

  it.each(whole)('of “%s” is the name itself', (name) => {
    expect(proposedSortName(name)).toBe(name)
  })

  it('has an article at its end', () => {
    expect(proposedSortName('The Beatles')).toBe('Beatles, The')
    expect(proposedSortName('A Tribe Called Quest')).toBe('Tribe Called Quest, A')
    expect(proposedSortName('The The')).toBe('The, The')
  })

  it('stays as it is when a name is proposed for it again, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = proposedSortName(name)
        expect(proposedSortName(once)).toBe(once)
      }),
    )
  })

  it('is what a name is ordered by, unless another is given', () => {
    expect(sortKeyOfName('Émile Zola')).toBe('zola, emile')
    expect(sortKeyOfName('Daft Punk', 'Daft Punk')).toBe('daft punk')
    expect(sortKeyOfName('Maroon 5')).toBe('maroon 15')
  })
})
