/**
 * Which declarations of fields cannot be: a name that is taken, a permission that nobody knows, options that contradict each other.
 * One of them stops every command and the start, with a line that names the field.
 */
import { limits } from '../rules/limits.ts'
import { permissions } from '../rules/permissions.ts'
import { isReference } from './field.ts'
import type { AnyField, Declarations, Reference } from './field.ts'
import { problemsOfOptions } from './option-problems.ts'
import { wordsOfSql } from './words-of-sql.ts'

/** A declaration that cannot be. The message is one line that names the field and says what to write. */
export class DeclarationError extends Error {
  override name = 'DeclarationError'
}

/**
 * @param lookups the names of the lookups there are
 * @throws DeclarationError for the first declaration that cannot be
 */
export function mustBePossible(fields: Declarations, lookups: readonly string[]): void {
  const [problem] = checkDeclarations(fields, lookups)
  if (problem !== undefined) throw new DeclarationError(`src/domain.ts: ${problem}`)
}

/** @returns a line for each thing that cannot be: `the field "price" ...` */
export function checkDeclarations(fields: Declarations, lookups: readonly string[] = []): string[] {
  const all = Object.entries(fields)
  const single = all.flatMap(([name, field]) =>
    [
      problemOfName(name),
      problemOfParameters(name, field, fields),
      problemOfPermission('read', field.read),
      problemOfPermission('write', field.write),
      ...(isReference(field) ? [problemOfLookup(field, lookups)] : problemsOf(name, field)),
    ].flatMap((problem) => (problem === undefined ? [] : `the field "${name}" ${problem}`)),
  )
  return [...problemsOfAll(all), ...single]
}

function problemsOfAll(all: readonly [string, AnyField | Reference][]): string[] {
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
  ...['type', 'more', 'form_key', 'creator', 'category'],
  ...['q', 'sort', 'page', 'after', 'before', 'per_page', 'view', 'from', 'to', 'fields'],
]

const longestName = 40

function problemOfName(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))
    return 'has a name that is not snake_case: small letters, digits and single _ between them, such as date_of_loan'
  if (name.length > longestName)
    return `has a name of ${name.length} characters, and ${longestName} are the most`
  if (namesTaken.includes(name)) return 'has a name that is taken: what every item has is called so'
  if (wordsOfSql.has(name)) return `has a name that is a word of SQL: call it ${name}_of_item, for example`
  return undefined
}

/** The names that come with a field: the column of its folded text, and the two ends of its filter. */
function problemOfParameters(
  name: string,
  field: AnyField | Reference,
  fields: Declarations,
): string | undefined {
  const others = Object.entries(fields).filter(([other]) => other !== name)
  for (const [other, declared] of others) {
    const { filter, filterBy } = declared
    if (isReference(declared) && name === `${other}_id`)
      return `has a name that is taken: it is the column of "${other}"`
    if (!isReference(declared) && declared.keyed && name === `${other}_key`)
      return `has a name that is taken: it is the column by which "${other}" is compared`
    if (filter && filterBy?.parameters(other).includes(name))
      return `has a name that is taken: it is a parameter of the filter by "${other}"`
  }
  const parameters = field.filter ? (field.filterBy?.parameters(name) ?? []) : []
  const taken = parameters.find((parameter) => parameter !== name && namesTaken.includes(parameter))
  return taken === undefined ? undefined : `filters by "${taken}", which is taken`
}

function problemsOf(name: string, field: AnyField): (string | undefined)[] {
  return [
    field.kind === 'title' && name !== 'title'
      ? 'is a second title: only the field called title is one, make this a text'
      : undefined,
    field.required === true && field.write !== undefined
      ? 'is required and has "write": who may not write it could save no item. Take one of the two away'
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

function problemOfLookup({ kind, of = '' }: Reference, lookups: readonly string[]): string | undefined {
  return kind === 'lookup' && !lookups.includes(of)
    ? `chooses from "${of}", and there is no such lookup: ${lookups.join(', ')}`
    : undefined
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
