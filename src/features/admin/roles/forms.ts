/** What may be sent to change what roles may do, or to make a new one. */
import { z } from 'zod'
import { limits } from '../../../rules/limits.ts'

/** One ticked box of the matrix: the role's number and the permission, as `2:item.create`. */
const box = z
  .string()
  .regex(/^\d{1,9}:[a-z_.]{1,64}$/, 'This form was changed on the way. Open the page of roles again.')
  .transform((text) => {
    const [role = '', permission = ''] = text.split(':')
    return { role_id: Number(role), permission }
  })

const boxesForm = z.strictObject({ allow: z.array(box).max(5000) })

/** The boxes as they are ticked, all of them. */
export type BoxesInput = z.infer<typeof boxesForm>
export const parseBoxesForm = (body: unknown) => boxesForm.safeParse(body)

const lookFirst = 'Look at what it would change before you change it.'
const rolesForm = boxesForm.extend({
  /** The state of the roles for which the change was shown: with another one it would mean something else. */
  state: z.string(lookFirst).max(100, lookFirst),
})

export type RolesInput = z.infer<typeof rolesForm>
export const parseRolesForm = (body: unknown) => rolesForm.safeParse(body)

const newRoleForm = z.strictObject({
  name: z
    .string('Give the role a name.')
    .trim()
    .min(1, { error: 'Give the role a name.', abort: true })
    .max(limits.role, `A name has at most ${limits.role} characters.`)
    .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} _-]*$/u, 'A name holds letters, digits, spaces and hyphens.'),
  description: z
    .string()
    .trim()
    .max(limits.note, `A description has at most ${limits.note} characters.`)
    .default(''),
  /** The role whose permissions it begins with. */
  like: z.coerce
    .number('Choose a role to begin with.')
    .int('Choose a role to begin with.')
    .positive('Choose a role to begin with.')
    .max(limits.id, 'Choose a role to begin with.'),
})

export type NewRoleInput = z.infer<typeof newRoleForm>
export const parseNewRoleForm = (body: unknown) => newRoleForm.safeParse(body)
