/** Starts the process that answers searches, asks it, and starts another should it end. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Engine } from '../db/engine/connection.ts'
import { currentLimit, reasonOf } from '../db/engine/time-limit.ts'
import { fromFailure } from '../db/engine/sqlite/failures.ts'
import type { Answerer } from './client.ts'
import type { FromProcess, ToProcess } from './messages.ts'
import type { SearchAnswer, SearchRequest } from './request.ts'
import { NoIndexError } from './searcher.ts'

/** The process ended in the middle of a search, and so did the one that was asked next. */
export class SearchEndedError extends Error {
  readonly code = 'reader-died'

  constructor() {
    super('The process that searches ended twice in the middle of this search: ask again')
    this.name = 'SearchEndedError'
  }
}

/** A search during which the process ends is sent once more, since it only reads. It is not sent again, as it may be the cause. */
const attempts = 2

interface Waiting {
  request: SearchRequest
  /** How often the process ended while it worked on this one. */
  ended: number
  resolve: (answer: SearchAnswer) => void
  reject: (error: unknown) => void
}

export class SearchProcess implements Answerer {
  readonly #database: { engine: Engine; address: string }
  readonly #waiting = new Map<number, Waiting>()
  #process: ChildProcess | undefined
  #last = 0
  /** The number of the search that it works on. */
  #asked: number | undefined
  #closed = false

  /** @param address the file, or the address of the server */
  constructor(engine: Engine, address: string) {
    this.#database = { engine, address }
  }

  /** Starts it, so that the first search finds it ready. It reads what it keeps in memory meanwhile. */
  start(): void {
    this.#process ??= this.#fork()
  }

  /** The id of the process, for measurements; undefined where it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Nobody waits longer than their time limit. The process still finishes a search that it has begun, and its answer is ignored. */
  answer(request: SearchRequest): Promise<SearchAnswer> {
    if (this.#closed) return Promise.reject(new Error('The database is closed'))
    const { signal } = currentLimit()
    if (signal?.aborted) return Promise.reject(reasonOf(signal))
    this.start()
    const number = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<SearchAnswer>()
    const waiting = { request, ended: 0, resolve, reject }
    this.#waiting.set(number, waiting)
    this.#hold()
    const giveUp = () => signal && reject(reasonOf(signal))
    signal?.addEventListener('abort', giveUp, { once: true })
    this.#askNext()
    return promise.finally(() => {
      signal?.removeEventListener('abort', giveUp)
      this.#waiting.delete(number)
      this.#hold()
    })
  }

  /** Ends it, whatever it is doing: what is only read is not lost. */
  async close(): Promise<void> {
    this.#closed = true
    const process = this.#process
    if (!process) return
    const ended = new Promise((resolve) => process.once('exit', resolve))
    process.ref()
    process.kill('SIGKILL')
    await ended
  }

  /** It keeps the program alive only while somebody waits for its answer. */
  #hold(): void {
    const keep = this.#waiting.size > 0 && !this.#closed
    this.#process?.[keep ? 'ref' : 'unref']()
    this.#process?.channel?.[keep ? 'ref' : 'unref']()
  }

  #fork(): ChildProcess {
    // It needs no loader: Node strips the types itself. So none of this process's options are handed on.
    const process = fork(fileURLToPath(new URL('../search-process.ts', import.meta.url)), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      windowsHide: true,
    })
    // A late message from a process that has ended is not taken for an answer of the next process.
    process.on('message', (message: FromProcess) => process === this.#process && this.#received(message))
    process.on('error', () => this.#ended(process))
    process.on('exit', () => this.#ended(process))
    process.send({ do: 'open', ...this.#database } satisfies ToProcess)
    process.unref()
    process.channel?.unref()
    return process
  }

  /** Sends one search at a time, so that the process never begins one that nobody waits for any more. */
  #askNext(): void {
    const [next] = this.#waiting
    const process = this.#process
    if (!next || !process || this.#asked !== undefined) return
    const [number, { request }] = next
    this.#asked = number
    const message: ToProcess = { do: 'search', number, request }
    process.send(message, (error) => error && this.#ended(process))
  }

  #received(message: FromProcess): void {
    if (message.is === 'ready') return
    const waiting = this.#waiting.get(message.number)
    if (message.is === 'answer') waiting?.resolve(message.answer)
    else
      waiting?.reject(message.failure.code === 'no-index' ? new NoIndexError() : fromFailure(message.failure))
    this.#waiting.delete(message.number)
    this.#asked = undefined
    this.#askNext()
  }

  #ended(process: ChildProcess): void {
    if (process !== this.#process) return
    this.#process = undefined
    const asked = this.#asked === undefined ? undefined : this.#waiting.get(this.#asked)
    if (asked && ++asked.ended >= attempts) {
      asked.reject(new SearchEndedError())
      this.#waiting.delete(this.#asked ?? 0)
    }
    this.#asked = undefined
    if (this.#closed) for (const { reject } of this.#waiting.values()) reject(new SearchEndedError())
    if (this.#closed || this.#waiting.size === 0) return
    this.start()
    this.#hold()
    this.#askNext()
  }
}
