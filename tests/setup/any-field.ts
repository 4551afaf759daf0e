/** Any value of a declared field, as a cell of a file holds it, by its kind: for tests that try many. */
import fc from 'fast-check'
import { declarationOf } from '../../src/declared.ts'
import type { DeclaredName } from '../../src/declared.ts'
import { isReference } from '../../src/fields/field.ts'
import { joinNames } from '../../src/features/transfer/forms.ts'
import { normaliseText, searchKey } from '../../src/rules/text.ts'

const ink = fc.string({
  unit: fc.constantFrom('a', 'B', 'é', 'e\u0301', '東', '𝔞', '"', ';', ',', '\n', '\r\n', "'", ' ', '='),
})
const anyText = fc.oneof(ink, fc.string({ unit: 'grapheme' })).filter((text) => normaliseText(text) !== null)

/** Text with something in it that shows. */
export const readableText = anyText.filter((text) => searchKey(text) !== '')

/** Names in one cell. */
const names = (most: number) =>
  fc
    .uniqueArray(readableText, { maxLength: most, selector: searchKey })
    .map((list) => joinNames(list.map((name) => name.trim())))

const orNothing = (text: fc.Arbitrary<string>) => fc.option(text, { nil: '' })
const from = new Date('0001-01-02T00:00:00.000Z')
const to = new Date('9999-12-30T23:59:59.999Z')
const moment = fc.date({ min: from, max: to, noInvalidDate: true }).map((date) => date.toISOString())

/** Accounts and other items would have to be there, and two of the same are refused where a field is unique: those stay empty. */
export function anyCell(name: DeclaredName): fc.Arbitrary<string> {
  const field: ReturnType<typeof declarationOf> & { unique?: boolean } = declarationOf(name)
  if (isReference(field)) return field.kind === 'lookup' ? names(field.many ? 4 : 1) : fc.constant('')
  if (field.unique === true) return fc.constant('')
  return anyOfKind(field).filter((text) => field.parse(text).problem === undefined)
}

interface Numeric {
  min?: string | number
  max?: string | number
  most?: number
  decimals?: number
}

function anyOfKind(
  field: Exclude<ReturnType<typeof declarationOf>, { many: boolean }> & Numeric,
): fc.Arbitrary<string> {
  const { min, max, most, decimals = 0 } = field
  const whole = (least: number, greatest: number) => fc.integer({ min: least, max: greatest })
  switch (field.kind) {
    case 'title':
      return readableText
    case 'text':
    case 'identifier':
      return orNothing(readableText)
    case 'longText':
      return anyText
    case 'link':
      return orNothing(fc.webUrl())
    case 'year':
      return orNothing(whole(Number(min ?? -9999), Number(max ?? 9999)).map(String))
    case 'integer':
      return orNothing(whole(Number(min ?? -2_147_483_648), Number(max ?? 2_147_483_647)).map(String))
    case 'decimal':
    case 'money': {
      const unit = 10 ** decimals
      const [least, greatest] = [Number(min ?? -1e9), Number(max ?? 1e9)]
      const units = whole(Math.ceil(least), Math.floor(greatest))
      return orNothing(
        fc.tuple(units, whole(0, unit - 1)).map(([n, part]) => (n + part / unit).toFixed(decimals)),
      )
    }
    case 'rating':
      return orNothing(whole(1, most ?? 5).map(String))
    case 'date':
      return orNothing(moment.map((text) => text.slice(0, 10)))
    case 'dateTime':
      return orNothing(moment)
    case 'choice':
      return orNothing(fc.constantFrom(...(field.filterBy?.keys ?? [])))
    case 'yesNo':
      return fc.constantFrom('', 'yes', 'no')
  }
}
