/**
 * Which declarations of fields cannot be: a name that is taken, a permission that nobody knows, options that contradict each other.
 * One of them stops every command and the start, with a line that names the field.
 */
import { limits } from '../rules/limits.ts'
import { permissions } from '../rules/permissions.ts'
import type { DeclaredType } from './domain.ts'
import { hasSortKey, isReference } from './field.ts'
import type { AnyField, Declarations, ReferenceField } from './field.ts'
import { problemsOfUses } from './home-problems.ts'
import type { DeclaredUses } from './home-problems.ts'
import { problemsOfLookups } from './lookup-problems.ts'
import type { DeclaredLookups } from './lookup-problems.ts'
import { problemOfName } from './name-problems.ts'
import { problemsOfOptions } from './option-problems.ts'
import { problemsOfTypes } from './type-problems.ts'
import { problemOfUnknown } from './unknown-options.ts'
import { problemsOfWords } from './word-problems.ts'
import type { DeclaredWords } from './word-problems.ts'

/** A declaration that cannot be. The message is one line that names the field and says what to write. */
export class DeclarationError extends Error {
  override name = 'DeclarationError'
}

/** What a domain declares. */
export interface Declared extends DeclaredUses {
  readonly fields: Declarations
  readonly lookups: DeclaredLookups
  readonly types?: readonly DeclaredType[]
}

/** @throws DeclarationError for the first declaration that cannot be */
export function mustBePossible(domain: Declared & DeclaredWords): void {
  const [problem] = [...problemsOfWords(domain), ...checkDeclarations(domain)]
  if (problem !== undefined) throw new DeclarationError(`src/domain.ts: ${problem}`)
}

/** @returns a line for each thing that cannot be: `the field "price" ...` */
export function checkDeclarations(domain: Declared): string[] {
  const { fields, lookups } = domain
  const all = Object.entries(fields)
  const unreadable = all.flatMap(([name, field]) => problemOfShape(name, field))
  if (unreadable.length > 0) return unreadable
  const single = all.flatMap(([name, field]) =>
    [
      problemOfName(name, namesTaken),
      problemOfParameters(name, field, fields),
      ...(isReference(field) ? problemsOfReference(name, field, lookups) : problemsOf(name, field)),
      ...problemsOfAccess(field),
    ].flatMap((problem) => (problem === undefined ? [] : `the field "${name}" ${problem}`)),
  )
  return [
    ...problemsOfAll(all),
    ...single,
    ...problemsOfLookups(lookups),
    ...problemsOfTypes(domain),
    ...problemsOfUses(domain),
  ]
}

/** TypeScript would say so; the program runs without asking it. */
function problemOfShape(name: string, field: unknown): string[] {
  if (typeof field === 'object' && field !== null && 'kind' in field) return []
  return [
    `the field "${name}" is not made by one of the kinds of fields: write ${name}: field.text('Label'),`,
  ]
}

function problemsOfAll(all: readonly [string, AnyField | ReferenceField][]): string[] {
  const [first, second] = all.flatMap(([name, { kind }]) => (kind === 'identifier' ? [name] : []))
  return [
    ...(all.some(([name, { kind }]) => name === 'title' && kind === 'title')
      ? []
      : [`there is no field "title": every item has one, title: field.title('Title'),`]),
    ...(second === undefined
      ? []
      : [
          `the fields "${first ?? ''}" and "${second}" are both identifiers, and an item has one: make the other a text with unique: true`,
        ]),
  ]
}

/**
 * What an item has beside its declared fields: columns, fields of its form, columns of files, parameters in the address of the list.
 * `constructor` is what every object has.
 */
export const namesTaken: readonly string[] = [
  ...['id', 'item_type', 'item_type_id', 'created_by', 'created_at', 'updated_at', 'version', 'constructor'],
  ...['type', 'types', 'more', 'form_key', 'creator', 'category'],
  ...[
    'q',
    'query',
    'is',
    'breaks',
    'sort',
    'page',
    'after',
    'before',
    'per_page',
    'view',
    'from',
    'to',
    'fields',
  ],
]

/** The names that come with a field: the column of its folded text or of its row's id, and the ends of its filter. */
function problemOfParameters(
  name: string,
  field: AnyField | ReferenceField,
  fields: Declarations,
): string | undefined {
  const others = Object.entries(fields).filter(([other]) => other !== name)
  for (const [other, declared] of others) {
    if (columnsBeside(other, declared).includes(name))
      return `has a name that is taken: it is a column that belongs to "${other}"`
    if (declared.filter && declared.filterBy?.parameters(other).includes(name))
      return `has a name that is taken: it is a parameter of the filter by "${other}"`
  }
  const own = [
    ...columnsBeside(name, field),
    ...(field.filter ? (field.filterBy?.parameters(name) ?? []) : []),
  ]
  const taken = own.find((each) => each !== name && namesTaken.includes(each))
  return taken === undefined ? undefined : `would need the name "${taken}", which is taken`
}

function columnsBeside(name: string, field: AnyField | ReferenceField): string[] {
  if (isReference(field)) return field.many ? [] : [`${name}_id`]
  return [...(field.keyed ? [`${name}_key`] : []), ...(hasSortKey(field) ? [`${name}_sort_key`] : [])]
}

function problemsOf(name: string, field: AnyField): (string | undefined)[] {
  return [
    field.kind === 'title' && name !== 'title'
      ? 'is a second title: only the field called title is one, make this a text'
      : undefined,
    field.sort === true && !field.order
      ? `has "sort", and the kind ${field.kind} has no order: take it away`
      : undefined,
    field.filter === true && !field.filterBy
      ? `has "filter", and the kind ${field.kind} has no filter: take it away`
      : undefined,
    problemOfUnique(field),
    ...problemsOfOptions(field),
  ]
}

function problemsOfAccess({ read, write, required }: AnyField | ReferenceField): (string | undefined)[] {
  return [
    problemOfPermission('read', read),
    problemOfPermission('write', write),
    required === true && write !== undefined
      ? 'is required and has "write": who may not write it could save no item. Take one of the two away'
      : undefined,
  ]
}

function problemsOfReference(
  name: string,
  { kind, of, many, read, ...options }: ReferenceField,
  lookups: DeclaredLookups,
): (string | undefined)[] {
  const tables = Object.entries(lookups).map(([lookup, { table = lookup }]) => table)
  const without = (['sort', 'unique'] as const).find((option) => options[option] === true)
  return [
    problemOfUnknown(options),
    kind === 'lookup' && !Object.hasOwn(lookups, of ?? '')
      ? `is of '${of ?? ''}', and there is no such lookup: ${Object.keys(lookups).join(', ')}`
      : undefined,
    kind === 'person' && read === undefined
      ? 'refers to an account and does not say who may read it: give it a read'
      : undefined,
    without === undefined
      ? undefined
      : `has "${without}", which the kind ${kind} does not know: take it away`,
    many && tables.includes(`item_${name}`)
      ? `would need the table "item_${name}", which there is already`
      : undefined,
  ]
}

function problemOfPermission(option: string, permission: string | undefined): string | undefined {
  if (permission === undefined || permissions.some((each) => each === permission)) return undefined
  return `has ${option}: '${permission}', and there is no such permission (src/rules/permissions.ts has them all)`
}

/** PostgreSQL keeps at most 2,704 bytes of a value in an index, and a character may take four. */
const longestUnique = 600

function problemOfUnique({ unique, kind, ...options }: AnyField & { limit?: number }): string | undefined {
  if (unique !== true) return undefined
  const { limit = kind === 'link' ? limits.link : 0 } = options
  return kind === 'longText' || (kind !== 'link' && limit > longestUnique)
    ? `has "unique", which a text of more than ${longestUnique} characters cannot have: make it a text, or lower its limit`
    : undefined
}
