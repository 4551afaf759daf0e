/** Who is looking: passed into every query and command, so that what a viewer may not see is never selected. */
import { resources } from '../../resources.ts'
import type { Resource } from '../../resources/resource.ts'
import { permissions } from '../../rules/permissions.ts'
import type { Permission } from '../../rules/permissions.ts'

/** The resources of this project: who may change the rows of one must see them. */
const declaredResources = Object.values<Resource>(resources)

/** The account of somebody who is signed in. */
export interface Account {
  id: number
  username: string
  role: string
  /** The session this request came with: "end all others" leaves it. */
  session_id: number
  /** True until a password of one's own is chosen; until then there is no other page. */
  has_one_time_password: boolean
}

/** Who is looking or acting: one of three kinds. */
export type Viewer = Visitor | SignedIn | Operator

/** Somebody who is not signed in. */
export interface Visitor {
  kind: 'visitor'
  user: null
  permissions: ReadonlySet<Permission>
}

/** Somebody who is signed in. */
export interface SignedIn {
  kind: 'account'
  user: Account
  permissions: ReadonlySet<Permission>
}

/** Whoever runs commands on the machine. */
export interface Operator {
  kind: 'operator'
  user: null
  permissions: ReadonlySet<Permission>
}

/** A visitor may read the catalogue where PUBLIC_CATALOGUE says so, and nothing else. */
export function visitor(publicCatalogue: boolean): Visitor {
  return { kind: 'visitor', user: null, permissions: new Set(publicCatalogue ? ['catalogue.read'] : []) }
}

/** Whoever may run commands has the whole database in hand. */
export const operator: Operator = { kind: 'operator', user: null, permissions: new Set(permissions) }

/** @param names what the role allows, with a space between; @param teaching whether learners may look behind the pages */
export function permissionsOf(names: string, teaching: boolean): ReadonlySet<Permission> {
  const allowed = new Set(names.split(' ').filter(Boolean) as Permission[])
  // Whoever looks after a class keeps them: lessons are prepared before they are shown.
  if (!teaching && !allowed.has('class.manage')) {
    for (const each of allowed) if (each.startsWith('learn.')) allowed.delete(each)
  }
  // Who may change every item may change those of their own making.
  if (allowed.has('item.update')) allowed.add('item.update.own')
  if (allowed.has('item.delete')) allowed.add('item.delete.own')
  for (const { read, manage } of declaredResources) if (allowed.has(manage)) allowed.add(read)
  return allowed
}

export function may(viewer: Viewer, permission: Permission): boolean {
  return viewer.permissions.has(permission)
}
