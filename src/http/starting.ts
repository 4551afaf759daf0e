/** What is answered while the port is open and the database is not ready yet. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** In seconds: migrating and filling a database takes a moment, and of a large one minutes. */
const retryAfter = 2

/** Answers every request with 503 and when to come back; `/health` in its own form. */
export function answerNotReady(request: IncomingMessage, response: ServerResponse): void {
  const isHealth = request.url?.split('?')[0] === '/health'
  response.writeHead(503, {
    'content-type': isHealth ? 'application/json' : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': String(retryAfter),
    'x-content-type-options': 'nosniff',
    // What a form sends is not read, so the connection cannot be used again.
    connection: 'close',
  })
  response.end(
    isHealth
      ? JSON.stringify({ status: 'unavailable', database: 'starting' })
      : 'The catalogue is starting. Try again in a moment.\n',
  )
}
