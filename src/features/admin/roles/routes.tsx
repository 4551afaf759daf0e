/** What each role may do, and how that is changed: tick (`/admin/roles`), look (`/admin/roles/changes/new`), confirm (`POST /admin/roles`). */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../http/context.ts'
import { logEvent } from '../../../http/events.ts'
import { answerButton, answerForm, carryOut, typedTexts } from '../../../http/form.ts'
import type { CheckedForm, FieldError, RefusedForm } from '../../../http/form.ts'
import { idOf } from '../../../http/id.ts'
import { seeOther } from '../../../http/notice.ts'
import { page } from '../../../http/respond.tsx'
import type { PageOptions } from '../../../http/respond.tsx'
import { paths } from '../../../paths.ts'
import { allow } from '../../../security/rights/allow.ts'
import { changeRoles, createRole, deleteRole, rolesChanged } from './commands.ts'
import { parseBoxesForm, parseNewRoleForm, parseRolesForm } from './forms.ts'
import type { BoxesInput } from './forms.ts'
import { NewRolePage, RolesPage, RolesPreview } from './pages.tsx'
import type { NewRolePageProps } from './pages.tsx'
import { previewChanges, readMatrix } from './queries.ts'
import type { Preview } from './queries.ts'

export const roles = new Hono<AppEnv>()

roles.get('/admin/roles', allow('role.manage'), (c) => {
  const ticked = c.req.queries('allow')
  return rolesPage(c, ticked === undefined ? {} : { ticked, notice: untouched })
})

roles.get('/admin/roles/changes/new', allow('role.manage'), (c) =>
  answerForm(c, {
    parse: parseBoxesForm,
    lists: ['allow'],
    work: ({ input }) => previewChanges(c.var.db, input, c.var.viewer),
    again: (refused) => boxesPage(c, refused),
    done: (preview, form) => previewPage(c, preview, tickedIn(form)),
  }),
)

roles.post('/admin/roles', allow('role.manage'), (c) =>
  answerForm(c, {
    parse: parseRolesForm,
    lists: ['allow'],
    work: ({ input }) => changeRoles(c.var.em(), input, c.var.viewer),
    again: (refused, form) =>
      form && refused.refusal?.code === rolesChanged ? previewAnew(c, form) : boxesPage(c, refused),
    done: (changes) => {
      for (const { role, ...change } of changes) logEvent(c, 'role.changed', { role: role.name, ...change })
      return seeOther(c, paths.adminRoles(), 'roles.changed')
    },
  }),
)

roles.get('/admin/roles/new', allow('role.manage'), (c) => newRolePage(c, {}))

roles.post('/admin/roles/new', allow('role.manage'), (c) =>
  answerForm(c, {
    parse: parseNewRoleForm,
    work: ({ input, formKey }) => createRole(c.var.em(), input, c.var.viewer, formKey),
    again: ({ status, errors, typed }) =>
      newRolePage(c, { typed: typedTexts(typed, noRole), errors }, status),
    done: (_, { input }) => {
      logEvent(c, 'role.added', { role: input.name })
      return seeOther(c, paths.adminRoles(), 'role.added')
    },
  }),
)

const noRole = { name: '', description: '', like: '' }

roles.post('/admin/roles/:id{[0-9]{1,9}}/deletions', allow('role.manage'), (c) =>
  answerButton(c, {
    work: ({ formKey }) => deleteRole(c.var.em(), idOf(c), c.var.viewer, formKey),
    again: (refused) => rolesPage(c, refused),
    done: () => {
      logEvent(c, 'role.deleted', { role: idOf(c) })
      return seeOther(c, paths.adminRoles(), 'role.deleted')
    },
  }),
)

/** The boxes as they were ticked. */
function tickedIn({ typed }: Pick<RefusedForm, 'typed'>): string[] {
  return [typed.allow ?? []].flat()
}

/** The roles with the boxes as they were ticked. */
function boxesPage(c: AppContext, refused: RefusedForm): Promise<Response> {
  return rolesPage(c, { ...refused, ticked: tickedIn(refused) })
}

/** Boxes that come back from the preview look like boxes that were saved. */
const untouched = { kind: 'info', text: 'Nothing is changed yet. Your boxes are as you left them.' } as const

/** Said first, above the preview. */
const unchanged = { kind: 'info', text: 'The boxes are as they were: nothing would change.' } as const
const unsaved = { kind: 'info', text: 'Nothing is changed yet. Look at what it would mean.' } as const
const conflict = {
  kind: 'warning',
  text: 'Someone else changed the roles while you were editing. Nothing of yours is saved yet: look at what would change now.',
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

/** @param status 409 where the roles have changed since the last preview */
function previewPage(
  c: AppContext,
  { matrix, changes }: Preview,
  ticked: string[],
  status: 200 | 409 = 200,
): Response {
  const ownRole = c.var.viewer.user?.role ?? ''
  const title = changes.length === 0 ? 'Nothing would change' : 'What would change'
  const notice = status === 409 ? conflict : changes.length === 0 ? unchanged : unsaved
  const body = <RolesPreview {...{ title, matrix, changes, ticked, ownRole }} />
  return page(c, title, body, { status, noIndex: true, notice })
}

/** The preview once more, of the roles as they are now. */
function previewAnew(c: AppContext, form: CheckedForm<BoxesInput>): Promise<Response> {
  return carryOut(form, {
    work: ({ input }) => previewChanges(c.var.db, input, c.var.viewer),
    again: (refused) => boxesPage(c, refused),
    done: (preview) => previewPage(c, preview, tickedIn(form), 409),
  })
}

async function newRolePage(
  c: AppContext,
  props: Omit<NewRolePageProps, 'roles'>,
  status = 200,
): Promise<Response> {
  const matrix = await readMatrix(c.var.db, c.var.viewer)
  return page(c, 'Add a role', <NewRolePage roles={matrix.roles} {...props} />, { status, noIndex: true })
}
