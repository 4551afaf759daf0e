/** Coloured SQL is the same SQL. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sqlTokens } from '../../src/ui/sql-tokens.ts'

const kinds = (sql: string) =>
  sqlTokens(sql)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => [kind, text])

test('the pieces are the text again, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (sql) => {
      expect(
        sqlTokens(sql)
          .map(({ text }) => text)
          .join(''),
      ).toBe(sql)
    }),
  )
})

test('keywords, texts, figures, parameters, names and remarks are told apart', () => {
  expect(kinds(`SELECT "a b", 'it''s' FROM items WHERE year > 19.5 AND id = $1 -- end`)).toEqual([
    ['keyword', 'SELECT'],
    ['name', '"a b"'],
    ['string', "'it''s'"],
    ['keyword', 'FROM'],
    ['keyword', 'WHERE'],
    ['number', '19.5'],
    ['keyword', 'AND'],
    ['parameter', '$1'],
    ['comment', '-- end'],
  ])
})

test('a word inside a text or a name is no keyword, and neither is part of a longer word', () => {
  expect(kinds(`selected 'select' order_id`)).toEqual([['string', "'select'"]])
})

test('what is not closed runs to the end', () => {
  expect(kinds(`'open select`)).toEqual([['string', `'open select`]])
  expect(kinds('/* open select')).toEqual([['comment', '/* open select']])
})
