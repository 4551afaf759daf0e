/** Items of an imported file read on their pages as they stand in the file: some of them, chosen at random. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { searchKey } from '../../../src/rules/text.ts'
import { fieldNamed } from '../../../src/declared.ts'
import { importFile } from '../../../src/features/transfer/commands.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../setup/database.ts'
import { cleanFile } from './records.ts'
import { columnCalled, hasFields } from '../../setup/known-fields.ts'

/** Choose the same items again with `SEED=123 npx vitest run tests/features/transfer/reading.test.ts`. */
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const chosen = 20

/** What an item's page and a row of the file both say, in plain text. */
interface Shown {
  title: string
  year: string
  identifier: string
  item_type: string
  creators: string[]
  categories: string[]
  description: string
}
type Row = Record<keyof Shown, string>

describe.runIf(hasFields('year', 'identifier', 'description'))('twenty items chosen at random', () => {
  forEachEngine((database) => {
    let rows: Row[]
    beforeAll(async () => {
      rows = parse<Row>(readFileSync(cleanFile()), { columns: true, bom: true })
      await importFile(database(), cleanFile(), { dryRun: false, onDuplicate: 'skip', actor: operator })
    })

    it('read the same on their pages as in the file', async () => {
      console.log(`reading.test.ts: SEED=${seed}`)
      const items = await database()
        .db.selectFrom('items')
        .select(['id', columnCalled('identifier')])
        .execute()
      const ids = new Map(items.map((item) => [(item as { identifier?: string }).identifier, item.id]))
      const visitor = new Browser(appOf(database()))
      const spell = firstSpelling(rows)
      for (const row of sampleOf(rows, chosen, seed)) {
        const answer = await visitor.get(`/items/${String(ids.get(row.identifier))}`)
        expect(answer.status, `seed ${seed}`).toBe(200)
        expect(readPage(await answer.text()), `seed ${seed}`).toEqual(asShown(row, spell))
      }
    })
  })
})

/** Different rows, which the seed alone decides (the generator is known as mulberry32). */
function sampleOf(rows: readonly Row[], count: number, from: number): Row[] {
  let state = from >>> 0
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const left = [...rows]
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]!)
}

/** None of these files has a name with `;` in it. */
const namesIn = (cell: string) => cell.split(';').map(tidy).filter(Boolean)
const tidy = (text: string) => text.replaceAll(/\r\n?/g, '\n').normalize('NFC').trim()

/** A name that comes in several spellings is one name, spelt as it came first. */
function firstSpelling(rows: readonly Row[]): (column: keyof Row, name: string) => string {
  const spellings = new Map<string, string>()
  for (const row of rows) {
    for (const column of ['item_type', 'creators', 'categories'] as const) {
      for (const name of namesIn(row[column])) {
        const key = `${column} ${searchKey(name)}`
        if (!spellings.has(key)) spellings.set(key, name)
      }
    }
  }
  return (column, name) => spellings.get(`${column} ${searchKey(name)}`) ?? name
}

function asShown(row: Row, spell: ReturnType<typeof firstSpelling>): Shown {
  const list = (column: 'creators' | 'categories') => [
    ...new Set(namesIn(row[column]).map((name) => spell(column, name))),
  ]
  return {
    title: tidy(row.title),
    year: row.year,
    identifier: tidy(row.identifier),
    item_type: spell('item_type', tidy(row.item_type)),
    creators: list('creators'),
    categories: list('categories'),
    description: tidy(row.description),
  }
}

/** Takes the item's own sheet out of its page: what comes after it shows other items. */
function readPage(html: string): Shown {
  const sheet = /<div class="sheet">.*?<\/article>/s.exec(html)?.[0].split('<section')[0] ?? ''
  const one = (pattern: RegExp) => plain(pattern.exec(sheet)?.[1] ?? '')
  const links = (to: string) =>
    [...sheet.matchAll(new RegExp(`<a[^>]* href="/${to}/\\d+"[^>]*>(.*?)</a>`, 'gs'))].map(([, text]) =>
      plain(text!),
    )
  return {
    title: one(/<h1[^>]*>(.*?)<\/h1>/s),
    year: one(/<span class="number">(.*?)<\/span>/s),
    identifier: one(new RegExp(`<dt>${fieldNamed('identifier')?.label ?? ''}</dt><dd>(.*?)</dd>`, 's')),
    item_type: links('types').join(),
    creators: links('creators'),
    categories: links('categories'),
    description: one(/<div class="description"[^>]*>(.*?)<\/div>/s),
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text that a browser shows: without tags, with entities as the characters they stand for. */
function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex?: string, decimal?: string, name = '') =>
      hex || decimal
        ? String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal))
        : (entities[name] ?? all),
    )
}
