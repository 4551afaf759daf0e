/**
 * How a value becomes one of another type, and which values do not. A value keeps its meaning exactly or it does not fit; both
 * engines go by the same rules, and both write them in SQL, so that a script can check like the tool.
 */
import type { ColumnType } from '../core/columns.ts'

/** How to find the values that do not fit. */
export interface Misfit {
  /** A statement that has to run first. */
  readonly before?: string
  /** Holds for the rows whose value does not fit. */
  readonly where: string
}

/** Which values a type holds, by whatever name an engine calls it; `own`: only the engine can tell. */
export type ValuesOfType =
  | { kind: 'json' }
  | { kind: 'boolean' | 'date' | 'bytes' | 'own' }
  | { kind: 'whole'; least: number; most: number }
  /** `digits`: how many it keeps, where a double keeps more. */
  | { kind: 'real'; digits?: number }
  | { kind: 'decimal'; precision: number; scale: number }
  /** `most`: in characters. `padded`: blanks at the end are not kept. */
  | { kind: 'text'; most?: number; padded?: boolean }
  /** `digits`: those after the second. */
  | { kind: 'time'; digits: number; zone: boolean }
  /** A text of a fixed form, as PostgreSQL writes it: patterns that are valid in GLOB and as regular expressions. */
  | { kind: 'form'; patterns: readonly string[] }

export function valuesOf(type: ColumnType): ValuesOfType {
  switch (type.kind) {
    case 'integer':
      return whole(2 ** 31)
    case 'bigint':
      return { ...whole(2 ** 53), least: -(2 ** 53) + 1 } // JavaScript's safe integers
    case 'key':
      return { kind: 'text' }
    case 'time':
      return { kind: 'time', digits: 3, zone: true }
    case 'custom':
      return valuesNamed(type.postgresql)
    default:
      return type as ValuesOfType
  }
}

const whole = (limit: number): Extract<ValuesOfType, { kind: 'whole' }> => ({
  kind: 'whole',
  least: -limit,
  most: limit - 1,
})
const digit = '[0-9]'
const hex = (count: number) => '[0-9a-f]'.repeat(count)

/** By PostgreSQL's name of the type, in lower case; `a` and `b` are the numbers in its brackets. */
const byName: [name: RegExp, values: (a: number | undefined, b: number | undefined) => ValuesOfType][] = [
  [/^(smallint|int2)$/, () => whole(2 ** 15)],
  [/^(integer|int|int4)$/, () => whole(2 ** 31)],
  [/^(bigint|int8)$/, () => valuesOf({ kind: 'bigint' })],
  [/^(real|float4)$/, () => ({ kind: 'real', digits: 6 })],
  [/^(double precision|float8)$/, () => ({ kind: 'real' })],
  // `float(24)` is a real: https://www.postgresql.org/docs/15/datatype-numeric.html#DATATYPE-FLOAT
  [/^float$/, (a = 53) => (a <= 24 ? { kind: 'real', digits: 6 } : { kind: 'real' })],
  [/^(numeric|decimal)$/, (a, b = 0) => (a ? { kind: 'decimal', precision: a, scale: b } : { kind: 'real' })],
  [/^(text|varchar|character varying)$/, (a) => ({ kind: 'text', ...(a && { most: a }) })],
  [/^(char|character)$/, (a = 1) => ({ kind: 'text', most: a, padded: true })],
  [/^(boolean|bool)$/, () => ({ kind: 'boolean' })],
  [/^date$/, () => ({ kind: 'date' })],
  [
    /^(timestamptz|timestamp with time zone)$/,
    (a = 3) => ({ kind: 'time', digits: Math.min(a, 3), zone: true }),
  ],
  [/^timestamp( without time zone)?$/, (a = 3) => ({ kind: 'time', digits: Math.min(a, 3), zone: false })],
  [/^time( without time zone)?$/, (a = 6) => ({ kind: 'form', patterns: timePatterns(a) })],
  [/^jsonb?$/, () => ({ kind: 'json' })],
  [/^bytea$/, () => ({ kind: 'bytes' })],
  [/^uuid$/, () => ({ kind: 'form', patterns: [[8, 4, 4, 4, 12].map(hex).join('-')] })],
]

/** A time of day, with at most this many decimals and no zero at the end of them. */
function timePatterns(digits: number): string[] {
  const parts = Array.from({ length: digits }, (_, i) => `[.]${digit.repeat(i)}[1-9]`)
  return [`[01]${digit}`, '2[0-3]'].flatMap((hour) =>
    ['', ...parts].map((part) => `${hour}:[0-5]${digit}:[0-5]${digit}${part}`),
  )
}

function valuesNamed(type: string): ValuesOfType {
  const [, before = '', a, b, after = ''] =
    /^([^(]*?)\s*(?:\((\d+)\s*(?:,\s*(\d+))?\))?(\s.*)?$/.exec(type.toLowerCase()) ?? []
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  const found = byName.find(([name]) => name.test(before + after))
  return found ? found[1](number(a), number(b)) : { kind: 'own' }
}

/** What is true and what is false, in lower case. */
export const yes = ['t', 'true', 'yes', 'y', 'on']
export const no = ['f', 'false', 'no', 'n', 'off']

/** The least and the greatest number that a double holds, and the longest text that is read as a number. */
export const doubleRange = { least: '2.3e-308', most: '1.7976931348623157e308', length: 400 }

/** A double keeps this many digits for certain. */
export const safeDigits = 15

/** The range of PostgreSQL's `real` here: above 2^24 it leaves integers out, and PostgreSQL writes them in another form. */
export const realRange = { least: '1.2e-38', most: 2 ** 24 }

/**
 * The first number that is too large for a decimal, or for JSON that is only a number: SQLite keeps both as integers where it
 * can, and beyond 2^53 JavaScript does not read them.
 */
export function tooLarge(type: ValuesOfType): number {
  return type.kind === 'decimal' ? Math.min(10 ** (type.precision - type.scale), 2 ** 53) : 2 ** 53
}

/** A list of texts as SQL. */
export const listed = (words: readonly string[]) => `(${words.map((word) => `'${word}'`).join(', ')})`

export function isText(type: string): boolean {
  return /char|text|clob/i.test(type)
}

/**
 * Whether a default of the old type still makes sense in the new one: only between numbers, or between texts.
 * @param from the engine's name of the old type
 */
export function keepsDefault(from: string, to: ColumnType): boolean {
  const isNumber = /^(small|big)?int(eger|[248])?\b|^(numeric|decimal|real|double|float)/i.test(from)
  const { kind } = valuesOf(to)
  // Texts that only PostgreSQL knows, such as `citext`; `text[]` is none.
  const isOwnText = kind === 'own' && to.kind === 'custom' && /char$|text$/i.test(to.postgresql)
  if (kind === 'text' || isOwnText) return isText(from)
  return isNumber && ['whole', 'real', 'decimal'].includes(kind)
}
