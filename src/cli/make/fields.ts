/** Reads `due:date!` and the like: each becomes a declared field, and the code that declares it. */
import * as field from '../../fields/index.ts'
import type { AnyField, ReferenceField } from '../../fields/field.ts'
import { capital } from '../../rules/words.ts'

export interface FieldToMake {
  readonly name: string
  readonly declared: AnyField | ReferenceField
  /** As it stands in `src/resources.ts`: `due: field.date('Due', { required: true }),`. */
  readonly code: string
}

type Options = Record<string, unknown>

/** The kinds that a row can have, and what stands in the brackets behind each: `choice(open,done)`. */
const kinds = {
  text: undefined,
  longText: undefined,
  integer: undefined,
  decimal: (given) => (given === '' ? {} : { decimals: Number(given) }),
  money: (given) => ({ currency: given || 'EUR' }),
  rating: (given) => (given === '' ? {} : { most: Number(given) }),
  year: undefined,
  date: undefined,
  dateTime: undefined,
  choice: (given) => ({ values: given.split(',').map((key) => key.trim()) }),
  yesNo: undefined,
  link: undefined,
  person: undefined,
  item: undefined,
  lookup: (given) => ({ of: given }),
} as const satisfies Partial<Record<keyof typeof field, ((given: string) => Options) | undefined>>

type Kind = keyof typeof kinds

export const kindNames = Object.keys(kinds) as Kind[]

/** Those that say nothing without their brackets. */
const needsBrackets: readonly string[] = ['choice', 'lookup']

/** The list shows so many fields, beside the name of the row. */
const mostInTable = 5

/**
 * @param read the permission with which a person is read
 * @returns the fields; or, where one is not written as it must be, what is wrong with it
 */
export function readFields(written: readonly string[], read: string): FieldToMake[] | string {
  const fields: FieldToMake[] = []
  let inTable = 0
  for (const text of written) {
    const parts = partsOf(text)
    if (typeof parts === 'string') return parts
    const { name, kind } = parts
    if (fields.some((each) => each.name === name)) return `the field "${name}" is named twice`
    // The first line of text is what a row is called, and long texts are too long for a table.
    const isName = kind === 'text' && !fields.some(({ declared }) => declared.kind === 'text')
    const isShown = kind !== 'longText' && !isName && inTable < mostInTable
    if (isShown) inTable++
    fields.push(makeField(parts, { read, isShown }))
  }
  return fields
}

interface Parts {
  name: string
  kind: Kind
  options: Options
  required: boolean
}

function partsOf(text: string): Parts | string {
  const found = /^([^:]+):([A-Za-z]+)(?:\(([^()]*)\))?(!?)$/.exec(text)
  if (!found)
    return `“${text}” is no field: write NAME:KIND, such as due:date or due:date! for one that is required`
  const [, name = '', word = '', given, mark] = found
  const kind = kindNames.find((each) => each === word)
  if (kind === undefined) return `“${text}” is of no kind: there are ${kindNames.join(', ')}`
  const optionsOf: ((given: string) => Options) | undefined = kinds[kind]
  if (given !== undefined && !optionsOf) return `“${text}”: the kind ${kind} takes nothing in brackets`
  if (!given && needsBrackets.includes(kind))
    return `“${text}” says too little: write ${name}:choice(open,done) or ${name}:lookup(creators), in quotes`
  return { name, kind, options: optionsOf?.(given ?? '') ?? {}, required: mark === '!' }
}

function makeField(
  { name, kind, options, required }: Parts,
  { read, isShown }: { read: string; isShown: boolean },
): FieldToMake {
  const label = capital(name.replaceAll('_', ' '))
  const all: Options = {
    ...options,
    ...(required && { required }),
    ...(isShown && { table: true }),
    ...(kind === 'person' && { read }),
  }
  const make = field[kind] as unknown as (label: string, options: Options) => AnyField | ReferenceField
  const written = Object.keys(all).length === 0 ? '' : `, ${asCode(all)}`
  return { name, declared: make(label, all), code: `${name}: field.${kind}(${asCode(label)}${written}),` }
}

/** A value as code. */
export function asCode(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asCode).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name}: ${asCode(each)}`)
      .join(', ')} }`
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value)
}
