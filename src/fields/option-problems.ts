/** What can be wrong with the options of single kinds of field: their bounds, their values, what a new item has. */
import type { Checked } from '../rules/checks.ts'
import { limits } from '../rules/limits.ts'
import { isDecimals, exactDigits } from './decimal.ts'
import type { AnyField } from './field.ts'
import { problemOfUnknown } from './unknown-options.ts'
import { integers } from './whole-number.ts'

/** Each ends a sentence that begins with the field. */
export function problemsOfOptions(field: AnyField): (string | undefined)[] {
  return [problemOfUnknown(field), problemOfBounds(field), problemOfKind(field), problemOfDefault(field)]
}

/** The options of single kinds, as far as they can contradict each other. */
interface OptionsOfKinds extends AnyField {
  min?: string | number
  max?: string | number
  decimals?: number
  currency?: string
  most?: number
  labels?: Readonly<Record<string, string>>
}

/** The least and the most that the column of a kind takes. */
function outermost({ kind, decimals = 0 }: OptionsOfKinds): { min: number; max: number } | undefined {
  if (kind === 'integer') return integers
  if (kind === 'year') return limits.year
  if (kind !== 'decimal' && kind !== 'money') return undefined
  const end = 10 ** (exactDigits - decimals) - 10 ** -decimals
  return { min: -end, max: end }
}

function problemOfBounds(field: OptionsOfKinds): string | undefined {
  const { min, max } = field
  const given = Object.entries({ min, max }).filter(([, value]) => value !== undefined)
  const ends = outermost(field)
  for (const [option, value] of given) {
    const isWrong = ends
      ? !(Number(value) >= ends.min && Number(value) <= ends.max)
      : !isFilled(field.parse(String(value)).value)
    // A wrong order makes both ends wrong, and is the better thing to say.
    if (isWrong && !isWrongWayRound(field))
      return `has ${option}: ${shown(value)}, which is no value of the kind ${field.kind}`
  }
  return isWrongWayRound(field) ? `has min: ${shown(min)} after max: ${shown(max)}` : undefined
}

const isFilled = (value: unknown) => value !== undefined && value !== null

function isWrongWayRound(field: OptionsOfKinds): boolean {
  const { min, max } = field
  if (min === undefined || max === undefined) return false
  return outermost(field) ? Number(min) > Number(max) : String(min) > String(max)
}

function problemOfKind({ currency, decimals, most, labels }: OptionsOfKinds): string | undefined {
  if (currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency))
    return `has currency: '${currency}', which is not one of ISO 4217: write three capitals, such as EUR`
  if (most !== undefined && !(Number.isInteger(most) && most >= 1 && most <= 100))
    return `has most: ${most}, and the best rating is a whole number from 1 to 100`
  if (decimals !== undefined && !isDecimals(decimals))
    return `has decimals: ${decimals}, and there are 0 to ${exactDigits - 1} digits after the point`
  return labels && problemOfKeys(Object.keys(labels))
}

function problemOfKeys(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return 'has no values, and a choice needs one at least'
  const key = keys.find((each) => !/^[\p{L}\p{N}]([\p{L}\p{M}\p{N} ._-]*[\p{L}\p{M}\p{N}])?$/u.test(each))
  if (key !== undefined)
    return `has the value '${key}': a key is letters and digits, with spaces, points, _ and - between them`
  const number = keys.find((each) => /^\d+$/.test(each))
  // JavaScript puts such keys of an object first, whatever their place.
  return number === undefined
    ? undefined
    : `has the value '${number}', which would lose its place in the order: begin it with a letter`
}

function problemOfDefault(field: AnyField): string | undefined {
  if (field.default === undefined || field.default === null) return undefined
  const { value, problem } = field.parse(readable(field)) as Checked<unknown>
  return problem === undefined && value === field.default
    ? undefined
    : `has default: ${shown(field.default)}, which is no value of it as it is stored${isFilled(value) ? `: write ${shown(value)}` : ''}`
}

/** What its default says as text; a value of another kind may have none. */
function readable(field: AnyField): string {
  const text: unknown = field.text(field.default)
  return typeof text === 'string' ? text : String(field.default)
}

const shown = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value))
