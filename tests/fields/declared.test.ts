/** One line in `src/domain.ts` and one generated revision: then a field of any kind is everywhere, on both engines. */
import { execFile } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Database, Engine } from '../../src/db/engine/connection.ts'
import type * as migration from '../../src/db/migrate/index.ts'
import { openForMigration } from '../../src/db/migrate/index.ts'
import { describeDatabase as describeShape } from '../../src/db/migrate/shape/index.ts'
import type { Shape } from '../../src/db/migrate/shape/shape.ts'
import type * as search from '../../src/search/build.ts'
import type * as transfer from '../../src/features/transfer/commands.ts'
import { operator } from '../../src/security/rights/viewer.ts'
import { idIn, messageAt, namesIn, titleAt, valuesIn } from '../setup/form-page.ts'
import { addItems } from '../setup/catalogue.ts'
import { addPerson, signedIn } from '../setup/people.ts'
import type { Person } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { declaredFields, lineOfLookup, linesOf } from './declared.ts'
import { differingFiles, trialProject } from './trial-project.ts'
import type { TrialProject } from './trial-project.ts'

// Commands are processes of their own, and the application is loaded anew.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const fields = Object.entries(declaredFields)
let project: TrialProject
let revisions: string[]
let typeCheck: Promise<string>
let written: { code: number; out: string; err: string }

beforeAll(async () => {
  project = await trialProject('declared', { fields: linesOf(), lookups: [lineOfLookup] })
  const folder = path.join(project.folder, 'src/db/migrations')
  const before = await readdir(folder)
  written = await project.crowfoot(['db', 'revision'])
  typeCheck = checkTypes()
  revisions = (await readdir(folder)).filter((file) => !before.includes(file))
})

it('is a line for each field and one generated file: nothing else is written', async () => {
  expect(written).toMatchObject({ code: 0, err: '' })
  expect(written.out).not.toContain('still to be written')
  expect(revisions).toHaveLength(1)
  const files = await differingFiles(project)
  expect(Object.keys(files).sort()).toEqual([`src/db/migrations/${revisions[0] ?? ''}`, 'src/domain.ts'])
  expect(files['src/domain.ts']).toEqual([...linesOf(), lineOfLookup])
})

/** Takes half a minute, in which the others go on. */
async function checkTypes(): Promise<string> {
  const config = path.join(project.folder, 'tsconfig.src.json')
  await writeFile(config, JSON.stringify({ extends: './tsconfig.json', include: ['src'] }))
  const tsc = path.join(project.folder, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '--noEmit', '-p', config], { cwd: project.folder }, (_, out, err) =>
      resolve(out + err),
    )
  })
}

async function shapeOf({ target }: Scratch): Promise<Shape> {
  await using connection = await openForMigration(target)
  // The tables of the search index follow the declaration by themselves.
  return { ...(await describeShape(connection)), others: [] }
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine: Engine) => {
  let scratch: Scratch
  let database: Database
  let before: Shape
  let upgraded: Shape
  let staff: Person
  /** The ids of the three items, as texts. */
  const ids: string[] = []

  /** Those of the three that are in a list, in their order. */
  function listedIn(page: string): string[] {
    const linked = [...page.matchAll(/href="\/items\/(\d+)"/g)].map(([, id = '']) => id)
    return [...new Set(linked)].filter((id) => ids.includes(id))
  }

  const migrate = () => project.load<typeof migration>('db/migrate/index.ts')

  beforeAll(async () => {
    scratch = await createScratch(engine)
    before = await shapeOf(scratch)
    // By the command where it can reach the database: PGlite is inside this process.
    if (typeof scratch.target === 'string') {
      const done = await project.crowfoot(['db', 'upgrade'], scratch.target)
      expect(done).toMatchObject({ code: 0, err: '' })
    } else await (await migrate()).upgrade(scratch.target)
    upgraded = await shapeOf(scratch)
    database = await project.open(scratch)
    const app = await project.appOf(database)
    staff = await signedIn(database, app, 'staff')
    await fill(database)
    // The first search waits for its reader to start, on a busy machine longer than a page may wait.
    const isAnswered = async () => (await staff.get('/items?q=whole')).status === 200
    await vi.waitUntil(isAnswered, { timeout: 120_000, interval: 500 })
  })
  afterAll(async () => {
    await database.close()
    await scratch.remove()
  })

  /** What the fields of the three items refer to. */
  async function fill(empty: Database): Promise<void> {
    await addItems(empty, [{ title: 'The whole' }, { title: 'Another whole' }])
    // An index of the project's own shape, as the server builds it when it starts.
    const { buildIndex } = await project.load<typeof search>('search/build.ts')
    await buildIndex(empty.em())
    for (const name of ['adele', 'bruno']) await addPerson(empty, 'member', name)
  }

  const sentFor = (at: 0 | 1) => Object.fromEntries(fields.map(([name, { sent }]) => [name, sent[at]]))
  const page = async (path: string, who: Pick<Person, 'get'> = staff) => {
    const answer = await who.get(path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }

  it('the database is what the models say', async () => {
    if (typeof scratch.target !== 'string') return
    const checked = await project.crowfoot(['db', 'check'], scratch.target)
    expect(checked).toMatchObject({ code: 0, err: '' })
    const again = await project.crowfoot(['db', 'revision'], scratch.target)
    expect(again.out + again.err).toMatch(/nothing|no .*change/i)
    expect((await readdir(path.join(project.folder, 'src/db/migrations'))).length).toBeGreaterThan(1)
  })

  it('the form has an input for each, and takes what is typed', async () => {
    const form = await page('/items/new', staff)
    for (const [name] of fields) expect([name, valuesIn(form, name)[0]]).toEqual([name, ''])
    for (const at of [0, 1] as const) {
      const title = ['First of two', 'Second of two'][at] ?? ''
      ids.push(idIn(await staff.post('/items', { title, type: '1', ...sentFor(at) })))
    }
    ids.push(idIn(await staff.post('/items', { title: 'Without anything', type: '1' })))
    const again = await page(`/items/${ids[0] ?? ''}/edit`, staff)
    for (const [name, { sent, cell = sent[0] }] of fields)
      expect([name, namesIn(again, name)]).toEqual([name, [cell]])
  })

  it('the form shows what an item is called whose number it holds, also when it comes back', async () => {
    expect(titleAt(await page('/items/new'), 'part_of')).toBe('')
    expect(titleAt(await page(`/items/${ids[0] ?? ''}/edit`), 'part_of')).toBe('1: The whole')
    const again = async (part_of: string) => {
      const answer = await staff.post('/items', { title: '', type: '1', part_of })
      const form = await answer.text()
      expect([answer.status, valuesIn(form, 'part_of')]).toEqual([422, [part_of]])
      return titleAt(form, 'part_of')
    }
    expect(await again('2')).toBe('2: Another whole')
    expect([await again('999999'), await again('the whole')]).toEqual(['', ''])
  })

  it.each(fields.filter(([, { wrong }]) => wrong !== undefined))(
    'what is wrong with %s is said beside its field, and nothing is written',
    async (name, { wrong = '', line }) => {
      const answer = await staff.post('/items', { title: `Wrong ${name}`, type: '1', [name]: wrong })
      expect(answer.status).toBe(422)
      const form = await answer.text()
      expect(messageAt(form, name)).toContain(/'([^']+)'/.exec(line)?.[1])
      expect(await page(`/items?q=Wrong+${name}`)).not.toContain(`Wrong ${name}</a>`)
    },
  )

  it('the page, the card and the table show each as people read it', async () => {
    const [first = ''] = ids
    const [own, cards, table] = await Promise.all(
      [`/items/${first}`, '/items', '/items?view=table'].map(async (path) => textOf(await page(path))),
    )
    for (const [name, { shown }] of fields) {
      const label = labelOf(name)
      expect(own).toContain(shown)
      expect(cards).toContain(shown)
      expect(table).toContain(shown)
      expect(table).toContain(label)
    }
    // What stands at the head of the card, and the text that tells what the item is, have no label there.
    const labelled = fields.filter(([name]) => !['price', 'remarks'].includes(name))
    for (const [name] of labelled) expect(own).toContain(labelOf(name))
    expect(own).toContain('Purchase')
  })

  it.each(fields.filter(([, { filter }]) => filter !== undefined))(
    'the address of a filter by %s finds one of three, and its chip says so',
    async (name, { filter: [query, chip] = ['', ''] }) => {
      const list = await page(`/items?${query}&view=table`)
      const [first, , third] = ids
      expect(listedIn(list)).toEqual([name === 'homepage' ? third : first])
      expect(textOf(list)).toContain(chip)
      const without = /href="([^"]*)"[^>]*(?:aria-label|title)="[^"]*[Rr]emove/.exec(list)
      if (without) expect(without[1]).not.toContain(`${name}=`)
      const notice = await page(`/items?${query.replaceAll(/=[^&]*/g, '=c.+1800')}`)
      // Every word is looked for, and every name may be one of an account.
      if (!['shelf', 'remarks', 'lender'].includes(name)) expect(textOf(notice)).toMatch(/left out/)
    },
  )

  it.each(fields.filter(([, { sorts }]) => sorts))(
    'sorts by %s both ways, and what has none comes last',
    async (name) => {
      const [first, second, third] = ids
      expect(listedIn(await page(`/items?sort=${name}&view=table`))).toEqual([first, second, third])
      expect(listedIn(await page(`/items?sort=-${name}&view=table`))).toEqual([second, first, third])
      const [one, two, last] = await Promise.all([
        page(`/items?sort=${name}&per_page=1`),
        page(`/items?sort=${name}&per_page=1&after=${first ?? ''}`),
        page(`/items?sort=-${name}&per_page=1&after=${first ?? ''}`),
      ])
      expect([one, two, last].map((each) => listedIn(each))).toEqual([[first], [second], [third]])
    },
  )

  it('files have a column for each, and are brought in again as they were', async () => {
    const csv = await page('/items.csv', staff)
    const json = JSON.parse(await page('/items.json', staff)) as Record<string, unknown>[]
    const whole = json.find(({ id }) => String(id) === ids[0]) ?? {}
    for (const [name, { sent, cell = sent[0], json: value = cell }] of fields) {
      expect(csv.split('\r\n')[0]?.split(',')).toContain(name)
      expect(csv).toContain(cell)
      expect([name, whole[name]]).toEqual([name, value])
    }
    const file = path.join(inject('runFolder'), `declared-${engine}.csv`)
    await writeFile(file, csv)
    const other = await createScratch(engine)
    await (await migrate()).upgrade(other.target)
    const elsewhere = await project.open(other)
    await fill(elsewhere)
    const { importFile } = await project.load<typeof transfer>('features/transfer/commands.ts')
    const report = await importFile(elsewhere, file, { dryRun: false, onDuplicate: 'skip', actor: operator })
    expect(report).toMatchObject({ added: 3, skipped: 2, refused: 0, unknownColumns: [] })
    const reader = await signedIn(elsewhere, await project.appOf(elsewhere), 'staff')
    // The newest first, and the file was read from its beginning.
    const lines = (text: string) => text.split('\r\n').toSorted()
    expect(lines(await page('/items.csv', reader))).toEqual(lines(csv))
    await elsewhere.close()
    await other.remove()
  })

  it('two who save at once are shown each of them in which they differ', async () => {
    const [first = ''] = ids
    // No two items have the same shelf, so both leave it as it is.
    const others = fields.filter(([name]) => name !== 'shelf')
    const save = (at: 0 | 1) =>
      staff.post(`/items/${first}`, {
        title: 'First of two',
        type: '1',
        ...Object.fromEntries(others.map(([name, { sent }]) => [name, sent[at]])),
        version: '1',
      })
    expect((await save(1)).status).toBe(303)
    const late = await save(0)
    expect(late.status).toBe(409)
    const both = /<section[^>]*aria-label="Both versions".*?<\/section>/s.exec(await late.text())?.[0] ?? ''
    for (const [name, { sent, cell = sent[0] }] of others) {
      expect(textOf(both)).toContain(labelOf(name))
      expect(textOf(both)).toContain(cell)
    }
    expect(textOf(both)).not.toContain(labelOf('shelf'))
    // Pressed twice, the button says the same again, whatever the form of what was typed.
    expect((await save(1)).status).toBe(303)
  })

  it('a text that no two items share is refused, and said beside its field', async () => {
    const answer = await staff.post('/items', { title: 'Third of two', type: '1', shelf: 'BUHNE 2' })
    expect(answer.status).toBe(422)
    expect(messageAt(await answer.text(), 'shelf')).toContain('Shelf')
  })

  it('an entry that items have by two fields is counted once for each item, and found by either', async () => {
    const add = async (names: object) =>
      idIn(await staff.post('/items', { title: 'Brought over', type: '1', ...names }))
    const name = 'Doubled'
    const added = [await add({ creators: name, translators: name }), await add({ translators: name })]
    const { rows } = await sql<{ id: number }>`select id from creators where name = ${name}`.execute(
      database.db,
    )
    const entry = `/creators/${rows[0]?.id ?? 0}`
    expect(textOf(await page('/creators'))).toMatch(/Doubled 2/)
    const both = await page(entry)
    expect(textOf(both)).toContain('Creators: 1 item')
    expect(both).toContain(`<a href="/items?translators=${rows[0]?.id ?? 0}">Translators: 2 items</a>`)
    const refused = await staff.post(`${entry}/deletions`)
    expect([refused.status, textOf(await refused.text())]).toEqual([
      409,
      expect.stringContaining('2 items have this creator'),
    ])

    await staff.post(`/items/${added[0] ?? ''}/deletions`)
    const one = textOf(await page(entry))
    expect(one).toContain('Brought over')
    expect(one).toContain('1 item')
    expect(one).not.toContain('Creators:')
    await staff.post(`/items/${added[1] ?? ''}/deletions`)
    expect(textOf(await page(entry))).toContain('No items here yet')
  })

  it('undone, the tables are what they were, and the items still there', async () => {
    expect(upgraded).not.toEqual(before)
    await database.close()
    if (typeof scratch.target === 'string') {
      const done = await project.crowfoot(['db', 'downgrade', '-1'], scratch.target)
      expect(done).toMatchObject({ code: 0, err: '' })
    } else await (await migrate()).downgrade(scratch.target, { to: '-1' })
    expect(await shapeOf(scratch)).toEqual(before)
    await (await migrate()).upgrade(scratch.target)
    expect(await shapeOf(scratch)).toEqual(upgraded)
    database = await project.open(scratch)
    const titles = await database.db.selectFrom('items').select('title').orderBy('id').execute()
    expect(titles.map(({ title }) => title).slice(-3)).toEqual([
      'First of two',
      'Second of two',
      'Without anything',
    ])
  })
})

it('passes the type check', async () => {
  expect(await typeCheck).toBe('')
})

const labelOf = (name: string) => /'([^']+)'/.exec(declaredFields[name]?.line ?? '')?.[1] ?? name

/** What a person reads of a page. */
function textOf(page: string): string {
  return page
    .replaceAll(/<(script|style|head)\b.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[^\S\n]+/g, ' ')
}
