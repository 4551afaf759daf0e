/** Adding, changing and deleting types. */
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
import { createType, deleteType, updateType } from '../commands.ts'
import { noType, parseTypeForm, parseDeletionForm } from '../forms.ts'
import { TypeFormPage, TypeStaysPage, typeFormTitle } from '../pages/form.tsx'
import type { TypeFormProps } from '../pages/form.tsx'
import { findType } from '../queries.ts'

export const typeEditing = new Hono<AppEnv>()

typeEditing.get('/types/new', allow('lookup.manage'), (c) => formPage(c, { values: noType }))

typeEditing.post('/types', allow('lookup.manage'), async (c) => {
  const form = await readForm(c, parseTypeForm)
  const values = typedTexts(form.typed, noType)
  if (!form.ok) return formPage(c, { values, errors: form.errors }, 422)
  const saved = await createType(c.var.em(), form.input, c.var.viewer, form.formKey)
  if ('problems' in saved) return formPage(c, { values, errors: errorsOf(saved.problems, paths.type) }, 422)
  setNotice(c, 'type.added')
  return c.redirect(paths.type(saved.id), 303)
})

typeEditing.get('/types/:id{[0-9]+}/edit', allow('lookup.manage'), async (c) => {
  const type = await stored(c)
  return formPage(c, { stored: type, values: { name: type.name, description: type.description } })
})

typeEditing.post('/types/:id{[0-9]+}', allow('lookup.manage'), async (c) => {
  const type = await stored(c)
  const form = await readForm(c, parseTypeForm)
  const values = typedTexts(form.typed, { name: type.name, description: type.description })
  if (!form.ok) return formPage(c, { stored: type, values, errors: form.errors }, 422)
  const saved = await updateType(c.var.em(), type.id, form.input, c.var.viewer)
  if (!saved) throw notFound()
  if ('problems' in saved) {
    return formPage(c, { stored: type, values, errors: errorsOf(saved.problems, paths.type) }, 422)
  }
  setNotice(c, 'type.saved')
  return c.redirect(paths.type(type.id), 303)
})

typeEditing.post('/types/:id{[0-9]+}/deletions', allow('lookup.manage'), async (c) => {
  const id = idOf(c)
  const form = await readForm(c, parseDeletionForm)
  if (!form.ok) return staysPage(c, { id, errors: form.errors }, 422)
  const deleted = await deleteType(c.var.em(), id, c.var.viewer, form.formKey)
  if (!deleted) throw notFound()
  if ('problems' in deleted) {
    const errors = errorsOf(deleted.problems, (id) => paths.items({ type: id }))
    return staysPage(c, { id, errors }, 409)
  }
  setNotice(c, 'type.deleted')
  return c.redirect(paths.types(), 303)
})

/** @throws 404 where there is no such type */
async function stored(c: AppContext) {
  const type = await findType(c.var.db, idOf(c), c.var.viewer)
  if (!type) throw notFound()
  return type
}

function formPage(c: AppContext, props: TypeFormProps, status = 200): Response {
  return page(c, typeFormTitle(props), <TypeFormPage {...props} />, { status, noIndex: true })
}

function staysPage(c: AppContext, props: Parameters<typeof TypeStaysPage>[0], status: number): Response {
  return page(c, 'Nothing was deleted', <TypeStaysPage {...props} />, { status, noIndex: true })
}
