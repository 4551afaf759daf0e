/**
 * From a form to an answer: it is read, the feature's `parse...Form` judges it, the command does its work, and the browser is led on;
 * or the page comes back with what was typed, and with each message at its field.
 */
import { createHash } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { Refusal } from '../rules/refusal.ts'
import type { Problem } from '../rules/refusal.ts'
import { readBody, readQuery } from '../security/request/form-body.ts'
import type { BodyOptions, FormBody } from '../security/request/form-body.ts'
import type { FieldError } from '../ui/form.tsx'
import type { AppContext } from './context.ts'

export type { FieldError }

/** What a `parse...Form(body)` answers: zod's own result. */
export type ParseForm<Input> = (body: FormBody) => z.ZodSafeParseResult<Input>

/** A form that was sent and is valid. `typed` is what the form shows if a command refuses it all the same: never a password. */
export interface CheckedForm<Input> {
  ok: true
  input: Input
  typed: FormBody
  formKey: string | undefined
}

/** A form that comes back: with a status, a message for each thing that is wrong, and what was typed. */
export interface RefusedForm {
  ok: false
  status: number
  errors: FieldError[]
  typed: FormBody
  /** What the command threw, where it was a command that refused it. */
  refusal?: Refusal
}

export type SentForm<Input> = CheckedForm<Input> | RefusedForm

const cannotBeKept = 'This text holds a character that cannot be kept. Type it again rather than paste it.'
const isTooLong = 'This text is longer than this form takes. Shorten it, and send it again.'

/** What is done with a form, in the order of reading: each handler names these parts. */
export interface AnswerParts<Input, Result> {
  /** Does what was asked for, or throws a `Refusal`. */
  work: (form: CheckedForm<Input>) => Promise<Result>
  /** The page of the form once more, with its messages. @param form where it was a command that refused it */
  again: (refused: RefusedForm, form?: CheckedForm<Input>) => Response | Promise<Response>
  /** Notes in the log that a command refused. */
  refused?: (refusal: Refusal, form: CheckedForm<Input>) => void
  /** The address of what a message names because it is there already. */
  see?: (id: number, problem: Problem) => string
  /** The answer when it is done: most lead on with `seeOther`. */
  done: (result: Result, form: CheckedForm<Input>) => Response | Promise<Response>
}

export interface FormParts<Input, Result> extends AnswerParts<Input, Result>, BodyOptions {
  /** Checks what was sent, by itself. */
  parse: ParseForm<Input>
  /** Checks what only the request tells, once the fields are as they must be. */
  check?: () => FieldError[]
}

/**
 * The way from a form to its answer.
 * @throws what `readForm` throws, a `Refusal` for what is not there (404), and whatever else goes wrong in `work`
 */
export async function answerForm<Input, Result>(
  c: AppContext,
  { parse, check, ...form }: FormParts<Input, Result>,
): Promise<Response> {
  const sent = await readForm(c, parse, form)
  const errors = sent.ok ? (check?.() ?? []) : []
  return carryOut(errors.length === 0 ? sent : { ok: false, status: 422, errors, typed: sent.typed }, form)
}

/** The same for a form that is one button. @throws HTTPException 422 for one with fields, and what `answerForm` throws */
export async function answerButton<Result>(
  c: AppContext,
  button: AnswerParts<undefined, Result>,
): Promise<Response> {
  const { formKey } = await readButton(c)
  return carryOut({ ok: true, input: undefined, typed: {}, formKey }, button)
}

/** The part of `answerForm` after the form is read: does what it asks for, and answers. */
export async function carryOut<Input, Result>(
  sent: SentForm<Input>,
  { work, again, refused, see, done }: AnswerParts<Input, Result>,
): Promise<Response> {
  if (!sent.ok) return again(sent)
  let result: Result
  try {
    result = await work(sent)
  } catch (error) {
    // What is not there has no page to come back to.
    if (!(error instanceof Refusal) || error.status === 404) throw error
    refused?.(error, sent)
    const { problems, retryAfter, status } = error
    const errors = messagesOf(problems, see)
    const answer = await again({ ok: false, status, errors, typed: sent.typed, refusal: error }, sent)
    if (retryAfter !== undefined) answer.headers.set('retry-after', String(retryAfter))
    return answer
  }
  return done(result, sent)
}

function messagesOf(problems: readonly Problem[], see?: AnswerParts<never, never>['see']): FieldError[] {
  return problems.map((problem) => {
    const { field, message, existing } = problem
    return {
      field,
      message,
      see: existing && see && { href: see(existing.id, problem), label: existing.name },
    }
  })
}

/**
 * Reads and checks the form of this request: its body, or with GET what stands in the address.
 * @throws HTTPException 400 for a body that cannot be read, 413 for one that is too large, 415 for one that is no form
 */
export async function readForm<Input>(
  c: AppContext,
  parse: ParseForm<Input>,
  options: BodyOptions = {},
): Promise<SentForm<Input>> {
  const { body, damaged, tooLong } = await (c.req.method === 'POST' ? readBody : readQuery)(c, options)
  const formKey = takeFormKey(c, body)
  const typed = Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('password')))
  const errors = [
    ...damaged.map((field) => ({ field, message: cannotBeKept })),
    ...tooLong.map((field) => ({ field, message: isTooLong })),
  ]
  const result = parse(body)
  if (result.success && errors.length === 0) return { ok: true, input: result.data, typed, formKey }
  const others = result.success ? [] : result.error.issues.flatMap(errorsOf)
  return {
    ok: false,
    status: 422,
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
 * Takes the key that the page gave its form (`<FormKeyInput>`) out of the fields. What was typed is part of the result: whoever goes back
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
