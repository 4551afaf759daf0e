/** The catalogue's items: the list and each item's own page. */
import { Hono } from 'hono'
import type { AppEnv } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.tsx'
import { idOf } from '../../../http/id.ts'
import { page } from '../../../http/respond.tsx'
import { allow } from '../../../security/rights/allow.ts'
import { listSections } from '../../resources/queries.ts'
import { ItemActions } from './pages/actions.tsx'
import { ItemPage, describeItem } from './pages/item.tsx'
import { findCitation, findItem, findItemRights, relatedItems } from './queries.ts'
import { itemEditing } from './routes/editing.tsx'
import { itemList } from './routes/list.tsx'

export const items = new Hono<AppEnv>()
items.route('/', itemList)
items.route('/', itemEditing)

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
