/** How long a client may take and how much it may send before the server hangs up. */
import type { ServerOptions } from 'node:http'
import type { Duplex } from 'node:stream'

/** A slow client may take its time to read, but not to ask: Node's own limits are minutes. Milliseconds and bytes. */
export const limitsOfConnections = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
} satisfies ServerOptions

/** What a client is told whose request never became one, by Node's word for what was wrong with it. */
const broken: Record<string, readonly [status: string, words: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The address or the headers are too long. Choose fewer filters at once.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive. Try again.'],
}

/** Answers what no route will ever see, in plain words, and hangs up. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, words] = broken[error.code ?? ''] ?? ['400 Bad Request', 'The request could not be read.']
  const head = `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(words) + 1}\r\n`
  socket.end(`${head}connection: close\r\n\r\n${words}\n`)
}
