/** Adding, changing and deleting categories. */
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
import { createCategory, deleteCategory, updateCategory } from '../commands.ts'
import { noCategory, parseCategoryForm, parseDeletionForm } from '../forms.ts'
import { CategoryFormPage, CategoryStaysPage, categoryFormTitle } from '../pages/form.tsx'
import type { CategoryFormProps } from '../pages/form.tsx'
import { findCategory } from '../queries.ts'

export const categoryEditing = new Hono<AppEnv>()

categoryEditing.get('/categories/new', allow('lookup.manage'), (c) => formPage(c, { values: noCategory }))

categoryEditing.post('/categories', allow('lookup.manage'), async (c) => {
  const form = await readForm(c, parseCategoryForm)
  const values = typedTexts(form.typed, noCategory)
  if (!form.ok) return formPage(c, { values, errors: form.errors }, 422)
  const saved = await createCategory(c.var.em(), form.input, c.var.viewer, form.formKey)
  if ('problems' in saved)
    return formPage(c, { values, errors: errorsOf(saved.problems, paths.category) }, 422)
  setNotice(c, 'category.added')
  return c.redirect(paths.category(saved.id), 303)
})

categoryEditing.get('/categories/:id{[0-9]+}/edit', allow('lookup.manage'), async (c) => {
  const category = await stored(c)
  return formPage(c, { stored: category, values: { name: category.name, description: category.description } })
})

categoryEditing.post('/categories/:id{[0-9]+}', allow('lookup.manage'), async (c) => {
  const category = await stored(c)
  const form = await readForm(c, parseCategoryForm)
  const values = typedTexts(form.typed, { name: category.name, description: category.description })
  if (!form.ok) return formPage(c, { stored: category, values, errors: form.errors }, 422)
  const saved = await updateCategory(c.var.em(), category.id, form.input, c.var.viewer)
  if (!saved) throw notFound()
  if ('problems' in saved) {
    return formPage(c, { stored: category, values, errors: errorsOf(saved.problems, paths.category) }, 422)
  }
  setNotice(c, 'category.saved')
  return c.redirect(paths.category(category.id), 303)
})

categoryEditing.post('/categories/:id{[0-9]+}/deletions', allow('lookup.manage'), async (c) => {
  const id = idOf(c)
  const form = await readForm(c, parseDeletionForm)
  if (!form.ok) return staysPage(c, { id, errors: form.errors }, 422)
  const deleted = await deleteCategory(c.var.em(), id, c.var.viewer, form.formKey)
  if (!deleted) throw notFound()
  if ('problems' in deleted) {
    const errors = errorsOf(deleted.problems, (id) => paths.items({ category: id }))
    return staysPage(c, { id, errors }, 409)
  }
  setNotice(c, 'category.deleted')
  return c.redirect(paths.categories(), 303)
})

/** @throws 404 where there is no such category */
async function stored(c: AppContext) {
  const category = await findCategory(c.var.db, idOf(c), c.var.viewer)
  if (!category) throw notFound()
  return category
}

function formPage(c: AppContext, props: CategoryFormProps, status = 200): Response {
  return page(c, categoryFormTitle(props), <CategoryFormPage {...props} />, { status, noIndex: true })
}

function staysPage(c: AppContext, props: Parameters<typeof CategoryStaysPage>[0], status: number): Response {
  return page(c, 'Nothing was deleted', <CategoryStaysPage {...props} />, { status, noIndex: true })
}
