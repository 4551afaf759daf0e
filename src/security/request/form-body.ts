/** Reads the body of a form: what a client may send, and nothing that later code would have to be afraid of. */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isPlain, normaliseText } from '../../rules/text.ts'

/** What was typed: a text for a field sent once, a list for one sent several times (or named as a list). */
export type FormBody = Record<string, string | string[]>

export interface ReadBody {
  body: FormBody
  /** Fields whose text holds characters that no text has, such as NUL, or too many combining marks. They are left empty in `body`. */
  damaged: string[]
  /** Fields that are longer than the form takes. They are left empty too. */
  tooLong: string[]
}

export interface BodyOptions {
  /** The fields that are lists even when only one value was sent. */
  lists?: readonly string[]
  /** How many characters beyond ASCII all fields together may hold: to bring them into one form is work. */
  longest?: number
}

/** Twice the longest text of most forms, written with a mark for each letter. */
const usualLength = 50_000
/** Of one field, whatever the form takes: the longest description, each letter taken apart into four. */
const longestField = 100_000
/** After so many characters, which take some milliseconds, others come first. */
const portion = 20_000

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data']

/** So many fields no form of ours has. */
const mostFields = 10_000

/**
 * Reads the fields of a form out of the body. Files are not taken here.
 * @throws HTTPException 415 for a body of another kind, 400 for one that cannot be read
 */
export async function readBody(c: Context, options: BodyOptions = {}): Promise<ReadBody> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  // Some clients send no type where they send nothing: that is a form without fields, as for a deletion.
  const isEmpty = type === '' && (await c.req.arrayBuffer()).byteLength === 0
  if (!isEmpty && !formTypes.includes(type)) throw new HTTPException(415)
  return fieldsOf(isEmpty ? [] : await readEntries(c), options)
}

/** Reads the fields of a form with method GET out of the address. */
export function readQuery(c: Context, options: BodyOptions = {}): Promise<ReadBody> {
  return fieldsOf([...new URL(c.req.url).searchParams], options)
}

/**
 * Normalises the fields of a form (see `normaliseText`). Length comes first: what is too long is not normalised. Plain ASCII is
 * exempt: it costs nothing, and the form has a better message for it.
 * @throws HTTPException 413 for too many fields, 400 for a file
 */
async function fieldsOf(
  entries: readonly [string, FormDataEntryValue][],
  { lists = [], longest = usualLength }: BodyOptions,
): Promise<ReadBody> {
  if (entries.length > mostFields) throw new HTTPException(413)
  const values = new Map<string, string[]>()
  const [damaged, tooLong]: [string[], string[]] = [[], []]
  let [left, untilPause] = [longest, portion]
  for (const [name, value] of entries) {
    if (typeof value !== 'string') throw new HTTPException(400)
    const length = isPlain(value) ? 0 : value.length
    const fits = length <= Math.min(left, longestField)
    const text = fits ? normaliseText(value) : null
    if (text === null) (fits ? damaged : tooLong).push(name)
    const all = values.get(name)
    if (all) all.push(text ?? '')
    else values.set(name, [text ?? ''])
    if (!fits) continue
    left -= length
    untilPause -= length
    if (untilPause > 0) continue
    untilPause = portion
    await yieldToEventLoop()
  }
  const body: FormBody = Object.create(null) as FormBody
  for (const name of lists) body[name] = []
  for (const [name, all] of values) body[name] = all.length > 1 || lists.includes(name) ? all : (all[0] ?? '')
  return { body, damaged, tooLong }
}

/** The fields in their order. Whatever the parser cannot make sense of is the client's mistake, not ours. */
async function readEntries(c: Context): Promise<[string, FormDataEntryValue][]> {
  try {
    const bytes = await c.req.arrayBuffer()
    // Bytes that are no UTF-8 are refused; the parsers would put replacement characters (�) in their place.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const type = c.req.header('content-type') ?? ''
    if (isUrlEncoded(type)) return readPairs(text)
    return [...(await new Response(bytes, { headers: { 'content-type': type } }).formData()).entries()]
  } catch (error) {
    throw error instanceof HTTPException ? error : new HTTPException(400, { cause: error })
  }
}

function isUrlEncoded(type: string): boolean {
  return type.toLowerCase().startsWith('application/x-www-form-urlencoded')
}

/** The pairs of a form; escapes that are no UTF-8 are refused too. @throws HTTPException 413 */
function readPairs(text: string): [string, string][] {
  // Counted before they are taken apart: for half a million empty ones Node's parser needs seconds.
  if (text.split('&', mostFields + 1).length > mostFields) throw new HTTPException(413)
  decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))
  // Characters that were sent without escapes are escaped first: Node's parser cuts them down to a byte where escapes stand beside them.
  return [...new URLSearchParams(text.replace(/\P{ASCII}+/gu, encodeURIComponent)).entries()]
}
