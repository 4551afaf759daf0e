/** The catalogue's items: the list and each item's own page. */
import { Hono } from 'hono'
import type { AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { idOf } from '../../../http/id.ts'
import { page } from '../../../http/respond.tsx'
import { capital } from '../../../rules/words.ts'
import { domain } from '../../../domain.ts'
import { allow } from '../../../security/rights/allow.ts'
import { readableFields } from '../../../security/rights/policy.ts'
import { may } from '../../../security/rights/viewer.ts'
import { listSections } from '../../resources/queries.ts'
import { parseItemFilter } from './forms/filter.ts'
import { AddItem, ItemActions } from './pages/actions.tsx'
import { ItemPage, describeItem } from './pages/item.tsx'
import { ItemListPage } from './pages/list.tsx'
import {
  browseItems,
  findCitation,
  findItem,
  findItemRights,
  leaveOutUnknown,
  relatedItems,
} from './queries.ts'
import { itemEditing } from './routes/editing.tsx'

export const items = new Hono<AppEnv>()
items.route('/', itemEditing)

items.get('/items', allow('catalogue.read'), async (c) => {
  const { db, viewer } = c.var
  const readable = readableFields(viewer)
  const { filter, notices } = await leaveOutUnknown(
    db,
    parseItemFilter(c.req.queries(), readable, viewer.user?.username),
    viewer,
  )
  const browsed = await browseItems(c.var, filter, viewer)
  const actions = may(viewer, 'item.create') && <AddItem />
  const mayExport = may(viewer, 'export.run')
  const body = <ItemListPage {...{ filter, notices, actions, mayExport, readable }} {...browsed} />
  return page(c, capital(domain.item.many), body, { query: filter.q })
})

items.get('/items/:id{[0-9]+}', allow('catalogue.read'), async (c) => {
  const { db, viewer } = c.var
  const item = await findItem(db, idOf(c), viewer)
  if (!item) throw notFound()
  const [related, citation, rights, sections] = await Promise.all([
    relatedItems(db, item, 4, viewer),
    findCitation(db, item, viewer),
    findItemRights(db, item.id, viewer),
    listSections(db, 'item', item.id, viewer),
  ])
  const actions = (rights.update || rights.delete) && <ItemActions item={item} rights={rights} />
  return page(c, item.title, <ItemPage {...{ item, related, citation, sections, actions }} />, {
    description: describeItem(item),
  })
})
