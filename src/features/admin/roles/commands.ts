/** What changes what roles may do. */
import { isForeignKeyViolation, isUniqueViolation } from '../../../db/engine/failures.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { keepingAnAdministrator } from '../../../security/rights/administrators.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { NewRoleInput, RolesInput } from './forms.ts'
import { changesOf, readMatrix } from './queries.ts'
import type { RoleChange } from './queries.ts'

/** Somebody changed the roles after the preview was shown. */
export class RolesChangedError extends Error {
  override name = 'RolesChangedError'
}

/**
 * Makes the change that was previewed. It works on everybody's next request.
 * @returns what changed, for the log
 * @throws RolesChangedError, LastAdministratorError: then nothing was changed
 */
export function changeRoles(em: Writer, input: RolesInput, actor: Viewer): Promise<RoleChange[]> {
  return keepingAnAdministrator(em, actor, 'role.manage', async ({ db, viewer }) => {
    const matrix = await readMatrix(db, viewer)
    if (matrix.state !== input.confirm) throw new RolesChangedError()
    const changes = changesOf(matrix, input)
    for (const { role, gains, losses } of changes) {
      if (losses.length > 0) {
        await db
          .deleteFrom('role_permissions')
          .where('role_id', '=', role.id)
          .where('permission', 'in', losses)
          .execute()
      }
      if (gains.length > 0) {
        await db
          .insertInto('role_permissions')
          .values(gains.map((permission) => ({ role_id: role.id, permission })))
          .execute()
      }
    }
    return changes
  })
}

/** The new role cannot be made as asked; the message belongs to the field. */
export class RoleRefusedError extends Error {
  override name = 'RoleRefusedError'
  readonly field: 'name' | 'like' | undefined

  constructor(message: string, field?: 'name' | 'like') {
    super(message)
    this.field = field
  }
}

/** Adds a role that begins with the permissions of another. @throws RoleRefusedError */
export function createRole(
  em: Writer,
  input: NewRoleInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number }> {
  return transaction(
    em,
    actor,
    'role.manage',
    async ({ db }) => {
      const like = await db.selectFrom('roles').select('id').where('id', '=', input.like).executeTakeFirst()
      if (!like) throw new RoleRefusedError('Choose a role to begin with.', 'like')
      const taken = await db
        .selectFrom('roles')
        .select('id')
        .where('name', '=', input.name)
        .executeTakeFirst()
      if (taken) throw nameTaken()
      const { id } = await db
        .insertInto('roles')
        .values({ name: input.name, description: input.description })
        .returning('id')
        .executeTakeFirstOrThrow()
        .catch((error: unknown) => {
          throw isUniqueViolation(error) ? nameTaken() : error
        })
      await db
        .insertInto('role_permissions')
        .columns(['role_id', 'permission'])
        .expression(
          db
            .selectFrom('role_permissions')
            .select((eb) => [eb.val(id).as('role_id'), 'permission'])
            .where('role_id', '=', input.like),
        )
        .execute()
      return { id }
    },
    { formKey },
  )
}

function nameTaken(): RoleRefusedError {
  return new RoleRefusedError('There is a role with this name. Choose another one.', 'name')
}

/** Deletes a role that nobody has. @returns false when there is none with this number. @throws RoleRefusedError */
export function deleteRole(em: Writer, id: number, actor: Viewer, formKey?: string): Promise<boolean> {
  return keepingAnAdministrator(
    em,
    actor,
    'role.manage',
    async ({ db }) => {
      const role = await db.selectFrom('roles').select('name').where('id', '=', id).executeTakeFirst()
      if (!role) return false
      if (role.name === 'member')
        throw new RoleRefusedError('People who register get the role "member", so it has to stay.')
      const user = await db
        .selectFrom('users')
        .select('id')
        .where('role_id', '=', id)
        .limit(1)
        .executeTakeFirst()
      if (user) throw stillUsed(role.name)
      await db
        .deleteFrom('roles')
        .where('id', '=', id)
        .execute()
        .catch((error: unknown) => {
          throw isForeignKeyViolation(error) ? stillUsed(role.name) : error
        })
      return true
    },
    { formKey },
  )
}

function stillUsed(name: string): RoleRefusedError {
  return new RoleRefusedError(`Somebody still has the role "${name}". Give them another one first.`)
}
