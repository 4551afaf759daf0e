/**
 * What each kind of field takes: one rule for the form, the import and the API. Pure: text in, a value or a problem out.
 * The limits are those that the tables keep (see `models.ts`).
 */
import { z } from 'zod'
import { limits } from './limits.ts'
import { flawOf, lengthOf, normaliseText, searchKey } from './text.ts'

/** What was sent, ready to be stored; or what is wrong with it, and what to do about it. */
export type Checked<T> =
  | { value: T; problem?: undefined }
  /** `problem` ends a sentence that begins with the field's label; `fix` is a sentence of its own. */
  | { value?: undefined; problem: string; fix?: string }

/** So many characters may become one: a Greek letter with three marks, or, each of two halves, a letter and a mark of Kaithi. */
const mostComposed = 4

const formatted = (value: number) => value.toLocaleString('en')
const tooLong = (limit: number, over: number) => ({
  problem: `is longer than ${formatted(limit)} characters`,
  fix: `Take ${formatted(over)} away.`,
})
export const needed = { problem: 'is needed', fix: 'Write at least one letter or digit.' }
const notText = (sent: string) => ({
  problem: `holds ${flawOf(sent) ?? 'too many accents on one letter'}, which cannot be kept`,
  fix: 'Type it again instead of pasting it.',
})

/** Text on several lines, such as the description. It may be empty. */
export function checkText(sent: string, limit: number): Checked<string> {
  // Before anything is done with it: normalising makes one character of four at most, so it would stay too long.
  if (sent.length > limit * mostComposed) return tooLong(limit, lengthOf(sent) - limit)
  const text = normaliseText(sent)
  if (text === null) return notText(sent)
  const over = text.length > limit ? lengthOf(text) - limit : 0
  return over > 0 ? tooLong(limit, over) : { value: text }
}

/** Text without blanks around it. */
export function checkTrimmed(sent: string, limit: number): Checked<string> {
  return checkText(sent.trim(), limit)
}

/** Text that is compared by its key, so the key must fit as well. `empty` says what an unreadable one is. */
export function checkKeyed(
  sent: string,
  limit: number,
  empty: { problem: string; fix: string },
): Checked<string> {
  const text = checkTrimmed(sent, limit)
  if (text.value === undefined) return text
  const key = searchKey(text.value)
  if (key === '') return empty
  const over = lengthOf(key) - limit
  return over > 0 ? tooLong(limit, over) : text
}

/** The name of a creator, a category or a type. */
export function checkName(sent: string): Checked<string> {
  return checkKeyed(sent, limits.name, needed)
}

/** A name and the key by which it is one with its other spellings. */
export interface NameRef {
  name: string
  key: string
}

export function checkRef(sent: string): Checked<NameRef> {
  const { value, ...wrong } = checkName(sent)
  return value === undefined
    ? (wrong as { problem: string })
    : { value: { name: value, key: searchKey(value) } }
}

/**
 * Several names in their order. One that comes twice, however it is spelled, stays where it came first; empty ones go.
 * @param check checks each name; the import of a file with a million names passes one that caches its answers
 */
export function checkRefs(sent: readonly string[], check = checkRef): Checked<NameRef[]> {
  const refs = new Map<string, NameRef>()
  for (const each of sent) {
    if (each.trim() === '') continue
    const { value, ...wrong } = check(each)
    if (value === undefined) return { ...wrong, problem: `holds a name that ${wrong.problem ?? ''}` }
    if (!refs.has(value.key)) refs.set(value.key, value)
    if (refs.size > limits.names)
      return { problem: `holds more than ${formatted(limits.names)} names`, fix: 'Take some of them away.' }
  }
  return { value: [...refs.values()] }
}

/** What one field of a form may be sent as. */
type Sent = string | readonly string[]

/** A field of a form as zod knows it: sent once, checked by one of the rules above, its message beginning with the label. */
export function field<T>(label: string, check: (sent: string) => Checked<T>) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined ? `${label} is needed.` : `${label} was sent more than once. Send one value.`,
    })
    .transform((sent, context) => judged(label, check(sent), context))
}

/** The same for a field that is sent as often as there are values. */
export function listField<T>(label: string, check: (sent: readonly string[]) => Checked<T>) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((sent: Sent, context) =>
      judged(label, check(typeof sent === 'string' ? [sent] : sent), context),
    )
}

function judged<T>(
  label: string,
  { value, ...wrong }: Checked<T>,
  context: { addIssue(message: string): void },
): T {
  if (value !== undefined) return value
  const { problem, fix } = wrong as { problem: string; fix?: string }
  context.addIssue(`${label} ${problem}.${fix === undefined ? '' : ` ${fix}`}`)
  return z.NEVER
}

/** A username, as whoever registers chooses it and staff give it. @param missing what is said where there is none */
export const usernameField = (missing: string) =>
  z
    .string(missing)
    .trim()
    .min(1, { error: missing, abort: true })
    .max(limits.username, `A username has at most ${limits.username} characters.`)
    .regex(/^[^@]*$/, {
      error: 'A username holds no @: that is what tells it from an e-mail address. Leave the @ out.',
      abort: true,
    })
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._'’-]*$/u,
      'A username begins with a letter or a digit, and holds letters, digits, spaces, points, hyphens.',
    )
