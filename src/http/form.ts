/** From a request to a checked form: the body is read, the feature's `parse...Form` judges it, and the messages find their fields. */
import { createHash } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { readBody } from '../security/request/form-body.ts'
import type { BodyOptions, FormBody } from '../security/request/form-body.ts'
import type { FieldError } from '../ui/form.tsx'
import type { AppContext } from './context.ts'

export type { FieldError }

/** What a `parse...Form(body)` answers: zod's own result. */
export type ParseForm<Input> = (body: FormBody) => z.ZodSafeParseResult<Input>

/** A form that was sent: checked, or refused with a message for each field. `typed` is what stands in the form when it comes back. */
export type SentForm<Input> =
  | { ok: true; input: Input; typed: FormBody; formKey: string | undefined }
  | { ok: false; errors: FieldError[]; typed: FormBody }

export interface ReadOptions extends BodyOptions {
  /** Never given back to the browser. Passwords are left out whatever this says. */
  secret?: readonly string[]
}

const cannotBeKept = 'This text holds a character that cannot be kept. Type it again rather than paste it.'
const isTooLong = 'This text is longer than this form takes. Shorten it, and send it again.'

/**
 * Reads and checks the form of this request.
 * @throws HTTPException 400 for a body that cannot be read, 413 for one that is too large, 415 for one that is no form
 */
export async function readForm<Input>(
  c: AppContext,
  parse: ParseForm<Input>,
  { secret = [], ...options }: ReadOptions = {},
): Promise<SentForm<Input>> {
  const { body, damaged, tooLong } = await readBody(c, options)
  const formKey = takeFormKey(c, body)
  const typed = Object.fromEntries(
    Object.entries(body).filter(([name]) => !name.includes('password') && !secret.includes(name)),
  )
  const errors = [
    ...damaged.map((field) => ({ field, message: cannotBeKept })),
    ...tooLong.map((field) => ({ field, message: isTooLong })),
  ]
  const result = parse(body)
  if (result.success && errors.length === 0) return { ok: true, input: result.data, typed, formKey }
  const others = result.success ? [] : result.error.issues.flatMap(errorsOf)
  return {
    ok: false,
    errors: [...errors, ...others.filter(({ field }) => !errors.some((error) => error.field === field))],
    typed,
  }
}

/**
 * Reads a form that is one button: it has no fields, so one that sends some was changed on the way.
 * @throws HTTPException 422 for one with fields, and what `readForm` throws
 */
export async function readButton(c: AppContext): Promise<{ formKey: string | undefined }> {
  const { body } = await readBody(c)
  const formKey = takeFormKey(c, body)
  if (Object.keys(body).length > 0) throw new HTTPException(422)
  return { formKey }
}

/**
 * Takes the key that the page gave its form (`<FormKey>`) out of the fields. What was typed is part of the result: whoever goes back
 * to a form, changes it and sends it again wants a second thing and not the first one once more.
 * @returns a text of 43 characters by which the same form, sent again to the same address, is recognised; none without a key
 */
function takeFormKey(c: AppContext, body: FormBody): string | undefined {
  const key = body.form_key
  delete body.form_key
  if (typeof key !== 'string' || key === '') return undefined
  const fields = Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([c.req.path, key, fields]))
    .digest('base64url')
}

/** One issue as messages. A field that the form does not have is named: it is refused, not ignored. */
function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ message: `This form takes no field "${key}". Nothing was changed.` }))
  }
  const [field] = issue.path
  return [{ field: field === undefined ? undefined : String(field), message: issue.message }]
}

/** What the person typed in a field that is sent once. */
export function typedText(typed: FormBody, field: string): string {
  const value = typed[field]
  return typeof value === 'string' ? value : ''
}

/** What the person typed in each of these fields; what was not sent stands as it stood. */
export function typedTexts<Values extends object>(typed: FormBody, before: Values): Values {
  const sent = Object.keys(before).filter((field) => typeof typed[field] === 'string')
  return { ...before, ...Object.fromEntries(sent.map((field) => [field, typed[field]])) }
}
