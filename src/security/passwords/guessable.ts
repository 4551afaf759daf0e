/** Whether a password can be guessed: asked of zxcvbn, which knows what people choose, without asking anybody on the network. */
import { domain } from '../../domain.ts'
import { limits } from '../../rules/limits.ts'
import { Queue } from './queue.ts'
import { Thread } from './thread.ts'

/** What the thread is asked, and answers. */
export interface PasswordQuestion {
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

/**
 * zxcvbn works for up to a second and does nothing else meanwhile. The word lists take 70 MB and a second to read: they are
 * there while somebody chooses a password, and a minute longer.
 */
const thread = new Thread<PasswordQuestion, Verdict>(new URL('./guessable-worker.ts', import.meta.url), {
  name: 'crowfoot-passwords',
  timeout: 15_000,
  idleTimeout: 60_000,
})
const queue = new Queue({ longest: 40, retryAfter: 5 })

/**
 * Says what is wrong with a password that somebody wants to have, or nothing. What makes a good one is said beside the field (`goodPassword`).
 * @param about the person's own words, such as username and e-mail address; the site's are added
 */
export async function weaknessOf(password: string, about: readonly string[]): Promise<string | undefined> {
  if ([...password].length < limits.shortestPassword)
    return `Choose a password of at least ${limits.shortestPassword} characters.`
  const { score, warning } = await queue.run(() =>
    thread.ask({ password, words: wordsOf([domain.name, ...about]) }),
  )
  if (score >= enough) return undefined
  return ['This password is easy to guess.', warning].filter(Boolean).join(' ')
}

/** "ada.lovelace@example.org" is a word, and so are its parts. */
function wordsOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]))].filter(
    (word) => word.length > 2,
  )
}
