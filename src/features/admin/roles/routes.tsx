/** What each role may do, and how that is changed: tick, look at what it would mean, confirm. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { logEvent } from '../../../http/events.ts'
import { readButton, readForm, typedText } from '../../../http/form.ts'
import type { FieldError } from '../../../http/form.ts'
import { idOf } from '../../../http/id.ts'
import { setNotice } from '../../../http/notice.ts'
import { page } from '../../../http/respond.tsx'
import type { PageOptions } from '../../../http/respond.tsx'
import { paths } from '../../../paths.ts'
import { LastAdministratorError } from '../../../security/rights/administrators.ts'
import { allow } from '../../../security/rights/allow.ts'
import { changeRoles, createRole, deleteRole, RoleRefusedError, RolesChangedError } from './commands.ts'
import { parseNewRoleForm, parseRolesForm } from './forms.ts'
import type { RolesInput } from './forms.ts'
import { NewRolePage, RolesPage, RolesPreview } from './pages.tsx'
import type { NewRolePageProps } from './pages.tsx'
import { changesOf, isForeign, losesAdministrator, readMatrix } from './queries.ts'

export const roles = new Hono<AppEnv>()

roles.get('/admin/roles', allow('role.manage'), (c) => rolesPage(c))

roles.post('/admin/roles', allow('role.manage'), async (c) => {
  const form = await readForm(c, parseRolesForm, { lists: ['allow'] })
  const ticked = [form.typed.allow ?? []].flat()
  if (!form.ok) return rolesPage(c, { ticked, errors: form.errors, status: 422 })
  const { input } = form
  if (isForeign(await readMatrix(c.var.db, c.var.viewer), input)) {
    return rolesPage(c, {
      errors: [{ message: 'A role or permission in this form does not exist. Nothing was changed.' }],
      status: 422,
    })
  }
  if (input.back !== undefined) return rolesPage(c, { ticked, notice: untouched })
  if (input.confirm === undefined) return preview(c, input, ticked)
  try {
    const changes = await changeRoles(c.var.em(), input, c.var.viewer)
    for (const { role, gains, losses } of changes) {
      logEvent(c, 'role.changed', { role: role.name, gains, losses })
    }
    setNotice(c, 'roles.changed')
    return c.redirect(paths.adminRoles(), 303)
  } catch (error) {
    if (error instanceof RolesChangedError) return preview(c, input, ticked, true)
    if (error instanceof LastAdministratorError) return lastAdministrator(c, ticked)
    throw error
  }
})

roles.get('/admin/roles/new', allow('role.manage'), (c) => newRolePage(c, {}))

roles.post('/admin/roles/new', allow('role.manage'), async (c) => {
  const form = await readForm(c, parseNewRoleForm)
  const typed = {
    name: typedText(form.typed, 'name'),
    description: typedText(form.typed, 'description'),
    like: typedText(form.typed, 'like'),
  }
  if (!form.ok) return newRolePage(c, { typed, errors: form.errors }, 422)
  try {
    await createRole(c.var.em(), form.input, c.var.viewer, form.formKey)
  } catch (error) {
    if (!(error instanceof RoleRefusedError)) throw error
    return newRolePage(c, { typed, errors: [{ field: error.field, message: error.message }] }, 422)
  }
  logEvent(c, 'role.added', { role: form.input.name })
  setNotice(c, 'role.added')
  return c.redirect(paths.adminRoles(), 303)
})

roles.post('/admin/roles/:id{[0-9]{1,9}}/deletions', allow('role.manage'), async (c) => {
  const id = idOf(c)
  const { formKey } = await readButton(c)
  try {
    if (!(await deleteRole(c.var.em(), id, c.var.viewer, formKey))) throw notFound()
  } catch (error) {
    if (!(error instanceof RoleRefusedError)) throw error
    return rolesPage(c, { errors: [{ message: error.message }], status: 409 })
  }
  logEvent(c, 'role.deleted', { role: id })
  setNotice(c, 'role.deleted')
  return c.redirect(paths.adminRoles(), 303)
})

/** Boxes that come back from the preview look like boxes that were saved. */
const untouched = { kind: 'info', text: 'Nothing is changed yet. Your boxes are as you left them.' } as const

/** Said first, above the preview. */
const unchanged = { kind: 'info', text: 'The boxes are as they were: nothing would change.' } as const
const unsaved = { kind: 'info', text: 'Nothing is changed yet. Look at what it would mean.' } as const
const overtaken = {
  kind: 'warning',
  text: 'Somebody else changed the roles in the meantime. Nothing of yours is changed yet: look at what it would mean now.',
} as const

interface Shown {
  ticked?: readonly string[]
  notice?: PageOptions['notice']
  errors?: FieldError[]
  status?: number
}

async function rolesPage(
  c: AppContext,
  { ticked, notice, errors, status = 200 }: Shown = {},
): Promise<Response> {
  const matrix = await readMatrix(c.var.db, c.var.viewer)
  const body = (
    <RolesPage
      matrix={matrix}
      ticked={ticked && new Set(ticked)}
      publicCatalogue={c.var.config.publicCatalogue}
      errors={errors}
    />
  )
  return page(c, 'Roles', body, { status, noIndex: true, notice })
}

function lastAdministrator(c: AppContext, ticked: string[]): Promise<Response> {
  const { message } = new LastAdministratorError()
  return rolesPage(c, { ticked, errors: [{ message }], status: 409 })
}

/** @param stale whether the roles changed since the last preview: then this one is an answer to a conflict */
async function preview(c: AppContext, input: RolesInput, ticked: string[], stale = false): Promise<Response> {
  const matrix = await readMatrix(c.var.db, c.var.viewer)
  const ownRole = c.var.viewer.user?.role ?? ''
  const changes = changesOf(matrix, input)
  if (losesAdministrator(matrix, changes)) return lastAdministrator(c, ticked)
  const title = changes.length === 0 ? 'Nothing would change' : 'What would change'
  const body = (
    <RolesPreview title={title} matrix={matrix} changes={changes} ticked={ticked} ownRole={ownRole} />
  )
  const notice = stale ? overtaken : changes.length === 0 ? unchanged : unsaved
  return page(c, title, body, { status: stale ? 409 : 200, noIndex: true, notice })
}

async function newRolePage(
  c: AppContext,
  props: Omit<NewRolePageProps, 'roles'>,
  status = 200,
): Promise<Response> {
  const matrix = await readMatrix(c.var.db, c.var.viewer)
  return page(c, 'Add a role', <NewRolePage roles={matrix.roles} {...props} />, { status, noIndex: true })
}
