/** Forms whose bytes are no text, or would take long to read, are refused, and nothing is stored of them. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appOf, Browser } from '../../setup/browser.ts'
import { opened } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'

const database = opened('sqlite')

/** Posts these very bytes as staff. */
async function send(body: string | Uint8Array<ArrayBuffer>, type = 'application/x-www-form-urlencoded') {
  const staff = await signedIn(database(), appOf(database()), 'staff')
  const headers = { origin: 'http://127.0.0.1:3000', 'content-type': type }
  return staff.send('/categories', { method: 'POST', body, headers })
}
const categories = () => database().db.selectFrom('categories').selectAll().execute()

it.each([
  ['bytes that are no UTF-8', 'name=%ff%fe'],
  ['half a character', 'name=%e6%9d'],
  ['raw bytes that are no UTF-8', new Uint8Array([...new TextEncoder().encode('name='), 0xff, 0xfe])],
])('refuses %s with 400', async (_what, body) => {
  expect((await send(body)).status).toBe(400)
  expect(await categories()).toEqual([])
})

it('refuses bytes that are no UTF-8 in the other kind of form too', async () => {
  const [head, tail] = ['--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n', '\r\n--x--\r\n']
  const body = (text: Buffer) => Buffer.concat([Buffer.from(head), text, Buffer.from(tail)])
  const type = 'multipart/form-data; boundary=x'
  expect((await send(body(Buffer.from([0xff, 0xfe])), type)).status).toBe(400)
  expect(await categories()).toEqual([])
  // The same with text is taken, so it was the bytes.
  const empty = await send(body(Buffer.from('')), type)
  expect(empty.status).toBe(422)
})

it('refuses a heap of marks upon one letter, which would take minutes to put in order, and takes as many as languages have', async () => {
  const marks = '\u0301\u0316'
  const answer = await send(`name=a${marks.repeat(20_000)}`)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('a character that cannot be kept')
  expect(await categories()).toEqual([])
  expect((await send(`name=a${marks.repeat(15)}`)).status).toBe(303)
  await database().em().execute('delete from categories')
})

it('counts the fields before it takes them apart', async () => {
  const parser = vi.spyOn(globalThis, 'URLSearchParams')
  const taken = () => parser.mock.calls.filter(([text]) => typeof text === 'string' && text.startsWith('a&'))
  expect((await send('a&'.repeat(450_000))).status).toBe(413)
  expect(taken()).toEqual([])
  expect((await send('a&'.repeat(9_000))).status).toBe(422)
  expect(taken()).toHaveLength(1)
  parser.mockRestore()
})

it('takes a percent sign that stands for itself, a plus for a space, and any script', async () => {
  const answer = await send('name=100%+東京+%e6%9d%b1&description=')
  expect(answer.status).toBe(303)
  expect((await categories()).map(({ name }) => name)).toEqual(['100% 東京 東'])
})

describe('the length comes before the work', () => {
  afterEach(() => vi.restoreAllMocks())

  /** The lengths of the texts that are brought into one form while a form is answered. */
  function watch(): number[] {
    const lengths: number[] = []
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own text below
    const normalize = String.prototype.normalize
    vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form?: string) {
      lengths.push(this.length)
      return normalize.call(this, form)
    })
    return lengths
  }

  const ligature = '\ufdfa'
  it.each([
    ['marks', `a${'\u0301\u0316'.repeat(15)}`.repeat(4_500)],
    ['letters that become eighteen', ligature.repeat(105_000)],
  ])('a name of a million bytes of %s is refused as it is, at any form', async (_what, text) => {
    const app = appOf(database())
    const staff = await signedIn(database(), app, 'staff')
    const lengths = watch()
    const answers = [
      await staff.post('/categories', { name: text, description: '' }),
      await staff.post('/admin/classes', { people: text }),
      await staff.post('/items', { title: text, type: '1' }),
      await new Browser(app).post('/login', { username: text, password: 'x' }),
      await new Browser(app).post('/register', { username: text, email: 'a@b.example', password: 'x' }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('longer than this form takes')
    }
    expect(Math.max(0, ...lengths)).toBeLessThan(1000)
  })

  it('many fields together are too long as well', async () => {
    const fields = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`f${n}`, 'é'.repeat(300)]))
    const staff = await signedIn(database(), appOf(database()), 'staff')
    const lengths = watch()
    expect((await staff.post('/categories', { ...fields, name: 'x' })).status).toBe(422)
    const sum = lengths.filter((length) => length === 300).length * 300
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThan(60_000)
  })

  it('a list of people names those who have too long a name, and looks for nobody by it', async () => {
    const staff = await signedIn(database(), appOf(database()), 'staff')
    const lengths = watch()
    const people = `ada\n${ligature.repeat(50_000)}\nada\ngrace,${ligature.repeat(300)}@example.org`
    const answer = await staff.post('/admin/classes', { people })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('Line 2: A username has at most')
    expect(page).toContain('Line 3: The username')
    expect(page).toContain('Line 4: An e-mail address has at most')
    // The list itself was brought into one form; no name or address of it was folded.
    expect(lengths.filter((length) => length > 60 && length !== people.length)).toEqual([])
  })
})
