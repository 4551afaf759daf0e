/** How long a client may take, how much it may send and leave unread before the server hangs up. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A slow client may take its time to read, but not to ask: Node's own limits are minutes. Milliseconds and bytes. */
export const limitsOfConnections = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
} satisfies ServerOptions

/** What a connection may cost beyond the requests that it sends. */
const usual = {
  /** Browsers wait for the answer before they ask again on a connection; some programs send a few requests ahead. */
  unanswered: 16,
  /** Milliseconds in which a client must take something of the answer that waits for it. */
  unread: 30_000,
  /** Where there are more connections, those that nobody uses at the moment are not kept for a next request. */
  kept: 500,
  /** Milliseconds that a stop leaves to those who are still sending. */
  sending: 1_000,
  /** Milliseconds that a stop leaves to the answers under way. */
  answering: 8_000,
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

export interface LimitedServer {
  server: Server
  /** Takes nothing new, lets what is being answered end, and waits neither for slow senders nor for readers who do not read. */
  stop: () => Promise<void>
}

/** A server that closes connections where nobody reads the answer, too many requests are sent ahead, or a request never ends. */
export function createLimitedServer(listener: Listener, limits: Partial<typeof usual> = {}): LimitedServer {
  const { unanswered, unread, kept, sending, answering } = { ...usual, ...limits }
  /** All open connections, each with the requests that are not answered yet. */
  const open = new Map<Socket, Set<IncomingMessage>>()

  const server = createServer(limitsOfConnections, (request, response) => {
    const underWay = open.get(request.socket)
    // Of a connection that was closed, Node still reads what had come before.
    if (underWay === undefined || request.socket.destroyed) return
    // All at once they would be worked on, and their answers kept in memory.
    if (underWay.size >= unanswered) return void request.socket.destroy()
    underWay.add(request)
    response.once('close', () => {
      underWay.delete(request)
      // Otherwise the connection would wait for a next request, and keep the server from stopping.
      if (!server.listening && underWay.size === 0) request.socket.destroySoon()
    })
    listener(request, response)
  })
  server.on('clientError', answerBrokenRequest)
  server.on('connection', (socket) => {
    open.set(socket, new Set())
    socket.once('close', () => open.delete(socket))
    if (open.size > kept) server.closeIdleConnections()
  })
  server.setTimeout(unread, (socket) => {
    const isWorkedFor = (open.get(socket)?.size ?? 0) > 0 && socket.writableLength === 0
    if (isWorkedFor) socket.setTimeout(unread)
    else socket.destroy()
  })

  return { server, stop: () => stopServer(server, open, { sending, answering }) }
}

function stopServer(
  server: Server,
  open: ReadonlyMap<Socket, ReadonlySet<IncomingMessage>>,
  { sending, answering }: Pick<typeof usual, 'sending' | 'answering'>,
): Promise<void> {
  return new Promise((resolve) => {
    const endSenders = setTimeout(() => {
      for (const [socket, requests] of open)
        if (![...requests].some(({ complete }) => complete)) socket.destroy()
    }, sending)
    const endAll = setTimeout(() => server.closeAllConnections(), answering)
    server.close(() => {
      clearTimeout(endSenders)
      clearTimeout(endAll)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** The answers to requests that Node could not read, by Node's code for the error. */
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
