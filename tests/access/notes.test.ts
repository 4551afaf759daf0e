/** Private notes show through nowhere: two catalogues that differ in them alone look the same to whoever may not read them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from '../../src/db/engine/connection.ts'
import { createLog } from '../../src/http/log.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { openScratch, startReaders } from '../setup/database.ts'
import { addPerson, openBrowser } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { addItems, addKeeper, marker, mistakes, readings, refuseTitle, writings } from './notes.ts'
import { columnCalled, hasFields } from '../setup/known-fields.ts'

/** Whoever may not read the notes, from those who may do least to those who may do everything else. */
const readers = ['visitor', 'member', 'keeper']

/** The same thing as a page, as data, and as the fragment that htmx takes out of it. */
const kinds = [
  {},
  { accept: 'application/json' },
  { 'hx-request': 'true', 'hx-request-type': 'partial', 'hx-target': 'page' },
]

/** One of the two catalogues, with its application and everything it logged. */
interface Side {
  scratch: Scratch
  database: Database
  app: App
  log: string[]
}

/** What differs between any two answers: the number of the request, and the times of the measuring. */
function withoutChance(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'REQUEST')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT')
    .replace(/\d+(\.\d+)? ?ms/g, 'DURATION')
}

describe.runIf(hasFields('internal_notes')).each<Engine>(['sqlite', 'postgresql'])('on %s', (engine) => {
  const sides: Side[] = []

  beforeAll(async () => {
    for (const notes of [
      () => '',
      (index: number) => (index % 2 === 0 ? `${marker} kept in box ${String(100 - index)}` : marker),
    ]) {
      const scratch = await createScratch(engine)
      const database = await openScratch(scratch)
      await startReaders(database)
      const log: string[] = []
      const app = appOf(
        database,
        {},
        createLog({ logLevel: 'trace' }, { write: (line: string) => log.push(line) }),
      )
      await addItems(database, notes)
      await addKeeper(database)
      sides.push({ scratch, database, app, log })
    }
  })
  afterAll(async () => {
    for (const { database, scratch } of sides) {
      await database.close()
      await scratch.remove()
    }
  })

  /** A browser on each side: of nobody, or of an account with the same name. */
  async function browsers(role: string, username: string): Promise<Browser[]> {
    if (role === 'visitor') return sides.map(({ app }) => new Browser(app))
    return Promise.all(
      sides.map(async ({ database, app }) =>
        openBrowser(database, app, await addPerson(database, role, username)),
      ),
    )
  }

  async function answersOf(both: Browser[], ask: (browser: Browser) => Promise<Response>): Promise<string[]> {
    return Promise.all(
      both.map(async (browser) => {
        const response = await ask(browser)
        const kept = [...response.headers].filter(([name]) => !['set-cookie', 'x-request-id'].includes(name))
        return withoutChance(`${String(response.status)} ${JSON.stringify(kept)} ${await response.text()}`)
      }),
    )
  }

  /** Asks both sides, in each kind of answer, and finds the answers alike. @returns those of the last kind */
  async function expectSame(
    both: Browser[],
    what: string,
    ask: (browser: Browser, headers: Record<string, string>) => Promise<Response>,
  ): Promise<string> {
    let answer = ''
    for (const headers of kinds) {
      const [without = '', withNotes] = await answersOf(both, (browser) => ask(browser, headers))
      expect(withNotes, what).toBe(without)
      // What was asked is said back; what is in the notes is not.
      if (!what.includes(marker)) expect(withNotes, what).not.toContain(marker)
      answer = without
    }
    return answer
  }

  /** Every address of the application that is read, of things that are there, and the choices listed by hand. */
  const addresses = () => {
    const routes = sides[0]!.app.routes.filter(({ method }) => method === 'GET')
    return [...new Set([...routes.map(({ path }) => path.replace(/:\w+(\{[^/]*\})?/g, '1')), ...readings])]
  }

  describe.each(readers)('a %s', (role) => {
    it('gets the same pages, fragments, orders, choices and exports from both, and the marker in none', async () => {
      const both = await browsers(role, `${role} reads`)
      expect(addresses().filter((path) => /[:{}*]/.test(path))).toEqual([])
      for (const path of addresses()) {
        const answer = await expectSame(both, path, (browser, headers) => browser.get(path, headers))
        if (path === '/items.csv') expect(answer.startsWith('200')).toBe(role === 'keeper')
      }
    })

    it('gets the same messages, conflicts and refusals from both, and changes no notes', async () => {
      const both = await browsers(role, `${role} writes`)
      const statuses = new Set<string>()
      for (const [path, fields] of writings) {
        const what = `${path} ${JSON.stringify(fields)}`
        const answer = await expectSame(both, what, (browser, headers) => browser.post(path, fields, headers))
        statuses.add(answer.slice(0, 3))
      }
      for (const [path, { headers, ...request }] of mistakes) {
        const answer = await expectSame(both, JSON.stringify(request).slice(0, 99) + path, (browser, kind) =>
          browser.send(path, {
            ...request,
            headers: { origin: 'http://127.0.0.1:3000', ...kind, ...(headers as Record<string, string>) },
          }),
        )
        statuses.add(answer.slice(0, 3))
      }
      // The messages were there to be compared: of a form, and for whoever gets so far, of a conflict.
      const expected = [
        '400',
        '403',
        '404',
        '405',
        '413',
        '415',
        '421',
        '422',
        ...(role === 'keeper' ? ['409'] : []),
      ]
      expect([...statuses]).toEqual(expect.arrayContaining(expected))
      const { db } = sides[1]!.database
      const kept = await db
        .selectFrom('items')
        .select(columnCalled('internal_notes'))
        .where('id', '=', 7)
        .execute()
      expect(kept).toEqual([{ internal_notes: marker }])
    })
  })

  it('a keeper who changes an item leaves its notes as they are, and sees no more of them afterwards', async () => {
    const both = await browsers('keeper', 'keeper changes')
    const change = { title: 'Item 8, mended', type: '1', version: '1' }
    const answers = await answersOf(both, (browser) => browser.post('/items/8', change))
    expect(answers[1]).toBe(answers[0])
    expect(answers[0]).toMatch(/^303 /)
    await expectSame(both, '/items/8', (browser, headers) => browser.get('/items/8', headers))
    const { db } = sides[1]!.database
    const [kept] = await db
      .selectFrom('items')
      .select(['title', columnCalled('internal_notes')])
      .where('id', '=', 8)
      .execute()
    expect(kept).toEqual({ title: change.title, internal_notes: `${marker} kept in box 92` })
  })

  it('staff see them, so the marker would have been found', async () => {
    const [, browser] = await browsers('staff', 'keeper')
    expect(await (await browser!.get('/items/7')).text()).toContain(marker)
  })

  it('a mistake of ours in the middle of a change shows them nowhere, though the database names the whole row', async () => {
    for (const { database } of sides) await refuseTitle(database, 'Refused by the database')
    for (const role of ['keeper', 'staff']) {
      const both = await browsers(role, `${role} fails`)
      const change = { title: 'Refused by the database', type: '1', version: '1' }
      const [without, withNotes = ''] = await answersOf(both, (browser) => browser.post('/items/9', change))
      expect(withNotes).toBe(without)
      expect(withNotes).toMatch(/^500 /)
      expect(withNotes).not.toContain(marker)
    }
    expect(sides[1]!.log.filter((line) => line.includes('could not answer'))).toHaveLength(2)
  })

  it('and the log of all this does not hold the marker: it names paths, not what was asked or read', () => {
    const lines = sides.flatMap(({ log }) => log)
    expect(lines.length).toBeGreaterThan(readings.length)
    expect(lines.filter((line) => line.includes(marker))).toEqual([])
  })
})
