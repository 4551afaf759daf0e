/** What a new resource is called: guessed from its name, or as it was said. */
import { expect, it } from 'vitest'
import { wordsOf } from '../../../src/cli/make/words.ts'

it.each([
  ['loans', 'loan'],
  ['categories', 'category'],
  ['essays', 'essay'],
  ['boxes', 'box'],
  ['classes', 'class'],
  ['statuses', 'status'],
  ['houses', 'house'],
  ['courses', 'course'],
  ['dishes', 'dish'],
  ['reading_lists', 'reading list'],
])('guesses what one of the %s is called: %s', (table, one) => {
  expect(wordsOf(table, {})).toMatchObject({ one, isGuess: true })
})

it.each(['people', 'sheep', 'progress'])('guesses nothing of %s', (table) => {
  expect(wordsOf(table, {})).toBeUndefined()
})

it('takes the words that are said, and makes the names in code of them', () => {
  expect(wordsOf('reading_lists', { one: 'list to read', plural: 'lists to read' })).toEqual({
    table: 'reading_lists',
    one: 'list to read',
    many: 'lists to read',
    isGuess: false,
    typeOfOne: 'ListToRead',
    typeOfMany: 'ReadingLists',
    permission: 'list_to_read',
  })
})

it('makes names in code of words with a hyphen', () => {
  expect(wordsOf('check_ins', { one: 'check-in', plural: 'check-ins' })).toMatchObject({
    typeOfOne: 'CheckIn',
    permission: 'check_in',
  })
})
