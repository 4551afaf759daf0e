/** The list of items in all its forms, and the moves on the board, which lead back to it. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../../http/context.ts'
import { notFound } from '../../../../http/errors.tsx'
import { answerForm } from '../../../../http/form.ts'
import { idOf } from '../../../../http/id.ts'
import { seeOther } from '../../../../http/notice.ts'
import { page } from '../../../../http/respond.tsx'
import { capital } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { allow } from '../../../../security/rights/allow.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import { may } from '../../../../security/rights/viewer.ts'
import { moveItem } from '../commands.ts'
import { boardFor, parseMoveForm } from '../forms/board.ts'
import { filterQuery, parseItemFilter } from '../forms/filter.ts'
import { readAddress } from '../forms/address.ts'
import type { Sent } from '../forms/address.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { NothingMoved, nothingMoved } from '../pages/board.tsx'
import { ItemListPage } from '../pages/list.tsx'
import { browseItems, leaveOutUnknown, readBoard } from '../queries.ts'

export const itemList = new Hono<AppEnv>()

itemList.get('/items', allow('catalogue.read'), (c) => listPage(c, c.req.queries()))

itemList.post('/items/:id{[0-9]+}/moves', allow('item.update', 'item.update.own'), (c) => {
  const board = boardFor(readableFields(c.var.viewer))
  return answerForm(c, {
    parse: parseMoveForm,
    work: ({ input: { from, to } }) => {
      if (!board) throw notFound()
      return moveItem(
        c.var.em(),
        idOf(c),
        { by: board.by, from: from === '' ? null : from, to },
        c.var.viewer,
      )
    },
    again: ({ status, errors, typed }) =>
      board
        ? listPage(c, addressIn(typed.back), {
            status,
            refused: errors.map(({ message }) => message).join(' '),
          })
        : page(c, nothingMoved, <NothingMoved id={idOf(c)} errors={errors} />, { status }),
    done: (_, { input: { back } }) => {
      const { filter } = parseItemFilter(addressIn(back), readableFields(c.var.viewer))
      return seeOther(c, paths.items(filterQuery({ ...filter, view: 'board' })), 'item.moved')
    },
  })
})

/** The choices in an address that a form carried along. */
function addressIn(back: unknown): Sent {
  return { ...readAddress(typeof back === 'string' ? back : ''), view: ['board'] }
}

async function listPage(
  c: AppContext,
  address: Sent,
  { status = 200, refused }: { status?: number; refused?: string } = {},
): Promise<Response> {
  const { db, viewer } = c.var
  const readable = readableFields(viewer)
  const { filter, notices, chips, isUnderstood } = await leaveOutUnknown(
    db,
    parseItemFilter(address, readable, viewer.user?.username),
    viewer,
  )
  const [browsed, board] = await Promise.all([browseItems(c.var, filter, viewer), boardOf(c, filter)])
  const mayAdd = may(viewer, 'item.create')
  const mayExport = may(viewer, 'export.run') && isUnderstood
  const body = (
    <ItemListPage
      {...{ filter, notices, mayAdd, mayExport, readable }}
      maySave={may(viewer, 'search.save')}
      terms={chips}
      {...browsed}
      board={board && { ...board, filter, refused }}
    />
  )
  return page(c, capital(domain.item.many), body, { query: filter.q, status })
}

async function boardOf(c: AppContext, filter: ItemFilter) {
  const board = filter.view === 'board' ? boardFor(readableFields(c.var.viewer)) : undefined
  return board && { board, read: await readBoard(c.var, board, filter, c.var.viewer) }
}
