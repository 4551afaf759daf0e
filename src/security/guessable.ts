/** Whether a password can be guessed: asked of zxcvbn, which knows what people choose, without asking anybody on the network. */
import { Worker } from 'node:worker_threads'
import { HTTPException } from 'hono/http-exception'
import { domain, limits } from '../domain.ts'
import { OneAtATime } from './one-at-a-time.ts'

/** What the thread is asked, and answers. */
export interface Question {
  password: string
  words: string[]
}
export interface Verdict {
  /** From 0 (among the first guesses) to 4 (beyond 10^10 guesses). */
  score: number
  /** Why, in a sentence, where zxcvbn knows. */
  warning: string
}

/** zxcvbn calls this "safely unguessable: moderate protection from offline slow-hash scenario". */
const enough = 3

/** The word lists take 70 MB and a second to read: they are there while somebody chooses a password, and a minute longer. */
const keptFor = 60_000
const patience = 15_000

const queue = new OneAtATime({ longest: 40, retryAfter: 5 })
let worker: Worker | undefined
let idle: NodeJS.Timeout | undefined

/**
 * Says what is wrong with a password that somebody wants to have, or nothing.
 * @param about the person's own words, such as username and e-mail address; the site's are added
 */
export async function weaknessOf(password: string, about: readonly string[]): Promise<string | undefined> {
  if ([...password].length < limits.shortestPassword)
    return `Choose a password of at least ${limits.shortestPassword} characters.`
  const { score, warning } = await queue.run(() => ask({ password, words: wordsOf([domain.name, ...about]) }))
  if (score >= enough) return undefined
  return [
    'This password is easy to guess.',
    warning,
    'Four words that have nothing to do with each other make a good one.',
  ]
    .filter(Boolean)
    .join(' ')
}

/** "ada.lovelace@example.org" is a word, and so are its parts. */
function wordsOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]))].filter(
    (word) => word.length > 2,
  )
}

/** zxcvbn works for up to a second and does nothing else meanwhile, so it has a thread of its own. */
function ask(question: Question): Promise<Verdict> {
  clearTimeout(idle)
  const thread = (worker ??= start())
  const { promise, resolve, reject } = Promise.withResolvers<Verdict>()
  const timer = setTimeout(() => {
    reject(new HTTPException(503, { cause: { retryAfter: 5 } }))
    stop(thread)
  }, patience)
  thread.once('message', resolve)
  thread.once('error', reject)
  thread.ref()
  thread.postMessage(question)
  return promise.finally(() => {
    clearTimeout(timer)
    thread.off('message', resolve)
    thread.off('error', reject)
    thread.unref()
    idle = setTimeout(() => stop(thread), keptFor).unref()
  })
}

function start(): Worker {
  // It needs no loader: Node strips the types itself. So none of this process's options are handed on.
  const thread = new Worker(new URL('./guessable-worker.ts', import.meta.url), {
    name: 'crowfoot-passwords',
    execArgv: [],
  })
  thread.on('error', () => stop(thread))
  return thread
}

function stop(thread: Worker): void {
  if (worker === thread) worker = undefined
  void thread.terminate()
}
