/** The accounts: finding, adding, changing and closing them. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { logEvent } from '../../../http/events.ts'
import { answerButton, answerForm, typedTexts } from '../../../http/form.ts'
import type { FieldError } from '../../../http/form.ts'
import { idOf } from '../../../http/id.ts'
import { seeOther } from '../../../http/notice.ts'
import type { Done } from '../../../http/notice.ts'
import { page } from '../../../http/respond.tsx'
import { paths } from '../../../paths.ts'
import type { Refusal } from '../../../rules/refusal.ts'
import { allow } from '../../../security/rights/allow.ts'
import { may } from '../../../security/rights/viewer.ts'
import { addUser, changeUser, deleteUser, endSessionsOfUser, resetPassword } from './commands.ts'
import type { UserChange } from './commands.ts'
import { parseNewUserForm, parseUserFilter, parseUserForm } from './forms.ts'
import type { UserFilter, UserInput } from './forms.ts'
import { NewUserPage, UserListPage, UserPage } from './pages.tsx'
import { accounts } from './pages/accounts.ts'
import type { NewUserProps } from './pages/new.tsx'
import { findUser, listRoles, listUsers } from './queries.ts'
import { handoutPage } from './routes/handout.tsx'
import { classes } from './routes/classes.tsx'

export const users = new Hono<AppEnv>()
users.route('/', classes)

/** What people type who know that there is something to administer here. */
users.get('/admin', allow('user.manage', 'role.manage'), (c) =>
  c.redirect(may(c.var.viewer, 'user.manage') ? paths.adminUsers() : paths.adminRoles()),
)

users.get('/admin/users', allow('user.manage'), async (c) => {
  const { db, viewer } = c.var
  const filter = parseUserFilter(c.req.query())
  const [list, roles] = await Promise.all([listUsers(db, filter, viewer), listRoles(db, viewer)])
  const body = (
    <UserListPage {...list} filter={filter} roles={roles} mayAddClass={may(viewer, 'class.manage')} />
  )
  return page(c, titleOf(filter, list), body, { noIndex: true })
})

/** What was found is part of the title, because that is what is read out when a search has changed the page. */
function titleOf(
  { q, role, page }: UserFilter,
  { users, hasMore }: { users: unknown[]; hasMore: boolean },
): string {
  if (q === '' && role === null) return 'Accounts'
  if (users.length === 0) return 'No account found'
  return `${accounts(users.length)} found${hasMore || page > 1 ? `, page ${page}` : ''}`
}

users.get('/admin/users/new', allow('user.manage'), (c) => newUserPage(c, {}))

users.post('/admin/users', allow('user.manage'), (c) =>
  answerForm(c, {
    parse: parseNewUserForm,
    work: ({ input, formKey }) => addUser(c.var.db, c.var.em(), input, c.var.viewer, formKey),
    again: ({ status, errors, typed }) =>
      newUserPage(c, { typed: typedTexts(typed, noUser), errors }, status),
    done: (handout, { input }) => {
      if (!handout) return seeOther(c, paths.adminUsers(), 'handout.sent')
      logEvent(c, 'user.added', { user: handout.id, role: input.role_id })
      const next = { label: 'Back to the accounts', href: paths.adminUsers() }
      return handoutPage(c, { handouts: [handout], why: 'added', next })
    },
  }),
)

const noUser = { username: '', email: '', role_id: '' }

users.get('/admin/users/:id{[0-9]{1,9}}', allow('user.manage'), (c) => userPage(c, []))

users.post('/admin/users/:id{[0-9]{1,9}}', allow('user.manage'), (c) =>
  answerForm(c, {
    parse: parseUserForm,
    work: ({ input }) => changeUser(c.var.em(), idOf(c), input, c.var.viewer),
    refused: (refusal, { input }) => logRefusal(c, refusal, input),
    again: ({ status, errors }, form) => userPage(c, errors, status, form?.input),
    done: (change, { input }) => changed(c, change, input),
  }),
)

users.post('/admin/users/:id{[0-9]{1,9}}/sessions', allow('user.manage'), (c) =>
  answerButton(c, {
    work: () => endSessionsOfUser(c.var.em(), idOf(c), c.var.viewer),
    refused: (refusal) => logRefusal(c, refusal),
    again: ({ status, errors }) => userPage(c, errors, status),
    done: () => changed(c, 'signed-out'),
  }),
)

users.post('/admin/users/:id{[0-9]{1,9}}/password', allow('user.manage'), (c) =>
  answerButton(c, {
    work: ({ formKey }) => resetPassword(c.var.em(), idOf(c), c.var.viewer, formKey),
    again: ({ status, errors }) => userPage(c, errors, status),
    done: (handout) => {
      if (!handout) return seeOther(c, paths.adminUser(idOf(c)), 'handout.sent')
      logEvent(c, 'user.password_reset', { user: idOf(c) })
      const next = { label: 'Back to the account', href: paths.adminUser(idOf(c)) }
      return handoutPage(c, { handouts: [handout], why: 'reset', next })
    },
  }),
)

users.post('/admin/users/:id{[0-9]{1,9}}/deletions', allow('user.manage'), (c) =>
  answerButton(c, {
    work: ({ formKey }) => deleteUser(c.var.em(), idOf(c), c.var.viewer, formKey),
    refused: (refusal) => logRefusal(c, refusal),
    again: ({ status, errors }) => userPage(c, errors, status),
    done: () => changed(c, 'deleted'),
  }),
)

/** What was done to an account. */
type Deed = UserChange | 'signed-out' | 'deleted'

/** Notes a change in the log and leads on to a page that whoever made it may still see. */
function changed(c: AppContext, deed: Deed, chosen: Partial<UserInput> = {}): Response {
  logEvent(c, `user.${deed}`, { user: idOf(c), ...chosen })
  const own = idOf(c) === c.var.viewer.user?.id ? ownNotices[deed] : undefined
  if (own !== undefined) return seeOther(c, deed === 'deleted' ? paths.home() : paths.account(), own)
  return seeOther(c, deed === 'deleted' ? paths.adminUsers() : paths.adminUser(idOf(c)), `user.${deed}`)
}

function logRefusal(c: AppContext, { code }: Refusal, chosen: Partial<UserInput> = {}): void {
  logEvent(c, 'user.refused', { user: idOf(c), ...chosen, why: code })
}

/** For one's own account: the change may have taken away access to this page, so another page shows the notice. */
const ownNotices: Partial<Record<Deed, Done>> = {
  changed: 'account.changed',
  closed: 'account.closed',
  'signed-out': 'sessions.ended',
  deleted: 'account.deleted',
}

async function newUserPage(
  c: AppContext,
  props: Omit<NewUserProps, 'roles'>,
  status = 200,
): Promise<Response> {
  const roles = await listRoles(c.var.db, c.var.viewer)
  return page(c, 'Add an account', <NewUserPage roles={roles} {...props} />, { status, noIndex: true })
}

/** @param chosen what the form of the account said, where it was refused */
async function userPage(
  c: AppContext,
  errors: FieldError[],
  status = 200,
  chosen: Partial<UserInput> = {},
): Promise<Response> {
  const [user, roles] = await Promise.all([
    findUser(c.var.db, idOf(c), c.var.viewer),
    listRoles(c.var.db, c.var.viewer),
  ])
  if (!user) throw notFound()
  const isOwn = user.id === c.var.viewer.user?.id
  return page(c, user.username, <UserPage {...{ user, roles, isOwn, chosen, errors }} />, {
    status,
    noIndex: true,
  })
}
