/** Answers with a whole page, compressed where the client takes that. What is streamed, `hono/compress` sees to (src/app.tsx). */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { AppContext } from './context.ts'

/**
 * In one piece: a stream takes half as much of the processor again, and leaves 20 KB behind until V8 looks for what nobody uses.
 * Most pages fit into the 4 KB that are asked for at a time.
 */
const compressed = (text: string) => promisify(gzip)(text, { chunkSize: 4096 })

export async function answerHtml(c: AppContext, html: string, status: number): Promise<Response> {
  if (!takesGzip(c.req.header('accept-encoding'))) return c.html(html, status as 200)
  c.header('content-type', 'text/html; charset=UTF-8')
  c.header('content-encoding', 'gzip')
  return c.body(await compressed(html), status as 200)
}

/** Whether `gzip` is in the list, and not there to be ruled out (RFC 9110, section 12.5.3). */
function takesGzip(accepted = ''): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[^,]*)?(,|$)/i.test(accepted)
}
