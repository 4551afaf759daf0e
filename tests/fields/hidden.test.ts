/**
 * A field with `read` is as if it did not exist, for whoever may not read it: whatever a visitor or a member asks, the answer is that of a
 * project without it, but for ids of requests, times and keys of forms.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database, Engine, Reader } from '../../src/db/engine/connection.ts'
import type * as migration from '../../src/db/migrate/index.ts'
import { buildIndex as buildOwnIndex } from '../../src/search/build.ts'
import type * as search from '../../src/search/build.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { addItems } from '../setup/catalogue.ts'
import { openScratch } from '../setup/database.ts'
import { addPerson, openBrowser } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { declaredFields, linesOf } from './declared.ts'
import { trialProject } from './trial-project.ts'
import type { TrialProject } from './trial-project.ts'

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 300_000 })

const requests = process.env.LONG === '1' ? 2_000 : 200
/** The same requests in each run; a failure names the request, not this. */
const seed = 19

const names = Object.keys(declaredFields)
let project: TrialProject

beforeAll(async () => {
  project = await trialProject('hidden', {
    // A lookup of its own would be there for everybody.
    fields: linesOf(`, read: 'item.notes.read'`).map((line) => line.replace("'suppliers'", "'categories'")),
    lookups: [],
  })
  const written = await project.crowfoot(['db', 'revision'])
  expect(written).toMatchObject({ code: 0, err: '' })
})

interface Site {
  database: Database
  scratch: Scratch
  people: Record<'visitor' | 'member' | 'staff', Browser>
}

/** The same people and the same items, whatever fields the project has beside. */
async function fill(database: Database, app: App): Promise<Site['people']> {
  const [member, staff] = [
    await addPerson(database, 'member', 'mia'),
    await addPerson(database, 'staff', 'stan'),
  ]
  // Members of this project write items of their own, and take some of them away: then there is more that could give a field away.
  await database.em().execute(
    `insert into role_permissions (role_id, permission) select id, p.permission from roles,
        (select 'item.create' as permission union select 'item.update.own' union select 'item.delete.own' union select 'export.run') as p
        where name = 'member'`,
  )
  await addItems(
    database,
    Array.from({ length: 40 }, (_, at) => ({
      title: `Item ${String(at)}${at % 3 === 0 ? ' of price' : ''}`,
      year: at % 4 === 0 ? null : 1900 + ((at * 7) % 50),
      type: at % 2 === 0 ? 'Book' : 'Film',
      identifier: at % 5 === 0 ? null : `N ${String(at)}`,
      description: at % 3 === 0 ? '' : `About ${String(at)}`,
      internal_notes: `Not for all ${String(at)}`,
      creators: [`Creator ${String(at % 5)}`],
      categories: at % 2 === 0 ? [`Category ${String(at % 3)}`] : [],
    })),
  )
  await database.em().execute('update items set created_by = ? where id % 3 = 0', [member.id])
  return {
    visitor: new Browser(app),
    member: await openBrowser(database, app, member),
    staff: await openBrowser(database, app, staff),
  }
}

/** Gives the hidden fields of every item values of their own, which no one else's words contain. */
async function fillHidden(database: Database): Promise<void> {
  const db = database.em().getKysely() as unknown as Reader
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  for (let id = 1; id <= 40; id++) {
    const own = Object.entries(declaredFields).filter(([, { refers }]) => refers !== true)
    const changes = own.map(([name, { sent, cell = sent[0] }]) => {
      const value = id % 2 === 0 ? cell : sent[1]
      if (name === 'shelf') return `shelf = 'Regal ${String(id)}', shelf_key = 'regal ${String(id)}'`
      if (name === 'signed') return `signed = ${id % 2 === 0 ? 'true' : 'false'}`
      return `${name} = ${/^-?\d+(\.\d+)?$/.test(value) ? value : quoted(name === 'seen_at' ? '2026-03-29T08:00:00.000Z' : value)}`
    })
    if (id % 7 !== 0)
      await sql.raw(`update items set ${changes.join(', ')} where id = ${String(id)}`).execute(db)
  }
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine: Engine) => {
  let without: Site
  let hiding: Site

  beforeAll(async () => {
    const [ours, theirs] = [await createScratch(engine), await createScratch(engine)]
    const { upgrade } = await project.load<typeof migration>('db/migrate/index.ts')
    await upgrade(theirs.target)
    const plain = await openScratch(ours)
    without = { scratch: ours, database: plain, people: await fill(plain, appOf(plain)) }
    const other = await project.open(theirs)
    hiding = { scratch: theirs, database: other, people: await fill(other, await project.appOf(other)) }
    await fillHidden(other)
    // An index of the project's own shape, with what was written by hand.
    const { buildIndex } = await project.load<typeof search>('search/build.ts')
    await buildIndex(other.em(), { anew: true })
    await buildOwnIndex(plain.em(), { anew: true })
  })
  afterAll(async () => {
    for (const { database, scratch } of [without, hiding]) {
      await database.close()
      await scratch.remove()
    }
  })

  it('the fields are there for those who may read them', async () => {
    const page = await (await hiding.people.staff.get('/items/2')).text()
    expect(page).toContain('€9.90')
    const found = await (await hiding.people.staff.get('/items?price_to=10&sort=price')).text()
    expect(found).toContain('Price: to €10.00')
    expect(await (await hiding.people.staff.get('/items.csv')).text()).toContain('homepage')
  })

  it(`${requests} requests of a visitor and a member are answered as if there were none`, async () => {
    const statuses = new Map<number, number>()
    for (const request of fc.sample(requestOf, { seed, numRuns: requests })) {
      const [expected, found] = [await answerOf(without, request), await answerOf(hiding, request)]
      expect({ request, answer: found }).toEqual({ request, answer: expected })
      statuses.set(expected.status, (statuses.get(expected.status) ?? 0) + 1)
    }
    // Pages, writes, refusals of forms, what may not be and what is not there: all were among them.
    for (const status of [200, 303, 400, 403, 404, 422])
      expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0])
  })
})

interface Request {
  who: 'visitor' | 'member'
  method: 'GET' | 'POST'
  path: string
  form: Record<string, string>
  headers: Record<string, string>
}

const id = fc.oneof(fc.integer({ min: 1, max: 45 }), fc.constant(4711))
const marks = Object.values(declaredFields).flatMap(({ sent, shown, wrong }) => [...sent, shown, wrong ?? ''])
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...marks.filter((text) => text.length < 100)) },
  { weight: 1, arbitrary: fc.constantFrom('', '1', 'none', 'yes', 'Regal', '2024', 'price', 'Äther') },
)
const name = fc.constantFrom(...names)
const parameter = fc.oneof(
  fc.tuple(name, fc.constantFrom('', '', '_from', '_to', '_key')).map(([field, end]) => field + end),
  fc.constantFrom('internal_notes', 'nobody_knows_this'),
)
const pair = (key: fc.Arbitrary<string>, of: fc.Arbitrary<string>) =>
  fc.tuple(key, of).map(([one, other]) => `${encodeURIComponent(one)}=${encodeURIComponent(other)}`)
const known = fc.oneof(
  pair(fc.constant('q'), fc.oneof(value, fc.constantFrom('item', 'price', 'item 1', 'regal 3'))),
  pair(
    fc.constantFrom('year_from', 'year_to', 'from', 'to'),
    fc.integer({ min: 1890, max: 1960 }).map(String),
  ),
  pair(fc.constantFrom('type', 'category', 'creator'), fc.integer({ min: 1, max: 6 }).map(String)),
  pair(fc.constantFrom('page', 'per_page'), fc.integer({ min: 1, max: 12 }).map(String)),
  pair(fc.constantFrom('after', 'before'), id.map(String)),
  fc.constantFrom('view=table', 'view=cards', 'sort=year', 'sort=-year', 'sort=title', 'sort=relevance'),
)
const sort = pair(
  fc.constant('sort'),
  fc.tuple(fc.constantFrom('', '-'), name).map(([sign, by]) => sign + by),
)
const query = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: pair(parameter, value) },
      { weight: 2, arbitrary: sort },
      { weight: 4, arbitrary: known },
    ),
    { maxLength: 5 },
  )
  .map((parts) => (parts.length === 0 ? '' : `?${parts.join('&')}`))

const pages = fc.oneof(
  { weight: 8, arbitrary: query.map((asked) => `/items${asked}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('csv', 'json'), query).map(([end, asked]) => `/items.${end}${asked}`) },
  { weight: 1, arbitrary: fc.constantFrom('/items.csv', '/items.json', '/items.csv?sort=year', '/items.json?view=table') },
  { weight: 2, arbitrary: id.map((each) => `/items/${String(each)}`) },
  { weight: 1, arbitrary: id.map((each) => `/items/${String(each)}/edit`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('creators', 'categories', 'types'), id, query).map(([of, each, asked]) => `/${of}/${String(each % 6)}${asked}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('/creators', '/categories', '/types', '/items/new', '/'), query).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('/learn', '/learn/model', '/learn/look', '/login', '/account', '/admin/roles', '/admin/users', '/health', '/items/1/history', '/items.bib') },
) // prettier-ignore

const form = fc
  .tuple(
    fc.record(
      {
        title: fc.constantFrom('Of mine', ''),
        type: fc.constantFrom('1', '2', '99'),
        year: fc.constantFrom('1999', 'x'),
      },
      { requiredKeys: [] },
    ),
    fc.array(fc.tuple(parameter, value), { maxLength: 3 }),
    fc.constantFrom({}, { creators: 'Creator 1' }, { more: 'creators' }, { more: 'translators' }),
  )
  .map(([base, hidden, more]) => ({
    title: 'Of mine',
    type: '1',
    ...base,
    ...more,
    ...Object.fromEntries(hidden),
  }))
const plainForm = fc.constant({ title: 'Of mine', type: '1' })

const requestOf: fc.Arbitrary<Request> = fc
  .tuple(
    fc.constantFrom('visitor' as const, 'member' as const, 'member' as const),
    fc.oneof(
      { weight: 5, arbitrary: pages.map((path) => ({ method: 'GET' as const, path, form: {} })) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.oneof({ weight: 3, arbitrary: form }, { weight: 1, arbitrary: plainForm }),
            id,
            fc.constantFrom(0, 1, 2, 3),
          )
          .map(([sent, each, what]) => ({
            method: 'POST' as const,
            path:
              what === 0
                ? '/items'
                : what === 3
                  ? `/items/${String(each * 3)}/deletions`
                  : `/items/${String(each * 3)}`,
            form: what === 3 ? {} : what === 0 ? sent : { ...sent, version: '1' },
          })),
      },
    ),
    fc.constantFrom({}, {}, {}, { 'hx-request': 'true' }, { accept: 'application/json' }),
  )
  .map(([who, request, headers]) => ({ who, ...request, headers }))

interface Answer {
  status: number
  headers: [string, string][]
  /** Line by line, so that a difference is seen. */
  body: string[]
}

async function answerOf({ people }: Site, { who, method, path, form, headers }: Request): Promise<Answer> {
  const answer = await (method === 'GET'
    ? people[who].get(path, headers)
    : people[who].post(path, form, headers))
  return {
    status: answer.status,
    headers: [...answer.headers].map(([name, value]): [string, string] => [name, withoutChance(value)]),
    body: withoutChance(await answer.text())
      .replaceAll('><', '>\n<')
      .split('\n'),
  }
}

/** Ids of requests, keys of forms, times, tokens and plans differ between any two answers. */
function withoutChance(text: string): string {
  return (
    text
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, 'MOMENT')
      .replaceAll(/(<time datetime="MOMENT">)[^<]*/g, '$1')
      // PostgreSQL plans by how much room the rows of a table take.
      .replaceAll(/Its plan on PostgreSQL[^]*?<\/code>/g, 'PLAN')
      .replaceAll(/(request|Request)[- ]?(id|ID|Id)?["': ]+[\w-]{8,}/g, 'REQUEST')
  )
}
