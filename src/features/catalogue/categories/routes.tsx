/** The categories: their index, and each one with its items. */
import { Hono } from 'hono'
import { capital } from '../../../rules/words.ts'
import { domain } from '../../../domain.ts'
import type { AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { idOf } from '../../../http/id.ts'
import { readIndexQuery, readPlace } from '../../../http/index-query.ts'
import { page } from '../../../http/respond.tsx'
import { allow } from '../../../security/rights/allow.ts'
import { may } from '../../../security/rights/viewer.ts'
import { listItemsOf, readAround } from '../items/queries.ts'
import { CategoryIndexPage, CategoryPage } from './pages.tsx'
import { findCategory, listCategories } from './queries.ts'
import { categoryEditing } from './routes/editing.tsx'

export const categories = new Hono<AppEnv>()
categories.route('/', categoryEditing)

categories.get('/categories', allow('catalogue.read'), async (c) => {
  const { heavy, viewer } = c.var
  const choice = readIndexQuery(c)
  const index = await listCategories(heavy, choice, viewer)
  const body = <CategoryIndexPage {...{ choice, index }} mayManage={may(viewer, 'lookup.manage')} />
  return page(c, capital(domain.category.many), body)
})

categories.get('/categories/:id{[0-9]+}', allow('catalogue.read'), async (c) => {
  const { db, heavy, viewer } = c.var
  const id = idOf(c)
  const category = await findCategory(db, id, viewer)
  if (!category) throw notFound()
  const place = readPlace(c)
  const [list, around] = await Promise.all([
    listItemsOf({ db, heavy }, { category: [id] }, place, viewer),
    readAround(heavy, 'category', id, viewer),
  ])
  const body = (
    <CategoryPage {...{ category, place, list, around }} mayManage={may(viewer, 'lookup.manage')} />
  )
  return page(c, category.name, body)
})
