/** What is searched shows nothing of private notes: for whoever may not read them a search answers as if they were not there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from '../../src/db/engine/connection.ts'
import { recordQueries } from '../../src/db/engine/query-log.ts'
import { settleCounts } from '../../src/db/reading/counts.ts'
import { declarationOf } from '../../src/declared.ts'
import { addItems as addSmallItems } from '../setup/catalogue.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { openScratch } from '../setup/database.ts'
import { fieldCalled, hasFields } from '../setup/known-fields.ts'
import { addPerson, openBrowser } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { addItems, addKeeper, marker } from './notes.ts'

const label = hasFields('internal_notes') ? declarationOf(fieldCalled('internal_notes')).label : ''
const near = `${marker.slice(0, -1)}t`

/** What can be typed about a word, with each operator; the notes say "zyxwvmarker kept in box 98". */
const searches = [
  ...[marker, marker.toUpperCase(), marker.slice(0, 4), `${marker.slice(0, -1)}x`, marker.slice(3)],
  ...[`-${marker}`, `item -${marker}`, `-${marker} -item`, `-zyxw`, `${marker} item`, `item ${marker}`],
  ...[`${marker} OR item`, `${marker} OR nothing`, `-${marker} OR 7`, `-${marker} OR -item`],
  ...[`"${marker} kept"`, `"kept in box"`, `-"in box"`, `kept box`, `98`, `box-98`, `${marker}98`],
  ...['internal_notes', '-internal_notes', label, label.split(' ')[0], `"${label}"`, 'nofield'].flatMap(
    (name) => [`${name}:${marker}`, `${name}:"${marker} kept"`, `${name}:`],
  ),
  ...[`title:${marker}`, `-title:${marker}`, `creator:${marker}`, `type:${marker}`, `year:${marker}`],
  ...[`x) OR internal_notes: (${marker}`, `{f_internal_notes}: ${marker}`, `${marker}:*`, near],
]

/** Where it can be typed, and what can be chosen beside it. */
const places = [
  (q: string) => `/items?q=${q}`,
  (q: string) => `/items?q=${q}&sort=-title&per_page=7&page=2&view=table`,
  (q: string) => `/items?q=${q}&type=1&creator=1&category=1&year_from=1905&year_to=1925&sort=year`,
  (q: string) => `/items?q=${q}&after=20&per_page=5`,
  (q: string) => `/items.json?q=${q}`,
  (q: string) => `/items.csv?q=${q}`,
  (q: string) => `/suggestions?q=${q}`,
]

interface Side {
  scratch: Scratch
  database: Database
  app: App
}

/** What differs between any two requests: their numbers and moments. */
const withoutChance = (text: string) =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'REQUEST')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT')

/** The answer, and the statements that it took, with what they were asked. Some run at once, so their order is chance. */
async function answerOf(browser: Browser, path: string) {
  const { result, queries } = await recordQueries(async () => {
    const response = await browser.get(path)
    return `${String(response.status)} ${withoutChance(await response.text())}`
  })
  const statements = queries
    // What counters say is remembered for a while, for everybody.
    .filter(({ sql }) => !sql.includes('sessions') && !sql.includes('kept_count'))
    .map(({ sql, parameters }) => `${sql} ${withoutChance(JSON.stringify(parameters))}`)
  return { result, statements: [...new Set(statements)].sort() }
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
      await addItems(database, notes)
      // It is offered as another spelling, unless the word itself is known.
      await addSmallItems(database, [{ title: `The ${near}` }])
      await addKeeper(database)
      // What the counters say decides in which way a page is read.
      await settleCounts(database.em().getKysely(), engine)
      sides.push({ scratch, database, app: appOf(database) })
    }
  })
  afterAll(async () => {
    for (const { database, scratch } of sides) {
      await database.close()
      await scratch.remove()
    }
  })

  /** Somebody of the same name on each side. */
  const browsers = async (role: string, username: string): Promise<Browser[]> =>
    Promise.all(
      sides.map(async ({ database, app }) =>
        role === 'visitor'
          ? new Browser(app)
          : openBrowser(database, app, await addPerson(database, role, username)),
      ),
    )

  it.each(['visitor', 'member', 'keeper'])(
    'a %s gets the same answers with the same statements, whatever is typed',
    async (role) => {
      const [without, withNotes] = (await browsers(role, `${role} searches`)) as [Browser, Browser]
      for (const search of searches)
        for (const place of places) {
          const path = place(encodeURIComponent(search))
          const expected = await answerOf(without, path)
          const answer = await answerOf(withNotes, path)
          expect(answer.result, path).toBe(expected.result)
          expect(answer.statements, path).toEqual(expected.statements)
        }
    },
  )

  it('another spelling is offered for the marker, as for a word that nobody has written', async () => {
    const [, browser] = (await browsers('member', 'member misspells')) as [Browser, Browser]
    expect(await (await browser.get(`/items?q=${marker}`)).text()).toContain(near)
  })

  it('a search that was kept counts by the rights of its owner today', async () => {
    const [without, withNotes] = (await browsers('staff', 'staff searches')) as [Browser, Browser]
    for (const browser of [without, withNotes])
      for (const q of [marker, `internal_notes:${marker}`, `item -${marker}`])
        await browser.post('/searches', { name: 'Kept', address: new URLSearchParams({ q }).toString() })
    const shown = async (browser: Browser) => (await answerOf(browser, '/searches')).result
    expect(await shown(withNotes)).not.toBe(await shown(without))
    for (const { database } of sides)
      await database
        .em()
        .execute(
          `update users set role_id = (select id from roles where name = 'member') where username = 'staff searches'`,
        )
    expect(await shown(withNotes)).toBe(await shown(without))
  })

  it('staff find the notes by each of these ways, so something was there to be hidden', async () => {
    const { database, app } = sides[1]!
    const browser = await openBrowser(database, app, await addPerson(database, 'admin', 'finder'))
    for (const q of [marker, `internal_notes:${marker}`, `"${marker} kept"`, `-item OR ${marker}`])
      expect(await (await browser.get(`/items?q=${encodeURIComponent(q)}`)).text(), q).toContain('Item 30')
    expect(await (await browser.get(`/items?q=-${marker}`)).text()).not.toContain('Item 30')
  })
})
