/** What can be wrong with the lookups that a domain declares: their names, which are tables and addresses, and their own fields. */
import type { Noun } from '../rules/words.ts'
import type { AnyField, Fields } from './field.ts'
import { problemOfName } from './name-problems.ts'
import { problemsOfOptions } from './option-problems.ts'

export type DeclaredLookups = Readonly<
  Record<
    string,
    { readonly noun: Noun; readonly table?: string; readonly choice?: string; readonly fields: Fields }
  >
>

/** Tables and first parts of addresses that are there without any lookup. */
export const lookupNamesTaken: readonly string[] = [
  ...[
    'items',
    'item_type_fields',
    'users',
    'roles',
    'role_permissions',
    'saved_searches',
    'sessions',
    'rate_limits',
    'form_keys',
    'kept_counts',
  ],
  ...['kept_count_changes', 'crowfoot_revisions', 'login', 'logout', 'register', 'reset', 'account', 'admin'],
  ...['learn', 'health', 'icons', 'fonts', 'styles', 'searches', 'suggestions', 'imports', 'undo', 'trash'],
  ...['search_indexes', 'search_documents', 'search_changes', 'search_queue', 'creator_name_ends'],
]

/** What types have besides. */
const columnsOfTypes = ['identifier_scheme', 'identifier_pattern']

/** What every entry has, and what every object has. */
const columnsTaken = [
  ...['id', 'name', 'name_key', 'sort_name', 'sort_key', 'version', 'form_key', 'constructor'],
  ...columnsOfTypes,
]

/** What a field of an entry cannot have: an entry is in no table with a choice of columns, and whoever reads it reads all of it. */
const unknown = [
  'unique',
  'group',
  'table',
  'card',
  'sort',
  'filter',
  'search',
  'read',
  'write',
  'default',
] as const

export function problemsOfLookups(lookups: DeclaredLookups): string[] {
  const problems = Object.entries(lookups).flatMap(([name, { fields: own, choice = name }]) => {
    const ofLookup = [problemOfName(name, lookupNamesTaken), problemOfChoice(choice)]
    const ofFields = Object.entries(own).flatMap(([column, field]) =>
      problemsOfColumn(column, field, own).map(
        (problem) => `the field "${column}" of the lookup "${name}" ${problem}`,
      ),
    )
    return [
      ...ofLookup.flatMap((problem) => (problem === undefined ? [] : `the lookup "${name}" ${problem}`)),
      ...ofFields,
    ]
  })
  const isThere = lookups.types !== undefined
  return isThere ? problems : [`there is no lookup "types": every item is one of them`, ...problems]
}

function problemOfChoice(choice: string): string | undefined {
  const problem = problemOfName(choice, ['item'])
  return problem && `has choice: '${choice}', which ${problem.replace('has a name', 'is a name')}`
}

function problemsOfColumn(name: string, field: AnyField, own: Fields): string[] {
  const useless = unknown.find((option) => field[option] !== undefined)
  const keyOf = Object.entries(own).find(([other, { keyed }]) => keyed && name === `${other}_key`)
  return [
    problemOfName(name, columnsTaken),
    keyOf && `has a name that is taken: it is a column that belongs to "${keyOf[0]}"`,
    useless && `has "${useless}", which fields of entries do not know: take it away`,
    ['title', 'identifier'].includes(field.kind)
      ? `is of the kind ${field.kind}, which only items have`
      : undefined,
    ...problemsOfOptions(field),
  ].flatMap((problem) => problem ?? [])
}
