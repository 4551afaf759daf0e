/** Who may read and change the rows of a resource, as its declaration says. */
import { resourceNamed } from '../../resources/declared.ts'
import type { Access } from './authorize.ts'
import { may } from './viewer.ts'
import type { Viewer } from './viewer.ts'

/** What is needed to read some of its rows: any of these. */
export function accessToRows(name: string): Access[] {
  const resource = resourceNamed(name)
  return [resource?.read, resource?.readOwn].flatMap((permission) => permission ?? [])
}

/** Whether there may be rows that the viewer sees. */
export function mayReadRows(viewer: Viewer, name: string): boolean {
  return (
    viewer.user?.has_one_time_password !== true &&
    accessToRows(name).some((access) => may(viewer, access as never))
  )
}

/** Which rows the viewer may read: all, those that name this account, or none. */
export function readableRows(viewer: Viewer, name: string): 'all' | { namedIn: number } | 'none' {
  const resource = resourceNamed(name)
  if (resource && may(viewer, resource.read)) return 'all'
  const isOwn = resource?.readOwn !== undefined && may(viewer, resource.readOwn)
  return isOwn && viewer.user ? { namedIn: viewer.user.id } : 'none'
}

export function mayChangeRows(viewer: Viewer, name: string): boolean {
  const resource = resourceNamed(name)
  return resource !== undefined && may(viewer, resource.manage)
}
