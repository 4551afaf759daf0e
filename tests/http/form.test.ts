/** The way from a form to its answer: checked, carried out, or back with what was typed and a message at each field. */
import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../src/config.ts'
import type { AppEnv } from '../../src/http/context.ts'
import { answerError } from '../../src/http/errors.tsx'
import { answerButton, answerForm } from '../../src/http/form.ts'
import type { CheckedForm, RefusedForm } from '../../src/http/form.ts'
import { seeOther } from '../../src/http/notice.ts'
import { Refusal } from '../../src/rules/refusal.ts'
import { visitor } from '../../src/security/rights/viewer.ts'

const shelf = z.strictObject({ name: z.string().min(1, 'Give the shelf a name.') })
type Sent = CheckedForm<{ name: string }>

/** An application with one form, whose work is `work`; it answers a refused form with what its page would be given. */
function appWith(work: (form: Sent) => Promise<unknown>, check?: () => { message: string }[]) {
  const app = new Hono<AppEnv>()
  const refused = vi.fn()
  const again = ({ status, errors, typed, refusal }: RefusedForm) =>
    Response.json({ errors, typed, code: refusal?.code }, { status })
  app.use(async (c, next) => {
    c.set('config', readConfig({}))
    c.set('log', pino({ level: 'silent' }))
    c.set('viewer', visitor(true))
    await next()
  })
  app.on(['GET', 'POST'], '/shelves', (c) =>
    answerForm(c, {
      parse: (body) => shelf.safeParse(body),
      ...(check && { check }),
      work,
      refused,
      again,
      see: (id) => `/shelves/${id}`,
      done: () => seeOther(c, '/shelves/1', 'item.added'),
    }),
  )
  app.post('/buttons', (c) =>
    answerButton(c, {
      work: ({ formKey }) => work({ formKey } as Sent),
      again,
      done: () => c.text('pressed'),
    }),
  )
  app.onError(answerError)
  const post = (path: string, fields: Record<string, string>) =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'application/json' },
    })
  return { get: (path: string) => app.request(path), post, refused }
}

it('does its work with what was sent and the key of the form, says so on the next page, and leads there', async () => {
  const work = vi.fn(async (_: Sent) => undefined)
  const answer = await appWith(work).post('/shelves', { name: 'A', form_key: 'k' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/shelves/1'])
  expect(answer.headers.get('set-cookie')).toContain('item.added')
  expect(work.mock.calls[0]![0]).toMatchObject({
    input: { name: 'A' },
    formKey: expect.any(String) as string,
  })
})

it('comes back with 422 and what was typed where a field is not as it must be; nothing is done, and nothing noted', async () => {
  const work = vi.fn(async () => undefined)
  const { post, refused } = appWith(work)
  const answer = await post('/shelves', { name: '', size: '3' })
  expect([answer.status, await answer.json()]).toEqual([
    422,
    {
      errors: [
        { field: 'name', message: 'Give the shelf a name.' },
        { message: 'This form takes no field "size". Nothing was changed.' },
      ],
      typed: { name: '', size: '3' },
    },
  ])
  expect([work.mock.calls, refused.mock.calls]).toEqual([[], []])
})

it('checks what only the request tells after the fields', async () => {
  const check = vi.fn(() => [{ message: 'No cookies.' }])
  const work = vi.fn(async () => undefined)
  const { post } = appWith(work, check)
  await post('/shelves', { name: '' })
  expect(check).not.toHaveBeenCalled()
  const answer = await post('/shelves', { name: 'A' })
  expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ message: 'No cookies.' }] }])
  expect(work).not.toHaveBeenCalled()
})

it('comes back with the status and the messages of a refusal, a link to what is there, and what was typed', async () => {
  const problems = [{ field: 'name', message: 'There is one.', existing: { id: 7, name: 'A' } }]
  const { post, refused } = appWith(() =>
    Promise.reject(new Refusal(problems, { status: 409, code: 'taken' })),
  )
  const answer = await post('/shelves', { name: 'A' })
  expect([answer.status, await answer.json()]).toEqual([
    409,
    {
      errors: [{ field: 'name', message: 'There is one.', see: { href: '/shelves/7', label: 'A' } }],
      typed: { name: 'A' },
      code: 'taken',
    },
  ])
  expect(refused.mock.calls[0]).toMatchObject([{ code: 'taken' }, { input: { name: 'A' } }])
})

it('says how long to wait', async () => {
  const tooOften = new Refusal({ message: 'Wait.' }, { status: 429, retryAfter: 60 })
  const answer = await appWith(() => Promise.reject(tooOften)).post('/shelves', { name: 'A' })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60'])
})

it('is a form by GET too: its fields stand in the address', async () => {
  const work = vi.fn(async (_: Sent) => undefined)
  const { get } = appWith(work)
  expect((await get('/shelves?name=A%20B')).status).toBe(303)
  expect(work.mock.calls[0]![0]).toMatchObject({ input: { name: 'A B' } })
  expect((await get('/shelves?name=A&size=3')).status).toBe(422)
})

it('a button sends no fields, and is refused with its page', async () => {
  const work = vi.fn(async () => undefined)
  const { post } = appWith(work)
  expect(await (await post('/buttons', { form_key: 'k' })).text()).toBe('pressed')
  expect((await post('/buttons', { name: 'A' })).status).toBe(422)
  expect(work).toHaveBeenCalledTimes(1)
})

it('has no page to come back to where the thing is not there', async () => {
  const gone = new Refusal({ message: 'There is no such shelf.' }, { status: 404 })
  const { post, refused } = appWith(() => Promise.reject(gone))
  const answer = await post('/shelves', { name: 'A' })
  expect([answer.status, await answer.json()]).toMatchObject([404, { status: 404 }])
  expect(refused).not.toHaveBeenCalled()
})
