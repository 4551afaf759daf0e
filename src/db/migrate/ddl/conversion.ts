/**
 * How a value becomes one of another type, and which values do not. A value keeps its meaning exactly or it does not fit; both
 * engines go by the same rules, and both say them in plain SQL, so that a script can look as the tool does.
 */
import type { ColumnType } from '../core/columns.ts'

/** How to find the values that do not fit. */
export interface Misfit {
  /** A statement that has to run first. */
  readonly before?: string
  /** Holds for the rows whose value does not fit. */
  readonly where: string
}

/** Which values a type holds, by whatever name an engine calls it; `own` where only the engine knows. */
export type ValuesOfType =
  | { kind: 'json' }
  | { kind: 'boolean' | 'date' | 'bytes' | 'own' }
  | { kind: 'whole'; least: number; most: number }
  /** `digits`: the most that it keeps, where that is fewer than those of a double. */
  | { kind: 'real'; digits?: number }
  | { kind: 'decimal'; precision: number; scale: number }
  /** `most`: in characters. `padded`: blanks at the end are not kept. */
  | { kind: 'text'; most?: number; padded?: boolean }
  /** `digits`: those after the second. */
  | { kind: 'time'; digits: number; zone: boolean }
  /** A text of a fixed form, the one in which PostgreSQL writes it: patterns for GLOB that are regular expressions as well. */
  | { kind: 'form'; patterns: readonly string[] }

export function valuesOf(type: ColumnType): ValuesOfType {
  switch (type.kind) {
    case 'integer':
      return whole(2 ** 31)
    case 'bigint':
      return { ...whole(2 ** 53), least: -(2 ** 53) + 1 } // those that JavaScript counts exactly
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

const whole = (beyond: number): Extract<ValuesOfType, { kind: 'whole' }> => ({
  kind: 'whole',
  least: -beyond,
  most: beyond - 1,
})
const digit = '[0-9]'
const hex = (count: number) => '[0-9a-f]'.repeat(count)

/** By PostgreSQL's name of the type, in small letters; `a` and `b` are the numbers in its brackets. */
const byName: [name: RegExp, values: (a: number | undefined, b: number | undefined) => ValuesOfType][] = [
  [/^(smallint|int2)$/, () => whole(2 ** 15)],
  [/^(integer|int|int4)$/, () => whole(2 ** 31)],
  [/^(bigint|int8)$/, () => valuesOf({ kind: 'bigint' })],
  [/^(real|float4)$/, () => ({ kind: 'real', digits: 6 })],
  [/^(double precision|float|float8)$/, () => ({ kind: 'real' })],
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
  [/^time( without time zone)?$/, (a = 6) => ({ kind: 'form', patterns: clocks(a) })],
  [/^jsonb?$/, () => ({ kind: 'json' })],
  [/^bytea$/, () => ({ kind: 'bytes' })],
  [/^uuid$/, () => ({ kind: 'form', patterns: [[8, 4, 4, 4, 12].map(hex).join('-')] })],
]

/** A time of day, with so many digits after its second at most and no nought at the end of them. */
function clocks(digits: number): string[] {
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

/** What is true and what is false, in small letters. */
export const yes = ['t', 'true', 'yes', 'y', 'on']
export const no = ['f', 'false', 'no', 'n', 'off']

/** The least and the greatest number that a double holds, and the longest text that is read as a number. */
export const doubleRange = { least: '2.3e-308', most: '1.7976931348623157e308', length: 400 }

/** So many digits of a number a double keeps for certain. */
export const mostDigits = 15

/** The numbers of six digits that a single float holds; beyond 2^24 it leaves some out, and PostgreSQL writes them otherwise. */
export const single = { least: '1.2e-38', most: 2 ** 24 }

/**
 * The first number that is too large for a decimal, or for JSON that is a number alone: SQLite keeps both as integers where it
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

/** Whether a default of the old type still makes sense in the new one: only between numbers, or between texts. */
export function keepsDefault(from: string, to: string): boolean {
  const family = (type: string) =>
    isText(type) ? 'text' : /int|numeric|decimal|real|double|float|serial/i.test(type) ? 'number' : type
  return family(from) === family(to)
}
