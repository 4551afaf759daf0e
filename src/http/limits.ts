/** How much a request may bring along. */
import { bodyLimit } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** A million bytes: fifty times the longest description. What takes files sets a limit of its own for its address. */
const largestForm = 1_000_000

const limit = bodyLimit({
  maxSize: largestForm,
  onError: () => {
    throw new HTTPException(413)
  },
})

/**
 * Nobody reads the body of a GET, and only to look whether there is one costs a tenth of a page. Where a length is announced Node
 * reads no further than that; to look at the body would turn it into a stream, which costs a form more than its reading.
 */
export const limitedBody: MiddlewareHandler = (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const length = c.req.header('content-length')
  if (length === undefined || c.req.header('transfer-encoding') !== undefined) return limit(c, next)
  if (Number(length) <= largestForm) return next()
  throw new HTTPException(413)
}
