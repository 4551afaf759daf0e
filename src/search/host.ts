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

/** The process ended in the middle of a search. Others are not affected. */
export class SearchEndedError extends Error {
  readonly code = 'reader-died'

  constructor() {
    super('The process that searches ended in the middle of this search: ask again')
    this.name = 'SearchEndedError'
  }
}

interface Waiting {
  resolve: (answer: SearchAnswer) => void
  reject: (error: unknown) => void
}

export class SearchProcess implements Answerer {
  readonly #database: { engine: Engine; address: string }
  readonly #waiting = new Map<number, Waiting>()
  #process: ChildProcess | undefined
  #last = 0
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

  /** Nobody is kept waiting longer than their time limit says; the process then answers for nobody. */
  answer(request: SearchRequest): Promise<SearchAnswer> {
    if (this.#closed) return Promise.reject(new Error('The database is closed'))
    const { signal } = currentLimit()
    if (signal?.aborted) return Promise.reject(reasonOf(signal))
    this.start()
    const number = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<SearchAnswer>()
    this.#waiting.set(number, { resolve, reject })
    this.#hold()
    const giveUp = () => signal && reject(reasonOf(signal))
    signal?.addEventListener('abort', giveUp, { once: true })
    this.#send({ do: 'search', number, request })
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
    process.on('message', (message: FromProcess) => this.#received(message))
    process.on('error', () => this.#ended(process))
    process.on('exit', () => this.#ended(process))
    process.send({ do: 'open', ...this.#database } satisfies ToProcess)
    process.unref()
    process.channel?.unref()
    return process
  }

  #send(message: ToProcess): void {
    const process = this.#process
    process?.send(message, (error) => error && this.#ended(process))
  }

  #received(message: FromProcess): void {
    if (message.is === 'ready') return
    const waiting = this.#waiting.get(message.number)
    if (message.is === 'answer') waiting?.resolve(message.answer)
    else
      waiting?.reject(message.failure.code === 'no-index' ? new NoIndexError() : fromFailure(message.failure))
  }

  #ended(process: ChildProcess): void {
    if (process !== this.#process) return
    this.#process = undefined
    for (const { reject } of this.#waiting.values()) reject(new SearchEndedError())
  }
}
