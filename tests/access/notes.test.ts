/** Private notes show through nowhere: two catalogues that differ in them alone look the same to whoever may not read them. */
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from '../../src/db/connection.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { openScratch } from '../setup/database.ts'
import { addPerson, openBrowser } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { addItems, marker, readings } from './notes.ts'

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

describe.each<Engine>(['sqlite', 'postgresql'])('on %s', (engine) => {
  const sides: Side[] = []

  beforeAll(async () => {
    for (const notes of [
      () => '',
      (index: number) => (index % 2 === 0 ? `${marker} kept in box ${String(100 - index)}` : marker),
    ]) {
      const scratch = await createScratch(engine)
      const database = await openScratch(scratch)
      const log: string[] = []
      const app = appOf(database, {}, pino({ level: 'trace' }, { write: (line: string) => log.push(line) }))
      await addItems(database, notes)
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

  async function answersOf(both: Browser[], path: string, headers = {}): Promise<string[]> {
    return Promise.all(
      both.map(async (browser) => {
        const response = await browser.get(path, headers)
        const kept = [...response.headers].filter(([name]) => !['set-cookie', 'x-request-id'].includes(name))
        return withoutChance(`${String(response.status)} ${JSON.stringify(kept)} ${await response.text()}`)
      }),
    )
  }

  it.each(['visitor', 'member'])(
    'a %s gets the same answers from both, byte for byte, and the marker in none',
    async (role) => {
      const both = await browsers(role, 'reader')
      for (const path of readings) {
        for (const headers of [{}, { accept: 'application/json' }, { 'hx-request': 'true' }]) {
          const [without, withNotes] = await answersOf(both, path, headers)
          expect(withNotes, path).toBe(without)
          // What was asked is said back; what is in the notes is not.
          if (!path.includes(marker)) expect(withNotes).not.toContain(marker)
        }
      }
    },
  )

  it.each(['visitor', 'member'])(
    'a %s who sends private notes, or asks to change something, changes nothing and learns nothing',
    async (role) => {
      const both = await browsers(role, 'writer')
      const fields = { title: 'Item 7', type: '1', internal_notes: 'mine', version: '1' }
      for (const path of ['/items', '/items/7', '/items/7/deletions']) {
        const answers = await Promise.all(
          both.map(async (browser) => {
            const response = await browser.post(path, fields)
            return withoutChance(
              `${String(response.status)} ${response.headers.get('location') ?? ''} ${await response.text()}`,
            )
          }),
        )
        expect(answers[1]).toBe(answers[0])
        expect(answers[0]).toMatch(/^(303 \/login|403)/)
      }
      const kept = await sides[1]!.database.db
        .selectFrom('items')
        .select('internal_notes')
        .where('id', '=', 7)
        .execute()
      expect(kept).toEqual([{ internal_notes: marker }])
    },
  )

  it('staff see them, so the marker would have been found', async () => {
    const [, browser] = await browsers('staff', 'keeper')
    expect(await (await browser!.get('/items/7')).text()).toContain(marker)
  })

  it('and the log of all this does not hold the marker: it names paths, not what was asked or read', () => {
    const lines = sides.flatMap(({ log }) => log)
    expect(lines.length).toBeGreaterThan(readings.length)
    expect(lines.filter((line) => line.includes(marker))).toEqual([])
  })
})
