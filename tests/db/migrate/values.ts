/** Values of every type that a column can have, and whether one says the same as another: worked out here without the tool's own rules. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import {
  bigint,
  boolean,
  bytes,
  custom,
  date,
  decimal,
  integer,
  json,
  key,
  real,
  text,
  time,
} from '../../../src/db/migrate/define.ts'
import type { Column } from '../../../src/db/migrate/core/columns.ts'

const pad = (n: number, length = 2) => String(n).padStart(length, '0')
const someOf = (...values: string[]) => fc.constantFrom(...values)

/** Texts that look like something: numbers, days, moments and JSON, right and wrong. */
const day = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([y, m, d]) => `${pad(y, 4)}-${pad(m)}-${pad(d)}`)
const clock = fc
  .tuple(
    someOf('T', ' ', 't'),
    fc.integer({ min: 0, max: 24 }),
    fc.integer({ min: 0, max: 60 }),
    someOf('', ':00', ':59', ':60', ':07.1', ':07.120000', ':07.1234', ':07.999'),
    someOf('', 'Z', '+02:00', '-0530', '+14', '+15:00', ' +01:00', 'z'),
  )
  .map(([t, h, m, s, zone]) => `${t}${pad(h)}:${pad(m)}${s}${zone}`)
const number = fc
  .tuple(
    someOf('', '+', '-', ' '),
    someOf(
      '0',
      '1',
      '12',
      '007',
      '.5',
      '5.',
      '1.0',
      '2147483647',
      '2147483648',
      '9007199254740993',
      '12345678901234567.89',
      '0.10000000000000001',
      '2147483646.99999999999',
      '99.99',
      '99.995',
      '100',
    ),
    someOf('', '', '', 'e3', 'E-2', 'e400', 'e-400', 'e0000001', ' ', 'x', 'e'),
  )
  .map((parts) => parts.join(''))
const nasty = someOf(
  ...[
    '',
    ' ',
    '  lead  ',
    'c. 1800',
    '0x10',
    '1_000',
    '١٢',
    'NaN',
    'Infinity',
    '-Infinity',
    'Inf',
    '\t5',
    '5\n',
    '1 2',
    '--1',
  ],
  ...[
    '2024-01-15T10:00:00+0200',
    '2024-02-30',
    '2024-02-29',
    '2023-02-29',
    '2024-01-15T24:00',
    '2024-01-15 00:00:00.000+00',
  ],
  ...[
    '0001-01-01T00:00+10:00',
    '9999-12-31T23:59-10:00',
    '0000-01-01',
    'now',
    'today',
    'infinity',
    '2024-01',
    '20240115',
    '12:00',
    '12:00:00',
    '24:00:00',
    '23:59:59.99',
    '23:59:59.990',
    '12:00:00Z',
    '123e4567-e89b-12d3-a456-426614174000',
    '123E4567-e89b-12d3-a456-426614174000',
  ],
  ...[
    '1e400',
    '1e-400',
    '1e308',
    '2147483646.99999999999',
    '-2147483648',
    '-2147483649',
    '32767',
    '32768',
    '-32769',
    '123456',
    '1234567',
    '16777216',
    '16777300',
    '3e10',
    '1e-40',
    '12345.67',
    '9007199254740992',
  ],
  ...['t', 'YES', ' on ', 'n', 'maybe', '01', '1.00', '2', 'oui'],
  ...[
    '{"a":1,"a":2}',
    '{"a":{"b":1,"b":1}}',
    '[1,{"c":[{"d":1,"d":2}]}]',
    '{"a":1,"A":2}',
    '"\\u0000"',
    '"\\ud83d"',
    '"\\ud83d\\ude00"',
    '"\\\\u0000"',
    '{bad}',
    "{'a':1}",
    '[1,]',
    'null',
    'true',
    ' [1, 2] ',
    '01',
    '-0',
  ],
)
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 50 }).filter((value) => !value.includes('\0')),
  number,
  day,
  fc.tuple(day, clock).map((parts) => parts.join('')),
  fc.double().map(String),
  fc.json().filter((value) => !value.includes('\\u0000')),
  nasty,
)
const anyMoment = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((moment) => moment.toISOString())
const cents = (whole: number) => fc.integer({ min: -whole * 100, max: whole * 100 }).map((n) => n / 100)
const object = fc.oneof(
  fc.json({ maxDepth: 3 }),
  someOf('{"a": [1, 2]}', '"2024-01-15"', 'true', '12', '"12"'),
)

/** What a single float holds and writes again. */
const sixDigits = fc
  .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -30, max: 30 }))
  .map(([n, exponent]) => Number(`${n}e${exponent}`))
  .filter((value) => Math.abs(value) <= 2 ** 24)
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), someOf('00', '59.1', '07.25'))
  .map(([h, m, s]) => `${pad(h)}:${pad(m)}:${s}`)
const both = (name: string) => custom({ sqlite: name, postgresql: name })

export interface Kind {
  name: string
  column: Column
  /** What two values of it are compared by. */
  means: 'text' | 'number' | 'boolean' | 'moment' | 'json' | 'bytes'
  values: fc.Arbitrary<unknown>
}

export const kinds: Kind[] = [
  { name: 'text', column: text(), means: 'text', values: anyText },
  { name: 'key', column: key(), means: 'text', values: anyText },
  {
    name: 'varchar(30)',
    column: both('varchar(30)'),
    means: 'text',
    values: anyText.map((value) => [...value].slice(0, 30).join('')),
  },
  {
    name: 'char(12)',
    column: both('char(12)'),
    means: 'text',
    values: anyText.map((value) => [...value].slice(0, 12).join('').replace(/ +$/, '')),
  },
  {
    name: 'smallint',
    column: both('smallint'),
    means: 'number',
    values: fc.oneof(fc.constantFrom(0, 1, -1), fc.integer({ min: -32768, max: 32767 })),
  },
  {
    name: 'integer',
    column: integer(),
    means: 'number',
    values: fc.oneof(fc.constantFrom(0, 1, -1), fc.integer()),
  },
  {
    name: 'bigint',
    column: bigint(),
    means: 'number',
    values: fc.oneof(fc.constantFrom(0, 1), fc.maxSafeInteger()),
  },
  {
    name: 'real',
    column: real(),
    means: 'number',
    values: fc.oneof(
      fc.constantFrom(0, 1, 0.1, 0.1 + 0.2, 1e15, 1e300, 2 ** 53 + 2, 3_733_869_515_174_754),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .filter((value) => value === 0 || Math.abs(value) > 2.3e-308),
      cents(1e6),
    ),
  },
  {
    name: 'float',
    column: custom({ sqlite: 'real', postgresql: 'float(10)' }),
    means: 'number',
    values: sixDigits,
  },
  { name: 'decimal(10,2)', column: decimal(10, 2), means: 'number', values: cents(1e7) },
  { name: 'decimal(4,2)', column: decimal(4, 2), means: 'number', values: cents(99) },
  { name: 'boolean', column: boolean(), means: 'boolean', values: fc.boolean() },
  {
    name: 'time',
    column: time(),
    means: 'moment',
    values: fc.oneof(anyMoment, someOf('2024-01-15T00:00:00.000Z')),
  },
  {
    name: 'datetime',
    column: custom({ sqlite: 'datetime', postgresql: 'timestamp(3)' }),
    means: 'moment',
    values: fc.oneof(anyMoment, someOf('2024-01-15T00:00:00.000Z')),
  },
  { name: 'time of day', column: both('time(2)'), means: 'text', values: timeOfDay },
  { name: 'uuid', column: custom({ sqlite: 'text', postgresql: 'uuid' }), means: 'text', values: fc.uuid() },
  { name: 'date', column: date(), means: 'moment', values: anyMoment.map((moment) => moment.slice(0, 10)) },
  {
    name: 'json',
    column: json(),
    means: 'json',
    values: object.filter((value) => !/\\u(0000|[dD][89a-fA-F])|e-3[012]\d/.test(value)),
  },
  { name: 'bytes', column: bytes(), means: 'bytes', values: fc.uint8Array({ maxLength: 8 }) },
]

/** A value that every reading of it agrees on: compared by what it says and not by how it is written. */
export function sameMeaning(from: Kind, to: Kind, before: unknown, after: unknown): boolean {
  if (to.means === 'text' && from.means === 'text') return before === after
  if (from.means === 'number' && to.means === 'text') return Number(before) === Number(after) // a double has many names
  const by = to.means === 'text' ? from.means : to.means
  const [old, now] = [meaning(by, before), meaning(by, after)]
  return old !== undefined && isDeepStrictEqual(old, now)
}

function meaning(by: Kind['means'], value: unknown): unknown {
  const written = (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)).trim()
  switch (by) {
    case 'number':
      return typeof value === 'boolean' ? numberOf(value ? '1' : '0') : numberOf(written)
    case 'boolean':
      if (/^(t|true|y|yes|on|1|1\.0+)$/i.test(written)) return true
      return /^(f|false|n|no|off|0|0\.0+)$/i.test(written) ? false : undefined
    case 'moment':
      return momentOf(written)
    case 'json':
      return jsonOf(typeof value === 'boolean' ? (value ? '1' : '0') : written)
    case 'bytes':
    case 'text':
      return written
  }
}

/** The number in one form, whatever its length: "-15e-1". */
function numberOf(written: string): string | undefined {
  const [, sign = '', whole = '', part = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(written) ?? []
  const digits = (whole + part).replace(/^0+/, '')
  if (whole + part === '') return undefined
  const bare = digits.replace(/0+$/, '')
  if (bare === '') return '0'
  return `${sign === '-' ? '-' : ''}${bare}e${Number(exponent) - part.length + (digits.length - bare.length)}`
}

/** Milliseconds in UTC; without a zone it is UTC, and a day is its first moment. */
function momentOf(written: string): number | undefined {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):?(\d\d)?)?)?$/.exec(
      written,
    )
  if (!found) return undefined
  const [year = 0, month = 0, inMonth = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const thousandths = Number(`0.${found[7] ?? '0'}`) * 1000
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, inMonth)
  if (moment.getUTCDate() !== inMonth || hour > 23 || minute > 59 || second > 59) return undefined
  if (Math.abs(thousandths - Math.round(thousandths)) > 1e-9) return undefined
  moment.setUTCHours(hour, minute, second, Math.round(thousandths))
  const offset = (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0)) * (found[8] === '-' ? 1 : -1)
  return moment.getTime() + offset * 60_000
}

/** JSON read; numbers by their digits, so that none counts as another that JavaScript cannot tell from it. */
function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written, function (_, value, context?: { source?: string }) {
      return typeof value === 'number' ? `number ${numberOf(context?.source ?? String(value))}` : value
    } as Parameters<typeof JSON.parse>[1])
  } catch {
    return undefined
  }
}
