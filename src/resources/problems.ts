/** What can be wrong with the resources that a project declares: their names, which are tables and addresses, and their fields. */
import { isReference } from '../fields/field.ts'
import type { AnyField, ReferenceField } from '../fields/field.ts'
import { lookupNamesTaken } from '../fields/lookup-problems.ts'
import type { DeclaredLookups } from '../fields/lookup-problems.ts'
import { problemOfName } from '../fields/name-problems.ts'
import { problemsOfOptions } from '../fields/option-problems.ts'
import { problemOfUnknown } from '../fields/unknown-options.ts'
import { permissions } from '../rules/permissions.ts'
import type { Resource, Resources } from './resource.ts'

/** Names of folders in `src/features`, where each resource has one. */
const foldersTaken = ['home', 'catalogue', 'transfer', 'auth', 'resources']

/** What every row has, what every object has, and what stands in the address of a list. */
const fieldsTaken = ['id', 'version', 'form_key', 'constructor', 'after', 'before', 'sort', 'without']

/** What a field of a resource cannot have: what stands in the list can be sorted and filtered, and whoever reads a row reads all of it. */
const unknown = ['unique', 'group', 'card', 'sort', 'filter', 'search', 'write'] as const

/** PostgreSQL cuts a name after 63 characters, and some rules are called `ck_TABLE_FIELD_key_length`. */
const longestTogether = 48

/**
 * @param known all permissions that there are
 * @returns a line for each thing that cannot be: `the resource "loans" ...`
 */
export function problemsOfResources(
  resources: Resources,
  lookups: DeclaredLookups,
  known: readonly (string | undefined)[] = permissions,
): string[] {
  return Object.entries(resources).flatMap(([name, resource]) => [
    ...problemsOfResource(name, resource, lookups, known).map(
      (problem) => `the resource "${name}" ${problem}`,
    ),
    ...Object.entries(resource.fields).flatMap(([column, field]) =>
      problemsOfField(name, column, resource, lookups).map(
        (problem) => `the field "${column}" of the resource "${name}" (${field.kind}) ${problem}`,
      ),
    ),
  ])
}

function problemsOfResource(
  name: string,
  resource: Resource,
  lookups: DeclaredLookups,
  known: readonly (string | undefined)[],
): string[] {
  const { read, readOwn, manage, fields } = resource
  const tables = Object.entries(lookups).flatMap(([lookup, { table = lookup }]) => [lookup, table])
  const isOfItems = name.startsWith('item_')
    ? 'begins with item_, as the tables do that link items'
    : undefined
  const stranger = [read, readOwn, manage].find((each) => each && !known.includes(each))
  const isNamed = Object.values(fields).some(({ kind }) => kind === 'person')
  return [
    problemOfName(name, [...lookupNamesTaken, ...foldersTaken, ...tables]),
    isOfItems,
    stranger && `names the permission '${stranger}', which is not in src/rules/permissions.ts`,
    readOwn && !isNamed ? 'has "readOwn" and no field that is a person: take it away' : undefined,
    Object.keys(fields).length === 0 ? 'has no field, and needs one at least' : undefined,
  ].flatMap((problem) => problem ?? [])
}

function problemsOfField(
  table: string,
  name: string,
  resource: Resource,
  lookups: DeclaredLookups,
): string[] {
  const field = resource.fields[name] as AnyField | ReferenceField
  const others = Object.entries(resource.fields).filter(([other]) => other !== name)
  const owner = others.find(([other, each]) => columnsBeside(other, each).includes(name))
  const useless = unknown.find((option) => field[option] !== undefined)
  return [
    // A reference may be named like a word of SQL, since its column ends in `_id`.
    problemOfName(isReference(field) ? `${name}_id` : name, fieldsTaken),
    isReference(field) && fieldsTaken.includes(name)
      ? 'has a name that is taken: every row has it'
      : undefined,
    owner && `has a name that is taken: it belongs to "${owner[0]}"`,
    table.length + name.length > longestTogether
      ? `has a name that is too long beside "${table}": both together have at most ${longestTogether} characters`
      : undefined,
    useless && `has "${useless}", which fields of resources do not know: take it away`,
    ...(isReference(field)
      ? [problemOfUnknown(field), ...problemsOfReference(field, resource, lookups)]
      : [...problemsOfKind(field), ...problemsOfOptions(field)]),
  ].flatMap((problem) => problem ?? [])
}

function columnsBeside(name: string, field: AnyField | ReferenceField): string[] {
  if (isReference(field)) return [`${name}_id`]
  const parameters = field.filterBy?.parameters(name).filter((each) => each !== name) ?? []
  return field.keyed ? [`${name}_key`, ...parameters] : parameters
}

function problemsOfReference(
  { kind, of = '', many, read }: ReferenceField,
  resource: Resource,
  lookups: DeclaredLookups,
): (string | undefined)[] {
  return [
    many ? 'takes many, and a row refers to one: take "many" away' : undefined,
    kind === 'lookup' && !Object.hasOwn(lookups, of)
      ? `is of '${of}', and there is no such lookup: ${Object.keys(lookups).join(', ')}`
      : undefined,
    kind === 'person' && read !== resource.read
      ? `is read with the permission of its resource: write read: '${resource.read}'`
      : undefined,
    kind !== 'person' && read !== undefined
      ? 'has "read", and whoever reads a row reads all of it: take it away'
      : undefined,
  ]
}

function problemsOfKind({ kind, read }: AnyField): (string | undefined)[] {
  return [
    ['title', 'identifier'].includes(kind) ? 'is of a kind that only items have' : undefined,
    read && 'has "read", and whoever reads a row reads all of it: take it away',
  ]
}
