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

/** Nobody reads the body of a GET, and only to look whether there is one costs a tenth of a page. */
export const limitedBody: MiddlewareHandler = (c, next) =>
  c.req.method === 'GET' || c.req.method === 'HEAD' ? next() : limit(c, next)
