/** How much a request may bring along. */
import { bodyLimit } from 'hono/body-limit'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** A million bytes: fifty times the longest description. What takes files sets a limit of its own for its address. */
const largestForm = 1_000_000

/** Most forms are far smaller. */
const large = 64_000
/** So many larger ones may be on their way at a time: each is kept in memory until it is whole, however slowly it comes. */
const mostLarge = 50
let largeUnderWay = 0

const limit = bodyLimit({
  maxSize: largestForm,
  onError: () => {
    throw new HTTPException(413)
  },
})

/**
 * Reads the whole form that a request brings along before anybody asks who sent it: otherwise, whoever sends a form slowly would keep
 * the rights that they had when they began. `c.req` caches the form, and `readBody` finds it there.
 *
 * Nobody reads the body of a GET, and just checking for one costs a tenth of a page. Where a length is announced, Node reads no further
 * than that; looking at the body would turn it into a stream, which costs a form more than reading it.
 */
export const wholeBody: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const isLarge = !isAnnounced(c) || Number(c.req.header('content-length')) > large
    if (isLarge && largeUnderWay >= mostLarge) throw new HTTPException(503, { cause: { retryAfter: 5 } })
    if (isLarge) largeUnderWay++
    try {
      await read(c)
    } finally {
      if (isLarge) largeUnderWay--
    }
  }
  await next()
}

async function read(c: Context): Promise<void> {
  try {
    if (isAnnounced(c)) refuseLargerThan(largestForm, c)
    else await limit(c as Context<object, string>, async () => {})
    await c.req.arrayBuffer()
  } catch (error) {
    // Broken off on the way, or in pieces that fit nowhere: the client's mistake, not ours.
    throw error instanceof HTTPException ? error : new HTTPException(400, { cause: error })
  }
}

function isAnnounced(c: Context): boolean {
  return c.req.header('content-length') !== undefined && c.req.header('transfer-encoding') === undefined
}

function refuseLargerThan(bytes: number, c: Context): void {
  if (Number(c.req.header('content-length')) > bytes) throw new HTTPException(413)
}
