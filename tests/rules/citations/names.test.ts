/** Names are turned round for citations, particles and organisations included. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citedName, initials, straight, turned } from '../../../src/rules/citations/names.ts'

describe('a name turned round', () => {
  it.each([
    ['Ada Lovelace', 'Lovelace, Ada'],
    ['Charles David Keeling', 'Keeling, Charles David'],
    ['Vincent van Gogh', 'van Gogh, Vincent'],
    ['Ludwig Mies van der Rohe', 'van der Rohe, Ludwig Mies'],
    ['Olympe de Gouges', 'de Gouges, Olympe'],
    ['Muhammad al-Idrisi', 'al-Idrisi, Muhammad'],
    ['Baran bo Odar', 'bo Odar, Baran'],
    ['Leonard d’Arcy', 'd’Arcy, Leonard'],
    ['Marie Skłodowska-Curie', 'Skłodowska-Curie, Marie'],
    ['Martin Luther King Jr.', 'King, Martin Luther, Jr.'],
    ['Henry Ford II', 'Ford, Henry, II'],
    ['Édith Piaf', 'Piaf, Édith'],
    ['Björk', 'Björk'],
    ['van Gogh', 'van Gogh'],
    ['Lovelace, Ada', 'Lovelace, Ada'],
    ['  Ada   Lovelace ', 'Lovelace, Ada'],
    ['紫式部', '紫式部'],
  ])('%s is %s', (name, expected) => {
    expect(turned(citedName(name))).toBe(expected)
  })

  it.each([
    ['Li Zhizao', 'Li, Zhizao', 'Li, Zhizao'],
    ['Martin Luther King Jr.', 'King, Martin Luther, Jr.', 'King, Martin Luther, Jr.'],
    ['United Nations General Assembly', 'United Nations General Assembly', 'United Nations General Assembly'],
    ['Ada Lovelace', '  ', 'Lovelace, Ada'],
    ['Nanni', 'Nanni of Ur', 'Nanni of Ur'],
    ['Somebody', 'Somebody,', 'Somebody'],
  ])('%s with “%s” beside it is %s', (name, citedAs, expected) => {
    expect(turned(citedName(name, citedAs))).toBe(expected)
  })

  it('is itself when it is turned back', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{1,8}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 4 }), (words) => {
        const cited = citedName(words.join(' '))
        expect(straight(cited)).toBe(words.join(' '))
        expect(straight(citedName(turned(cited)))).toBe(words.join(' '))
      }),
    )
  })
})

describe('initials', () => {
  it.each([
    ['Ada', 'A.'],
    ['Charles David', 'C. D.'],
    ['Jean-Pierre', 'J.-P.'],
    ['J. R. R.', 'J. R. R.'],
    ['Édith', 'É.'],
    ['Łukasz', 'Ł.'],
  ])('of %s are %s', (given, expected) => {
    expect(initials(given)).toBe(expected)
  })
})
