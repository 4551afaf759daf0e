/** What changes what roles may do. */
import type { Writer } from '../../../db/engine/writer.ts'
import { Refusal } from '../../../rules/refusal.ts'
import { keepingAnAdministrator } from '../../../security/rights/administrators.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { NewRoleInput, RolesInput } from './forms.ts'
import { changesOf, readMatrix } from './queries.ts'
import type { RoleChange } from './queries.ts'

/** The code of a refusal: the roles have changed since the preview of this change was shown. */
export const rolesChanged = 'roles changed'

/**
 * Makes the change that was shown before. It works on everybody's next request.
 * @returns what changed, for the log
 * @throws Refusal, with 409 for the last administrator and where the roles have changed since: then nothing was changed
 */
export function changeRoles(em: Writer, input: RolesInput, actor: Viewer): Promise<RoleChange[]> {
  return keepingAnAdministrator(em, actor, 'role.manage', async ({ db, viewer }) => {
    const matrix = await readMatrix(db, viewer)
    const changes = changesOf(matrix, input)
    if (matrix.state !== input.state)
      throw new Refusal({ message: 'Someone else changed the roles.' }, { status: 409, code: rolesChanged })
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

/** Adds a role that begins with the permissions of another. @throws Refusal */
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
      if (!like) throw new Refusal({ field: 'like', message: 'Choose a role to begin with.' })
      const taken = await db
        .selectFrom('roles')
        .select('id')
        .where('name', '=', input.name)
        .executeTakeFirst()
      if (taken)
        throw new Refusal({ field: 'name', message: 'There is a role with this name. Choose another one.' })
      const { id } = await db
        .insertInto('roles')
        .values({ name: input.name, description: input.description })
        .returning('id')
        .executeTakeFirstOrThrow()
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

/** Deletes a role that nobody has. @throws Refusal 404 where there is none with this number, 409 where it has to stay */
export function deleteRole(em: Writer, id: number, actor: Viewer, formKey?: string): Promise<{ id: number }> {
  return keepingAnAdministrator(
    em,
    actor,
    'role.manage',
    async ({ db }) => {
      const role = await db.selectFrom('roles').select('name').where('id', '=', id).executeTakeFirst()
      if (!role) throw new Refusal({ message: 'There is no such role.' }, { status: 404 })
      if (role.name === 'member')
        throw mustStay('People who register get the role "member", so it has to stay.')
      const user = await db
        .selectFrom('users')
        .select('id')
        .where('role_id', '=', id)
        .limit(1)
        .executeTakeFirst()
      if (user) throw mustStay(`Someone still has the role "${role.name}". Give them another one first.`)
      await db.deleteFrom('roles').where('id', '=', id).execute()
      return { id }
    },
    { formKey },
  )
}

function mustStay(message: string): Refusal {
  return new Refusal({ message }, { status: 409 })
}
