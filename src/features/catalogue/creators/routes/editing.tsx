/** Adding, changing and deleting creators. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../../http/context.ts'
import { notFound } from '../../../../http/errors.tsx'
import { readForm, typedTexts } from '../../../../http/form.ts'
import { idOf } from '../../../../http/id.ts'
import { setNotice } from '../../../../http/notice.ts'
import { errorsOf } from '../../../../http/problems.ts'
import { page } from '../../../../http/respond.tsx'
import { paths } from '../../../../paths.ts'
import { allow } from '../../../../security/rights/allow.ts'
import { createCreator, deleteCreator, updateCreator } from '../commands.ts'
import { creatorValues, noCreator, parseCreatorForm, parseDeletionForm } from '../forms.ts'
import { CreatorFormPage, CreatorStaysPage, creatorFormTitle } from '../pages/form.tsx'
import type { CreatorFormProps } from '../pages/form.tsx'
import { findCreator } from '../queries.ts'

export const creatorEditing = new Hono<AppEnv>()

creatorEditing.get('/creators/new', allow('lookup.manage'), (c) => formPage(c, { values: noCreator }))

creatorEditing.post('/creators', allow('lookup.manage'), async (c) => {
  const form = await readForm(c, parseCreatorForm)
  const values = typedTexts(form.typed, noCreator)
  if (!form.ok) return formPage(c, { values, errors: form.errors }, 422)
  const saved = await createCreator(c.var.em(), form.input, c.var.viewer, form.formKey)
  if ('problems' in saved)
    return formPage(c, { values, errors: errorsOf(saved.problems, paths.creator) }, 422)
  setNotice(c, 'creator.added')
  return c.redirect(paths.creator(saved.id), 303)
})

creatorEditing.get('/creators/:id{[0-9]+}/edit', allow('lookup.manage'), async (c) => {
  const creator = await stored(c)
  return formPage(c, { stored: creator, values: creatorValues(creator) })
})

creatorEditing.post('/creators/:id{[0-9]+}', allow('lookup.manage'), async (c) => {
  const creator = await stored(c)
  const form = await readForm(c, parseCreatorForm)
  const values = typedTexts(form.typed, creatorValues(creator))
  if (!form.ok) return formPage(c, { stored: creator, values, errors: form.errors }, 422)
  const saved = await updateCreator(c.var.em(), creator.id, form.input, c.var.viewer)
  if (!saved) throw notFound()
  if ('problems' in saved) {
    return formPage(c, { stored: creator, values, errors: errorsOf(saved.problems, paths.creator) }, 422)
  }
  setNotice(c, 'creator.saved')
  return c.redirect(paths.creator(creator.id), 303)
})

creatorEditing.post('/creators/:id{[0-9]+}/deletions', allow('lookup.manage'), async (c) => {
  const id = idOf(c)
  const form = await readForm(c, parseDeletionForm)
  if (!form.ok) return staysPage(c, { id, errors: form.errors }, 422)
  const deleted = await deleteCreator(c.var.em(), id, c.var.viewer, form.formKey)
  if (!deleted) throw notFound()
  if ('problems' in deleted) {
    const errors = errorsOf(deleted.problems, (id) => paths.items({ creator: id }))
    return staysPage(c, { id, errors }, 409)
  }
  setNotice(c, 'creator.deleted')
  return c.redirect(paths.creators(), 303)
})

/** @throws 404 where there is no such creator */
async function stored(c: AppContext) {
  const creator = await findCreator(c.var.db, idOf(c), c.var.viewer)
  if (!creator) throw notFound()
  return creator
}

function formPage(c: AppContext, props: CreatorFormProps, status = 200): Response {
  return page(c, creatorFormTitle(props), <CreatorFormPage {...props} />, { status, noIndex: true })
}

function staysPage(c: AppContext, props: Parameters<typeof CreatorStaysPage>[0], status: number): Response {
  return page(c, 'Nothing was deleted', <CreatorStaysPage {...props} />, { status, noIndex: true })
}
