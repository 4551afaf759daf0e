/** A field of each kind, with texts that a person may send for it, and what tells which of two values comes first. */
import fc from 'fast-check'
import type { AnyField } from '../../src/fields/field.ts'
import * as field from '../../src/fields/index.ts'
import { searchKey } from '../../src/rules/text.ts'

export interface Kind {
  field: AnyField
  /** Texts of which most are values. */
  sent: fc.Arbitrary<string>
  /** Below zero where the first comes first going up; for kinds that have an order. Values only, never "none". */
  compare?: (a: never, b: never) => number
}

const options = { sort: true, filter: true } as const
const bySize = (a: number | string, b: number | string) => Number(a) - Number(b)
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** UTF-8 sorts as code points do, where JavaScript's own order takes halves of characters. */
const byKey = (a: string, b: string) => {
  const [one, other] = [a, b].map((text) => Buffer.from([...searchKey(text)].slice(0, 200).join('')))
  return one && other ? Buffer.compare(one, other) : 0
}

const letters = [...'aAbzZ019 -', ...`äÉßøçΣσя東京あ👍’'"\\%_;,.:(<&`, 'ﬁ', 'Å', 'ñ', '\u00ad', '\u0301']
const words = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 })
const line = fc.oneof(
  { weight: 8, arbitrary: words },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  // The index holds the beginning: what differs behind it is equal to the order.
  { weight: 1, arbitrary: fc.constantFrom('x', 'é', '👍').map((letter) => letter.repeat(240)) },
)
const whole = (min: number, max: number) =>
  fc.oneof(fc.integer({ min: -12, max: 12 }), fc.integer({ min, max }), fc.constantFrom(min, max)).map(String)

/** Exact numbers of at most so many digits before and after the point, written as people write them. */
function exact(before: number, after: number): fc.Arbitrary<string> {
  const part = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('0', '1', '9', '10', '12', '99') },
    { weight: 1, arbitrary: fc.stringMatching(new RegExp(`^[0-9]{1,${String(before)}}$`)) },
    { weight: 1, arbitrary: fc.constant('9'.repeat(before)) },
  )
  const sign = fc.constantFrom('', '', '-', '+')
  const behind =
    after === 0 ? fc.constant('') : fc.stringMatching(new RegExp(`^(\\.[0-9]{1,${String(after)}}0?)?$`))
  return fc.tuple(sign, part, behind).map((parts) => parts.join(''))
}

const two = (number: number) => String(number).padStart(2, '0')
const day = fc
  .date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-29T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const days = fc.oneof(fc.constantFrom('2024-02-29', '2023-12-31', '2024-01-01', '0001-01-02'), day)
const zones = fc.constantFrom('Z', '', '+01:00', '-05:30', '+1400', '-12:00')
const time = fc.tuple(
  fc.nat(23),
  fc.nat(59),
  fc.option(fc.tuple(fc.nat(59), fc.option(fc.nat(999), { nil: undefined })), { nil: undefined }),
)
const moments = fc.tuple(days, time, zones, fc.constantFrom('T', ' ')).map(([date, at, zone, between]) => {
  const [hours, minutes, [seconds, part] = []] = at
  const rest = seconds === undefined ? '' : `:${two(seconds)}`
  const fraction = part === undefined ? '' : `.${String(part).padStart(3, '0')}`
  return `${date}${between}${two(hours)}:${two(minutes)}${rest}${fraction}${zone}`
})

const states = { on_loan: 'On loan', away: 'Away', home: 'At home', lost: "Lost (isn't there)" }
const link = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom('https://example.org', 'HTTP://Example.org/ä?b=ç#東', 'http://[::1]:8080/'),
)

export const everyKind: Record<string, Kind> = {
  title: { field: field.title('Title'), sent: line, compare: byKey },
  note: { field: field.longText('Note'), sent: fc.tuple(line, line).map((both) => both.join('\r\n')) },
  place: { field: field.text('Place', options), sent: line, compare: byKey },
  code: { field: field.identifier('Code', options), sent: line, compare: byKey },
  number: {
    field: field.integer('Number', options),
    sent: whole(-2_147_483_648, 2_147_483_647),
    compare: bySize,
  },
  weight: {
    field: field.decimal('Weight', { decimals: 3, ...options }),
    sent: exact(12, 3),
    compare: bySize,
  },
  pieces: {
    field: field.decimal('Pieces', { decimals: 0, ...options }),
    sent: exact(15, 0),
    compare: bySize,
  },
  share: {
    field: field.decimal('Share', { decimals: 14, ...options }),
    sent: exact(1, 14),
    compare: bySize,
  },
  price: {
    field: field.money('Price', { currency: 'EUR', ...options }),
    sent: exact(13, 2),
    compare: bySize,
  },
  price_there: {
    field: field.money('Price there', { currency: 'JPY', ...options }),
    sent: exact(15, 0),
    compare: bySize,
  },
  stars: { field: field.rating('Stars', options), sent: whole(1, 5), compare: bySize },
  written: { field: field.year('Written', options), sent: whole(-9999, 9999), compare: bySize },
  bought: { field: field.date('Bought', options), sent: days, compare: byText },
  seen_at: { field: field.dateTime('Seen at', options), sent: moments, compare: byText },
  state: {
    field: field.choice('State', { values: states, ...options }),
    sent: fc.constantFrom(...Object.keys(states), ...Object.values(states)),
    compare: (a: string, b: string) => Object.keys(states).indexOf(a) - Object.keys(states).indexOf(b),
  },
  works: {
    field: field.yesNo('Works', { yes: 'It does', no: 'Broken', ...options }),
    sent: fc.constantFrom('yes', 'no', 'YES', 'It does', 'broken'),
    compare: (a: boolean, b: boolean) => Number(b) - Number(a),
  },
  page_there: { field: field.link('Page there', { filter: true }), sent: link },
}
