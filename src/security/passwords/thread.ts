/** A thread for work that would hold up everybody: started when first needed, and started anew if it dies. */
import { Worker } from 'node:worker_threads'
import { HTTPException } from 'hono/http-exception'

interface Settings {
  /** Shown by debuggers and by the system. */
  name: string
  /** How long one answer may take, in milliseconds; then the thread is ended. */
  timeout: number
  /** How long it is kept when nobody asks, in milliseconds: it takes memory, and a moment to start. */
  idleTimeout: number
}

/** Answers one question at a time: the caller has to queue its questions. */
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
    }, this.#settings.timeout)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.ref()
    worker.postMessage(question)
    return promise.finally(() => {
      clearTimeout(timer)
      worker.off('message', resolve)
      worker.off('error', reject)
      worker.unref()
      this.#idle = setTimeout(() => this.#stop(worker), this.#settings.idleTimeout).unref()
    })
  }

  #start(): Worker {
    // It needs no loader: Node strips the types itself. So none of this process's options are handed on.
    const { name } = this.#settings
    const worker = new Worker(this.#file, { name, execArgv: [] })
    worker.on('error', () => this.#stop(worker))
    return worker
  }

  #stop(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined
    void worker.terminate()
  }
}
