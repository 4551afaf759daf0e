/** What roles there are and what each may do: the matrix, and what a change of it would mean. */
import { createHash } from 'node:crypto'
import type { Reader } from '../../../db/engine/connection.ts'
import { Refusal } from '../../../rules/refusal.ts'
import { governing, lastAdministrator } from '../../../security/rights/administrators.ts'
import { permissionGroups } from '../../../security/rights/permission-words.ts'
import type { PermissionGroup } from '../../../security/rights/permission-words.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { BoxesInput } from './forms.ts'

export interface RoleColumn {
  id: number
  name: string
  description: string
  /** Names of what it allows; a project may have some that we do not know. */
  permissions: ReadonlySet<string>
  /** Accounts that have it, and those of them that are open. */
  people: number
  open: number
}

export interface Matrix {
  roles: RoleColumn[]
  groups: readonly PermissionGroup[]
  /** Changes whenever any box does: a preview made from another state is not confirmed. */
  state: string
}

export async function readMatrix(db: Reader, viewer: Viewer): Promise<Matrix> {
  authorize(viewer, 'role.manage')
  const [roles, rows] = await Promise.all([
    db
      .selectFrom('roles')
      .leftJoin('users', 'users.role_id', 'roles.id')
      .select(['roles.id', 'roles.name', 'roles.description'])
      .select((eb) => eb.fn.count<number>('users.id').as('people'))
      .select((eb) =>
        eb.fn
          .count<number>('users.id')
          .filterWhere(
            eb.and([eb('users.disabled_at', 'is', null), eb('users.password_chosen_at', 'is not', null)]),
          )
          .as('open'),
      )
      .groupBy(['roles.id', 'roles.name', 'roles.description'])
      .orderBy('roles.id')
      .execute(),
    db
      .selectFrom('role_permissions')
      .select(['role_id', 'permission'])
      .orderBy('role_id')
      .orderBy('permission')
      .execute(),
  ])
  const state = createHash('sha256')
    .update(JSON.stringify([roles.map(({ id }) => id), rows.map((row) => [row.role_id, row.permission])]))
    .digest('hex')
    .slice(0, 32)
  return {
    roles: roles.map((role) => ({
      ...role,
      permissions: new Set(rows.filter((row) => row.role_id === role.id).map(({ permission }) => permission)),
    })),
    groups: permissionGroups,
    state,
  }
}

export interface RoleChange {
  role: RoleColumn
  gains: string[]
  losses: string[]
}

export interface Preview {
  matrix: Matrix
  changes: RoleChange[]
}

/** What the ticked boxes would change. @throws Refusal as `changesOf`, and 409 where nobody would be left to change it back */
export async function previewChanges(db: Reader, boxes: BoxesInput, viewer: Viewer): Promise<Preview> {
  const matrix = await readMatrix(db, viewer)
  const changes = changesOf(matrix, boxes)
  if (losesAdministrator(matrix, changes)) throw lastAdministrator()
  return { matrix, changes }
}

/**
 * What the ticked boxes would change. Permissions that the page does not show (a project's own, until it names them in
 * `permission-words.ts`) stay as they are.
 * @throws Refusal for a box of a role or permission that there is not: somebody deleted it, or the form was changed on the way
 */
export function changesOf(matrix: Matrix, { allow }: BoxesInput): RoleChange[] {
  const shown = matrix.groups.flatMap(({ permissions }) => permissions.map(([name]) => name as string))
  const ids = new Set(matrix.roles.map(({ id }) => id))
  if (allow.some(({ role_id, permission }) => !ids.has(role_id) || !shown.includes(permission)))
    throw new Refusal({ message: 'A role or permission in this form does not exist. Nothing was changed.' })
  return matrix.roles
    .map((role) => {
      const ticked = new Set(
        allow.filter(({ role_id }) => role_id === role.id).map(({ permission }) => permission),
      )
      return {
        role,
        gains: shown.filter((name) => ticked.has(name) && !role.permissions.has(name)),
        losses: shown.filter((name) => !ticked.has(name) && role.permissions.has(name)),
      }
    })
    .filter(({ gains, losses }) => gains.length + losses.length > 0)
}

/** Whether the ticked boxes would take the last administrator away. Who confirms is asked once more, inside the transaction. */
function losesAdministrator(matrix: Matrix, changes: readonly RoleChange[]): boolean {
  const governs = ({ open }: RoleColumn, permissions: ReadonlySet<string>) =>
    open > 0 && governing.every((name) => permissions.has(name))
  const after = (role: RoleColumn) => {
    const change = changes.find((each) => each.role.id === role.id)
    return new Set([...role.permissions].concat(change?.gains ?? [])).difference(new Set(change?.losses))
  }
  return (
    matrix.roles.some((role) => governs(role, role.permissions)) &&
    !matrix.roles.some((role) => governs(role, after(role)))
  )
}
