/** The catalogue to take away: the items of the current selection as CSV and as JSON, sent while they are read. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { logEvent } from '../../http/events.ts'
import { allow } from '../../security/rights/allow.ts'
import { authorize } from '../../security/rights/authorize.ts'
import { readableFields } from '../../security/rights/policy.ts'
import { parseItemFilter } from '../catalogue/items/forms/filter.ts'
import { leaveOutUnknown, readWhole } from '../catalogue/items/queries.ts'
import { exportText } from './forms/text.ts'

export const transfer = new Hono<AppEnv>()

// Each takes the same choices in its address as the list. To read pages is everybody's; to take all of it away at once needs `export.run`.
transfer.get('/items.csv', allow('export.run'), (c) => selection(c, 'csv', 'text/csv; charset=utf-8'))
transfer.get('/items.json', allow('export.run'), (c) =>
  selection(c, 'json', 'application/json; charset=utf-8'),
)

async function selection(c: AppContext, format: 'csv' | 'json', type: string): Promise<Response> {
  const { db, viewer } = c.var
  // Now, while the answer can still be a refusal: the queries would say so when half of it is sent.
  authorize(viewer, 'catalogue.read')
  const fields = readableFields(viewer)
  const { filter, notices } = await leaveOutUnknown(
    db,
    parseItemFilter(c.req.queries(), fields, viewer.user?.username),
    viewer,
  )
  // A page can say what it left out of the address; a file cannot, and would be taken for what was asked.
  if (notices.length > 0) return c.text(`${notices.join('\n')}\n`, 400)
  logEvent(c, 'export', { format })
  const text = exportText(readWhole(c.var, filter, viewer), { format, fields })
  c.header('content-type', type)
  // What one viewer may see is not for the next one, and not for a cache.
  c.header('cache-control', 'private, no-store')
  if (format === 'csv') c.header('content-disposition', 'attachment; filename="items.csv"')
  return c.body(streamOf(text))
}

/** A stream that pulls: a slow reader slows the reading down, and one who goes away ends it. */
function streamOf(text: AsyncGenerator<string, void, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const piece = await text.next()
      if (piece.done) controller.close()
      else controller.enqueue(encoder.encode(piece.value))
    },
    async cancel() {
      await text.return()
    },
  })
}
