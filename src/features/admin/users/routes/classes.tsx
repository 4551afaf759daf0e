/** A whole class of accounts at once. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../../http/context.ts'
import { logEvent } from '../../../../http/events.ts'
import { answerForm, typedText } from '../../../../http/form.ts'
import type { FieldError, RefusedForm } from '../../../../http/form.ts'
import { seeOther } from '../../../../http/notice.ts'
import { page } from '../../../../http/respond.tsx'
import { paths } from '../../../../paths.ts'
import { allow } from '../../../../security/rights/allow.ts'
import { addClass } from '../commands.ts'
import { atLine, isOfLength, lineIn, longestList, mostPeople, parseClassForm, readPeople } from '../forms.ts'
import { ClassPage } from '../pages.tsx'
import { listTaken } from '../queries.ts'
import { handoutPage } from './handout.tsx'

export const classes = new Hono<AppEnv>()

classes.get('/admin/classes/new', allow('class.manage'), (c) =>
  page(c, 'Add a class', <ClassPage />, { noIndex: true }),
)

classes.post('/admin/classes', allow('class.manage'), (c) =>
  answerForm(c, {
    parse: parseClassForm,
    longest: longestList,
    work: ({ input, formKey }) => addClass(c.var.em(), input, c.var.viewer, formKey),
    again: (refused) => classPage(c, refused),
    done: (handouts) => {
      if (handouts.length === 0) return seeOther(c, paths.newClass(), 'handout.sent')
      logEvent(c, 'users.added', { accounts: handouts.length })
      const next = { label: 'Add another class', href: paths.newClass() }
      return handoutPage(c, { handouts, why: 'added', next })
    },
  }),
)

async function classPage(c: AppContext, { status, errors, typed, refusal }: RefusedForm): Promise<Response> {
  const people = typedText(typed, 'people')
  const all = refusal ? errors : await withTaken(c, errors, people)
  return page(c, 'Add a class', <ClassPage people={people} errors={all} />, { status, noIndex: true })
}

/** What is wrong with a list and what of it is taken, line by line, so that it is fixed in one round. */
async function withTaken(c: AppContext, errors: FieldError[], list: string): Promise<FieldError[]> {
  const people = readPeople(list).slice(0, mostPeople).filter(isOfLength)
  const taken = await listTaken(c.var.db, people, c.var.viewer)
  return [...errors, ...taken.map((each) => ({ field: 'people', message: atLine(each, each.message) }))].sort(
    (one, other) => lineIn(one.message) - lineIn(other.message),
  )
}
