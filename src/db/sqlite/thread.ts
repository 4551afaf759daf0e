/** The reading thread as the application sees it: started when first needed, asked one thing at a time, started anew if it dies. */
import { Worker } from 'node:worker_threads'
import { fromFailure } from './failures.ts'
import type { Answer, Portion, Request, ThreadSettings } from './messages.ts'

/** The thread ended in the middle of a request, for example because it had no memory left. Others are not affected. */
export class ThreadDiedError extends Error {
  readonly code = 'thread-died'

  constructor(why: string, options?: ErrorOptions) {
    super(`The reading thread ended in the middle of this request (${why}): ask again, or for less`, options)
    this.name = 'ThreadDiedError'
  }
}

interface Task {
  request: Request
  signal: AbortSignal | undefined
  resolve: (portion: Portion) => void
  reject: (error: unknown) => void
}

/** How long a request under way may hold up `close()`, in milliseconds. */
const PATIENCE = 2_000

export class ReadingThread {
  readonly #settings: ThreadSettings
  readonly #onStart: ((worker: Worker) => void) | undefined
  readonly #waiting: Task[] = []
  #current: Task | undefined
  #worker: Worker | undefined
  #closed = false
  #lastNumber = 0

  constructor(settings: ThreadSettings, onStart?: (worker: Worker) => void) {
    this.#settings = settings
    this.#onStart = onStart
  }

  /** Puts a request in the queue. The queue is on this side: what is given up before its turn never reaches the thread. */
  ask(request: Request, signal?: AbortSignal): Promise<Portion> {
    if (this.#closed) return Promise.reject(closedError())
    return this.#enqueue(request, signal)
  }

  /** Ends a stream or a transaction. Nobody waits for it, and in a thread that is not there it has ended already. */
  end(request: Request): void {
    if (this.#worker && !this.#closed) this.#enqueue(request).catch(() => undefined)
  }

  /** A number for a new stream or transaction. */
  number(): number {
    return ++this.#lastNumber
  }

  /** Lets the request under way finish, refuses those that still wait, and ends the thread. */
  async close(): Promise<void> {
    this.#closed = true
    for (const task of this.#waiting.splice(0)) task.reject(closedError())
    const worker = this.#worker
    if (!worker) return
    const end = Promise.withResolvers<void>()
    worker.once('exit', () => end.resolve())
    const timer = setTimeout(end.resolve, PATIENCE)
    this.#enqueue({ do: 'close' }).catch(() => end.resolve())
    await end.promise
    clearTimeout(timer)
    // Still at it. SQLite cannot be interrupted: this takes effect when the statement under way is done.
    void worker.terminate()
    this.#died(worker, 'closed')
  }

  #enqueue(request: Request, signal?: AbortSignal): Promise<Portion> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, signal, resolve, reject })
      this.#sendNext()
    })
  }

  #sendNext(): void {
    if (this.#current) return
    const task = this.#waiting.shift()
    if (!task) return
    const { request, signal } = task
    if (signal?.aborted) {
      task.reject(signal.reason)
      this.#sendNext()
      return
    }
    this.#current = task
    const worker = (this.#worker ??= this.#start())
    // The thread keeps the program alive only while somebody waits for its answer.
    worker.ref()
    worker.postMessage(request)
  }

  #start(): Worker {
    // It needs no loader: Node strips the types itself. So none of this process's options are handed on.
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'crowfoot-reader',
      workerData: this.#settings,
      execArgv: [],
    })
    worker.on('message', (answer: Answer) => this.#answered(worker, answer))
    worker.on('error', (error) => this.#died(worker, String(error), error))
    worker.on('exit', (status) => this.#died(worker, `status ${status}`))
    this.#onStart?.(worker)
    return worker
  }

  #answered(worker: Worker, answer: Answer): void {
    if (worker !== this.#worker) return
    const task = this.#current
    this.#current = undefined
    worker.unref()
    if ('failure' in answer) task?.reject(fromFailure(answer.failure))
    else task?.resolve(answer)
    this.#sendNext()
  }

  #died(worker: Worker, why: string, cause?: unknown): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    const task = this.#current
    this.#current = undefined
    task?.reject(this.#closed ? closedError() : new ThreadDiedError(why, { cause }))
    if (this.#closed) this.#waiting.length = 0
    this.#sendNext()
  }
}

function closedError(): Error {
  return new Error('The database is closed')
}
