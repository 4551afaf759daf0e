/** The accounts: finding, adding, changing and closing them. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { logEvent } from '../../../http/events.ts'
import { readButton, readForm, typedText } from '../../../http/form.ts'
import type { FieldError } from '../../../http/form.ts'
import { idOf } from '../../../http/id.ts'
import { setNotice } from '../../../http/notice.ts'
import type { Done } from '../../../http/notice.ts'
import { page } from '../../../http/respond.tsx'
import { paths } from '../../../paths.ts'
import { LastAdministratorError } from '../../../security/rights/administrators.ts'
import { allow } from '../../../security/rights/allow.ts'
import { may } from '../../../security/rights/viewer.ts'
import {
  AlreadySentError,
  addUser,
  changeUser,
  deleteUser,
  endSessionsOfUser,
  resetPassword,
} from './commands.ts'
import type { UserChange } from './commands.ts'
import { parseNewUserForm, parseUserFilter, parseUserForm } from './forms.ts'
import type { UserFilter, UserInput } from './forms.ts'
import { NewUserPage, UserListPage, UserPage } from './pages.tsx'
import { accounts } from './pages/accounts.ts'
import type { NewUserProps } from './pages/new.tsx'
import { findUser, listRoles, listUsers } from './queries.ts'
import { handoutPage, refusalOf, sentBefore } from './routes/answers.tsx'
import { classes } from './routes/classes.tsx'

export const users = new Hono<AppEnv>()
users.route('/', classes)

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

users.post('/admin/users', allow('user.manage'), async (c) => {
  const form = await readForm(c, parseNewUserForm)
  const typed = {
    username: typedText(form.typed, 'username'),
    email: typedText(form.typed, 'email'),
    role_id: typedText(form.typed, 'role_id'),
  }
  if (!form.ok) return newUserPage(c, { typed, errors: form.errors }, 422)
  try {
    const handout = await addUser(c.var.db, c.var.em(), form.input, c.var.viewer, form.formKey)
    logEvent(c, 'user.added', { username: handout.username, role: form.input.role_id })
    const next = { label: 'Back to the accounts', href: paths.adminUsers() }
    return handoutPage(c, { handouts: [handout], why: 'added', next })
  } catch (error) {
    if (error instanceof AlreadySentError) return sentBefore(c, paths.adminUsers())
    return newUserPage(c, { typed, errors: refusalOf(error) }, 422)
  }
})

users.get('/admin/users/:id{[0-9]{1,9}}', allow('user.manage'), (c) => userPage(c, []))

users.post('/admin/users/:id{[0-9]{1,9}}', allow('user.manage'), async (c) => {
  const form = await readForm(c, parseUserForm)
  if (!form.ok) return userPage(c, form.errors, 422)
  return change(c, () => changeUser(c.var.em(), idOf(c), form.input, c.var.viewer), form.input)
})

users.post('/admin/users/:id{[0-9]{1,9}}/sessions', allow('user.manage'), async (c) => {
  await readButton(c)
  return change(c, async () => {
    await endSessionsOfUser(c.var.em(), idOf(c), c.var.viewer)
    return 'signed-out'
  })
})

users.post('/admin/users/:id{[0-9]{1,9}}/password', allow('user.manage'), async (c) => {
  const { formKey } = await readButton(c)
  try {
    const handout = await resetPassword(c.var.em(), idOf(c), c.var.viewer, formKey)
    logEvent(c, 'user.password_reset', { user: idOf(c) })
    const next = { label: 'Back to the account', href: paths.adminUser(idOf(c)) }
    return handoutPage(c, { handouts: [handout], why: 'reset', next })
  } catch (error) {
    if (error instanceof AlreadySentError) return sentBefore(c, paths.adminUser(idOf(c)))
    return userPage(c, refusalOf(error), 403)
  }
})

users.post('/admin/users/:id{[0-9]{1,9}}/deletions', allow('user.manage'), async (c) => {
  const { formKey } = await readButton(c)
  return change(c, async () => {
    await deleteUser(c.var.em(), idOf(c), c.var.viewer, formKey)
    return 'deleted'
  })
})

/** What was done to an account. */
type Deed = UserChange | 'signed-out' | 'deleted'

/** Makes a change, notes it in the log and leads back; or shows the account again with the reason why not. */
async function change(
  c: AppContext,
  work: () => Promise<Deed>,
  chosen: Partial<UserInput> = {},
): Promise<Response> {
  try {
    const done = await work()
    logEvent(c, `user.${done}`, { user: idOf(c), ...chosen })
    const own = idOf(c) === c.var.viewer.user?.id ? ownNotices[done] : undefined
    setNotice(c, own ?? `user.${done}`)
    if (own === undefined)
      return c.redirect(done === 'deleted' ? paths.adminUsers() : paths.adminUser(idOf(c)), 303)
    return c.redirect(done === 'deleted' ? paths.home() : paths.account(), 303)
  } catch (error) {
    const errors = refusalOf(error)
    logEvent(c, 'user.refused', { user: idOf(c), ...chosen, why: (error as Error).name })
    return userPage(c, errors, error instanceof LastAdministratorError ? 409 : 403, chosen)
  }
}

/** Of one's own account: what led here may be no page of one's own any more, so the next one that there is says it. */
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
