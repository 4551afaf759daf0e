/**
 * The processes that read for `heavy`, and the queue of those who wait for one. A statement of `node:sqlite` cannot be interrupted,
 * but a process can be ended in the middle of one: see decision 42.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { reasonOf } from '../time-limit.ts'
import { fromFailure } from './failures.ts'
import type { Answer, Portion, ReaderSettings, Request } from './messages.ts'

/** The reader ended in the middle of a request, for example because it had no memory left. Others are not affected. */
export class ReaderDiedError extends Error {
  readonly code = 'reader-died'

  constructor(why: string, options?: ErrorOptions) {
    super(`The reader ended in the middle of this request (${why}): ask again, or for less`, options)
    this.name = 'ReaderDiedError'
  }
}

/** So many long reads go on at a time. The next reader starts when all that run are busy. */
const mostReaders = 2

/** So long may a statement that nobody waits for go on, in milliseconds. Most end by then, and a new reader takes a tenth of a second. */
const grace = 200

interface Asking {
  /** Only this reader can answer: a stream or a transaction is under way there. */
  reader?: ReaderProcess | undefined
  signal?: AbortSignal | undefined
  /** Others go first. */
  optional?: boolean
}

interface Task extends Asking {
  request: Request
  resolve: (portion: Portion) => void
  reject: (error: unknown) => void
}

/** One of the readers: its process, where it runs, and what it is doing. */
export class ReaderProcess {
  process: ChildProcess | undefined
  current: Task | undefined
}

export class ReaderProcesses {
  readonly #settings: ReaderSettings
  readonly #onStart: ((process: ChildProcess) => void) | undefined
  readonly #readers = Array.from({ length: mostReaders }, () => new ReaderProcess())
  readonly #waiting: Task[] = []
  #closed = false
  #lastNumber = 0

  constructor(settings: ReaderSettings, onStart?: (process: ChildProcess) => void) {
    this.#settings = settings
    this.#onStart = onStart
  }

  /** Puts a request in the queue. It fails as soon as the signal says so, and is then not worked on. */
  ask(request: Request, asking: Asking = {}): Promise<Portion> {
    if (this.#closed) return Promise.reject(closedError())
    const { signal } = asking
    if (signal?.aborted) return Promise.reject(reasonOf(signal))
    const { promise, resolve, reject } = Promise.withResolvers<Portion>()
    const task = { request, ...asking, resolve, reject }
    const giveUp = () => this.#giveUp(task)
    signal?.addEventListener('abort', giveUp, { once: true })
    this.#waiting.push(task)
    this.#sendNext()
    return promise.finally(() => signal?.removeEventListener('abort', giveUp))
  }

  /** Ends a stream or a transaction. Nobody waits for it, and in a reader that is not there it has ended already. */
  end(request: Request, reader: ReaderProcess): void {
    if (reader.process && !this.#closed) this.ask(request, { reader }).catch(() => undefined)
  }

  /** The reader for a new stream or transaction: one that has nothing to do, where there is one. */
  choose(): { reader: ReaderProcess; number: number } {
    const number = ++this.#lastNumber
    const reader = this.#readers.find(({ current }) => !current) ?? this.#readers[number % mostReaders]
    return { reader: reader as ReaderProcess, number }
  }

  /** Ends all readers, whatever they are doing: what is only read is not lost. */
  async close(): Promise<void> {
    this.#closed = true
    for (const task of this.#waiting.splice(0)) task.reject(closedError())
    await Promise.all(
      this.#readers.map(async ({ process }) => {
        if (!process) return
        const ended = new Promise((resolve) => process.once('exit', resolve))
        process.ref()
        process.kill('SIGKILL')
        await ended
      }),
    )
  }

  #sendNext(): void {
    for (const reader of this.#readers) {
      if (reader.current) continue
      const task = this.#takeFor(reader)
      if (task) this.#send(reader, task)
    }
  }

  #takeFor(reader: ReaderProcess): Task | undefined {
    const fits = (task: Task) => task.reader === undefined || task.reader === reader
    const task = this.#waiting.find((each) => fits(each) && !each.optional) ?? this.#waiting.find(fits)
    if (task) this.#waiting.splice(this.#waiting.indexOf(task), 1)
    return task
  }

  #send(reader: ReaderProcess, task: Task): void {
    reader.current = task
    const process = (reader.process ??= this.#start(reader))
    // It keeps the program alive only while somebody waits for its answer.
    process.ref()
    process.channel?.ref()
    process.send(task.request, (error) => error && this.#ended(reader, process, String(error), error))
  }

  #start(reader: ReaderProcess): ChildProcess {
    // It needs no loader: Node strips the types itself. So none of this process's options are handed on.
    const process = fork(
      fileURLToPath(new URL('./reader.ts', import.meta.url)),
      [JSON.stringify(this.#settings)],
      {
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        windowsHide: true,
      },
    )
    process.on('message', (answer: Answer) => this.#answered(reader, process, answer))
    process.on('error', (error) => this.#ended(reader, process, String(error), error))
    process.on('exit', (status, signal) => this.#ended(reader, process, signal ?? `status ${status}`))
    this.#onStart?.(process)
    return process
  }

  #answered(reader: ReaderProcess, process: ChildProcess, answer: Answer): void {
    if (process !== reader.process) return
    const task = reader.current
    reader.current = undefined
    // When it is being closed, its end is what the program waits for.
    if (!this.#closed) {
      process.unref()
      process.channel?.unref()
    }
    if ('failure' in answer) task?.reject(fromFailure(answer.failure))
    else task?.resolve(answer)
    this.#sendNext()
  }

  #giveUp(task: Task): void {
    if (task.signal) task.reject(reasonOf(task.signal))
    const place = this.#waiting.indexOf(task)
    if (place >= 0) this.#waiting.splice(place, 1)
    const reader = this.#readers.find(({ current }) => current === task)
    if (!reader) return
    const end = () => {
      if (reader.current !== task || !reader.process) return
      reader.process.kill('SIGKILL')
      // At once, and not when its exit is reported: it may still have sent an answer, and must not be given another request.
      this.#ended(reader, reader.process, 'nobody waited for its answer')
    }
    setTimeout(end, grace).unref()
  }

  #ended(reader: ReaderProcess, process: ChildProcess, why: string, cause?: unknown): void {
    if (process !== reader.process) return
    reader.process = undefined
    const task = reader.current
    reader.current = undefined
    task?.reject(this.#closed ? closedError() : new ReaderDiedError(why, { cause }))
    if (!this.#closed) this.#sendNext()
  }
}

function closedError(): Error {
  return new Error('The database is closed')
}
