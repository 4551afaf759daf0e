/** The creators: their index, and each one with its items. */
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
import { CreatorIndexPage, CreatorPage } from './pages.tsx'
import { findCreator, listCreators } from './queries.ts'
import { creatorEditing } from './routes/editing.tsx'

export const creators = new Hono<AppEnv>()
creators.route('/', creatorEditing)

creators.get('/creators', allow('catalogue.read'), async (c) => {
  const { heavy, viewer } = c.var
  const choice = readIndexQuery(c)
  const index = await listCreators(heavy, choice, viewer)
  const body = <CreatorIndexPage {...{ choice, index }} mayManage={may(viewer, 'lookup.manage')} />
  return page(c, capital(domain.creator.many), body)
})

creators.get('/creators/:id{[0-9]+}', allow('catalogue.read'), async (c) => {
  const { db, heavy, viewer } = c.var
  const id = idOf(c)
  const creator = await findCreator(db, id, viewer)
  if (!creator) throw notFound()
  const place = readPlace(c)
  const [list, around] = await Promise.all([
    listItemsOf({ db, heavy }, { creator: [id] }, place, viewer),
    readAround(heavy, 'creator', id, viewer),
  ])
  const body = <CreatorPage {...{ creator, place, list, around }} mayManage={may(viewer, 'lookup.manage')} />
  return page(c, creator.name, body)
})
