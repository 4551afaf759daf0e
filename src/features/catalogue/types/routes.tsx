/** The types: their index, and each one with its items. */
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
import { TypeIndexPage, TypePage } from './pages.tsx'
import { findType, listTypes } from './queries.ts'
import { typeEditing } from './routes/editing.tsx'

export const types = new Hono<AppEnv>()
types.route('/', typeEditing)

types.get('/types', allow('catalogue.read'), async (c) => {
  const { heavy, viewer } = c.var
  const choice = readIndexQuery(c)
  const index = await listTypes(heavy, choice, viewer)
  const body = <TypeIndexPage {...{ choice, index }} mayManage={may(viewer, 'lookup.manage')} />
  return page(c, capital(domain.type.many), body)
})

types.get('/types/:id{[0-9]+}', allow('catalogue.read'), async (c) => {
  const { db, heavy, viewer } = c.var
  const id = idOf(c)
  const type = await findType(db, id, viewer)
  if (!type) throw notFound()
  const place = readPlace(c)
  const [list, around] = await Promise.all([
    listItemsOf({ db, heavy }, { type: [id] }, place, viewer),
    readAround(heavy, 'type', id, viewer),
  ])
  const body = <TypePage {...{ type, place, list, around }} mayManage={may(viewer, 'lookup.manage')} />
  return page(c, type.name, body)
})
