/** What each permission lets somebody do, in words for the people who give it; in the order of the page of roles. */
import { declaration, declarationOf, declaredNames, lookups } from '../../declared.ts'
import { domain } from '../../domain.ts'
import { resources } from '../../resources.ts'
import type { Resource } from '../../resources/resource.ts'
import type { Permission } from '../../rules/permissions.ts'
import { capital } from '../../rules/words.ts'

export interface PermissionGroup {
  title: string
  permissions: readonly (readonly [name: Permission, words: string])[]
}

const { item } = domain
const { ownItems = 'they added' } = declaration
const lookupNouns = new Intl.ListFormat('en').format(Object.values(lookups).map(({ noun }) => noun.many))

/** Only fields ask for these, and a project may have no such field. */
const ofFields = ['item.notes.read', 'item.notes.write'] as const
const askedByFields = new Set(
  [
    ...declaredNames.map(declarationOf),
    ...Object.values(lookups).flatMap(({ fields }) => Object.values(fields)),
  ].flatMap(({ read, write }) => [read, write]),
)

/** For features to come: no page asks for them yet, so the page of roles hides them. */
export const unasked: ReadonlySet<Permission> = new Set([
  'history.read',
  'history.restore',
  'import.run',
  'learn.schema',
  'learn.query',
  'learn.inspect',
  'audit.read',
  'access.explain',
  'access.view_as',
  'migration.rehearse',
  ...ofFields.filter((name) => !askedByFields.has(name)),
] as const)

const groups: readonly PermissionGroup[] = [
  {
    title: 'Reading',
    permissions: [
      ['catalogue.read', 'read the catalogue'],
      ['search.save', 'keep searches of their own'],
    ],
  },
  {
    title: 'The catalogue',
    permissions: [
      ['item.create', `add ${item.many}`],
      ['item.update', `change any ${item.one}`],
      ['item.delete', `delete any ${item.one}`],
      ['item.update.own', `change the ${item.many} ${ownItems}`],
      ['item.delete.own', `delete the ${item.many} ${ownItems}`],
      ['item.notes.read', 'read private notes'],
      ['item.notes.write', 'write private notes'],
      ['history.read', 'see who changed what'],
      ['history.restore', 'bring back an earlier state'],
      ['lookup.manage', `manage ${lookupNouns}`],
      ['export.run', 'take data out'],
      ['import.run', 'bring data in'],
    ],
  },
  ...Object.values<Resource>(resources).map(({ noun, read, readOwn, manage }) => ({
    title: capital(noun.many),
    permissions: [
      ...(read === 'catalogue.read' ? [] : [[read, `read all ${noun.many}`] as const]),
      ...(readOwn ? [[readOwn, `read the ${noun.many} that name them`] as const] : []),
      [manage, `add, change and delete ${noun.many}`] as const,
    ],
  })),
  {
    title: 'Learning',
    permissions: [
      ['learn.schema', 'see the tables and how they are linked'],
      ['learn.query', 'ask the database in SQL'],
      ['learn.inspect', 'see the SQL behind a page'],
      ['class.manage', 'look after a class: accounts of members, lessons, progress'],
    ],
  },
  {
    title: 'People and the project',
    permissions: [
      ['user.manage', 'manage accounts'],
      ['role.manage', 'change what roles may do'],
      ['audit.read', 'read the log of what was done'],
      ['access.explain', 'see why someone may or may not do something'],
      ['access.view_as', 'look at the site as another role sees it'],
      ['migration.rehearse', 'try out a change of the database'],
    ],
  },
]

/** What the page of roles shows: a box without effect only confuses. */
export const permissionGroups: readonly PermissionGroup[] = groups
  .map(({ title, permissions }) => ({
    title,
    permissions: permissions.filter(([name]) => !unasked.has(name)),
  }))
  .filter(({ permissions }) => permissions.length > 0)
