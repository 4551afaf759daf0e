/** A thread for work that would hold up everybody: started when first needed, and started anew if it dies. */
import { Worker } from 'node:worker_threads'
import { HTTPException } from 'hono/http-exception'

interface Settings {
  /** Shown by debuggers and by the system. */
  name: string
  /** How long one answer may take, in milliseconds; then the thread is ended. */
  patience: number
  /** How long it is kept when nobody asks, in milliseconds: it takes memory, and a moment to start. */
  keptFor: number
  /** What it finds as its `workerData`. */
  data?: string
}

/** Asked one thing at a time: its user keeps the queue. */
export class Thread<Question, Answer> {
  readonly #file: URL
  readonly #settings: Settings
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined

  /** @param file the thread's program; it answers each message with one message */
  constructor(file: URL, settings: Settings) {
    this.#file = file
    this.#settings = settings
  }

  /** @throws HTTPException 503 when the answer takes too long; what ended the thread, when it died of the question */
  ask(question: Question): Promise<Answer> {
    clearTimeout(this.#idle)
    const worker = (this.#worker ??= this.#start())
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const timer = setTimeout(() => {
      reject(new HTTPException(503, { cause: { retryAfter: 5 } }))
      this.#stop(worker)
    }, this.#settings.patience)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.ref()
    worker.postMessage(question)
    return promise.finally(() => {
      clearTimeout(timer)
      worker.off('message', resolve)
      worker.off('error', reject)
      worker.unref()
      this.#idle = setTimeout(() => this.#stop(worker), this.#settings.keptFor).unref()
    })
  }

  #start(): Worker {
    // It needs no loader: Node strips the types itself. So none of this process's options are handed on.
    const { name, data } = this.#settings
    const worker = new Worker(this.#file, { name, workerData: data, execArgv: [] })
    worker.on('error', () => this.#stop(worker))
    return worker
  }

  #stop(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined
    void worker.terminate()
  }
}

/** Two threads for the same work: the second is asked, for a while, once the first has lost its patience. */
export class WithReserve<Question, Answer> {
  readonly #first: Thread<Question, Answer>
  readonly #reserve: Thread<Question, Answer>
  readonly #lasting: number
  #until = 0

  /** @param lasting how long the reserve is asked, in milliseconds, before the first one is tried again */
  constructor(first: Thread<Question, Answer>, reserve: Thread<Question, Answer>, lasting: number) {
    this.#first = first
    this.#reserve = reserve
    this.#lasting = lasting
  }

  /** @throws what `ask` of the reserve throws; what ended the first, when it died of the question */
  async ask(question: Question): Promise<Answer> {
    if (performance.now() < this.#until) return this.#reserve.ask(question)
    try {
      return await this.#first.ask(question)
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error
      this.#until = performance.now() + this.#lasting
      return this.#reserve.ask(question)
    }
  }
}
