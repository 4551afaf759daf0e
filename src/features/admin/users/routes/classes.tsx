/** A whole class of accounts at once. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../../http/context.ts'
import { logEvent } from '../../../../http/events.ts'
import { readForm, typedText } from '../../../../http/form.ts'
import type { FieldError } from '../../../../http/form.ts'
import { page } from '../../../../http/respond.tsx'
import { paths } from '../../../../paths.ts'
import { allow } from '../../../../security/rights/allow.ts'
import { AlreadySentError, addClass } from '../commands.ts'
import { atLine, isOfLength, lineIn, longestList, mostPupils, parseClassForm, readPeople } from '../forms.ts'
import { ClassPage } from '../pages.tsx'
import { listTaken } from '../queries.ts'
import { handoutPage, refusalOf, sentBefore } from './answers.tsx'

export const classes = new Hono<AppEnv>()

classes.get('/admin/classes/new', allow('class.manage'), (c) =>
  page(c, 'Add a class', <ClassPage />, { noIndex: true }),
)

classes.post('/admin/classes', allow('class.manage'), async (c) => {
  const form = await readForm(c, parseClassForm, { longest: longestList })
  const people = typedText(form.typed, 'people')
  const again = (errors: FieldError[]) =>
    page(c, 'Add a class', <ClassPage people={people} errors={errors} />, { status: 422, noIndex: true })
  if (!form.ok) return again(await withTaken(c, form.errors, people))
  try {
    const handouts = await addClass(c.var.em(), form.input, c.var.viewer, form.formKey)
    logEvent(c, 'users.added', { accounts: handouts.length })
    const next = { label: 'Add another class', href: paths.newClass() }
    return handoutPage(c, { handouts, why: 'added', next })
  } catch (error) {
    if (error instanceof AlreadySentError) return sentBefore(c, paths.newClass())
    return again(refusalOf(error).map(({ message }) => ({ field: 'people', message })))
  }
})

/** What is wrong with a list and what of it is taken, line by line, so that it is mended in one round. */
async function withTaken(c: AppContext, errors: FieldError[], list: string): Promise<FieldError[]> {
  const people = readPeople(list).slice(0, mostPupils).filter(isOfLength)
  const taken = await listTaken(c.var.db, people, c.var.viewer)
  return [...errors, ...taken.map((each) => ({ field: 'people', message: atLine(each, each.message) }))].sort(
    (one, other) => lineIn(one.message) - lineIn(other.message),
  )
}
