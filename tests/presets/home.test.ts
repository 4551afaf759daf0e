/** The front page that a preset declares, on both engines: its sums are exact, and what rests on a field is there for those who may read it. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type * as config from '../../src/config.ts'
import type { Database, Engine } from '../../src/db/engine/connection.ts'
import type * as migration from '../../src/db/migrate/index.ts'
import type * as items from '../../src/features/catalogue/items/queries.ts'
import type * as filters from '../../src/features/catalogue/items/forms/filter.ts'
import type * as home from '../../src/features/home/queries.ts'
import type { Overview, ShownBars, ShownDecades, ShownList } from '../../src/features/home/queries.ts'
import { operator, visitor } from '../../src/security/rights/viewer.ts'
import type { Viewer } from '../../src/security/rights/viewer.ts'
import { Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { startReaders } from '../setup/database.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { changedProject } from '../fields/trial-project.ts'
import type { TrialProject } from '../fields/trial-project.ts'

// Commands are processes of their own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

const root = path.resolve(import.meta.dirname, '../..')

async function projectOf(preset: string, change = (text: string) => text): Promise<TrialProject> {
  const text = await readFile(path.join(root, `src/presets/${preset}.ts`), 'utf8')
  const project = await changedProject(`home-${preset}`, () =>
    change(text.replaceAll(`from '../`, `from './`)),
  )
  expect(await project.crowfoot(['db', 'revision', '--no-rename'])).toMatchObject({ code: 0, err: '' })
  return project
}

interface Opened {
  database: Database
  app: App
  overview: (viewer: Viewer) => Promise<Overview>
}

async function insert(database: Database, table: string, row: object): Promise<void> {
  const names = Object.keys(row)
  const places = names.map(() => '?').join(', ')
  await database
    .em()
    .execute(`insert into ${table} (${names.join(', ')}) values (${places})`, Object.values(row))
}

/** The project over a new database of an engine, with items in it. */
async function open(project: TrialProject, scratch: Scratch, rows: readonly object[]): Promise<Opened> {
  const { upgrade } = await project.load<typeof migration>('db/migrate/index.ts')
  await upgrade(scratch.target)
  const database = await project.open(scratch)
  await insert(database, 'item_types', { name: 'Thing', name_key: 'thing' })
  const moment = '2026-01-01T00:00:00.000Z'
  for (const [index, row] of rows.entries())
    await insert(database, 'items', {
      ...{ title: `Thing ${index}`, title_key: `thing ${index}`, item_type_id: 1, version: 1 },
      ...{ created_at: moment, updated_at: moment, ...row },
    })
  await startReaders(database)
  const { readOverview } = await project.load<typeof home>('features/home/queries.ts')
  return {
    database,
    app: await project.appOf(database),
    overview: (viewer) => readOverview(database, viewer),
  }
}

const engines: Engine[] = ['sqlite', 'postgresql']

describe('the front page of the inventory', () => {
  let project: TrialProject
  beforeAll(async () => {
    project = await projectOf('inventory', (text) =>
      text.replace("field.money('Price', {", "field.money('Price', { read: 'item.notes.read',"),
    )
  })

  const rows = [
    { price: '0.10', quantity: 3, reorder_level: 3 },
    { price: '0.20', quantity: 7, reorder_level: 6 },
    { price: '99999999.99', quantity: 2_147_483, reorder_level: null },
    { price: null, quantity: 5, reorder_level: 10 },
    { price: '4.00', quantity: null, reorder_level: 10 },
    { price: '12.50', quantity: 0, reorder_level: null },
  ]
  const figure = ({ figures }: Overview, label: string) =>
    figures.find((each) => 'label' in each && each.label === label)

  describe.each(engines)('on %s', (engine) => {
    let scratch: Scratch
    let opened: Opened
    beforeAll(async () => {
      scratch = await createScratch(engine)
      opened = await open(project, scratch, rows)
    })
    afterAll(async () => {
      await opened.database.close()
      await scratch.remove()
    })

    it('adds up the stock to the last cent, and leaves out what has no price or no number', async () => {
      // 0.30 and 1.40, and a sum that no double holds.
      const sum = BigInt('9999999999') * BigInt(2_147_483) + BigInt(170)
      const text = `${String(sum).slice(0, -2)}.${String(sum).slice(-2)}`
      expect(figure(await opened.overview(operator), 'Stock value')).toMatchObject({
        sum: text,
        field: 'price',
      })
    })

    it('lists what runs low, the least first, and counts the same', async () => {
      const overview = await opened.overview(visitor(true))
      expect(figure(overview, 'Running low')).toMatchObject({
        count: 2,

        query: { is: ['running_low'] },
      })
      const list = overview.blocks.find((block): block is ShownList => block.show === 'list')
      expect(list?.items.map(({ title }) => title)).toEqual(['Thing 0', 'Thing 3'])
      const address = await new Browser(opened.app).get('/items?is=running_low&sort=quantity')
      const html = await address.text()
      expect([html.includes('Thing 0'), html.includes('Thing 3'), html.includes('Thing 1')]).toEqual([
        true,
        true,
        false,
      ])
      expect(html).toContain('2 products')
    })

    it('shows nothing that rests on a field to those who may not read it', async () => {
      const overview = await opened.overview(visitor(true))
      expect(figure(overview, 'Stock value')).toBeUndefined()
      expect(JSON.stringify(overview)).not.toContain('price')
      const html = await (await new Browser(opened.app).get('/')).text()
      expect(html).not.toMatch(/Stock value|Price|€/)
      expect(html).toContain('Running low')
    })

    it('does not know a condition that nobody declared', async () => {
      const html = await (await new Browser(opened.app).get('/items?is=sold_out')).text()
      expect(html).toContain('“sold_out” is not one of the conditions')
    })
  })
})

describe('the front page of tasks', () => {
  let project: TrialProject
  beforeAll(async () => {
    project = await projectOf('tasks')
  })

  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const rows = [
    { title: 'Late', status: 'doing', due_date: day(-3), assignee_id: 1 },
    { title: 'Later', status: 'to_do', due_date: day(-1) },
    { title: 'Done', status: 'done', due_date: day(-5), assignee_id: 1 },
    { title: 'Mine', status: 'to_do', due_date: day(5), assignee_id: 1 },
    { title: 'Open', status: 'to_do', due_date: null },
  ]
  const titles = ({ blocks }: Overview) =>
    Object.fromEntries(
      blocks.flatMap((block) =>
        block.show === 'list' ? [[block.title, block.items.map(({ title }) => title)] as const] : [],
      ),
    )

  it.each(engines)('has what is overdue first and what the viewer has to do, on %s', async (engine) => {
    const scratch = await createScratch(engine)
    const { upgrade } = await project.load<typeof migration>('db/migrate/index.ts')
    await upgrade(scratch.target)
    const people = await project.open(scratch)
    await insert(people, 'users', {
      ...{ username: 'ada', username_key: 'ada', password_hash: 'x', role_id: 1 },
      created_at: '2026-01-01T00:00:00.000Z',
    })
    await people.close()
    const { database, overview } = await open(project, scratch, rows)
    const ada: Viewer = {
      kind: 'account',
      user: { id: 1, username: 'ada', role: 'member', session_id: 1, has_one_time_password: false },
      permissions: new Set(['catalogue.read']),
    }
    expect(titles(await overview(ada))).toEqual({
      Overdue: ['Late', 'Later'],
      'My open tasks': ['Late', 'Mine'],
      Next: ['Mine'],
    })
    // Nobody in particular has nothing of their own to do.
    expect(Object.keys(titles(await overview(operator)))).toEqual(['Overdue', 'Next'])
    // And whoever is not signed in sees nothing at all, unless the setting says so.
    const { readConfig } = await project.load<typeof config>('config.ts')
    expect(readConfig({}).publicCatalogue).toBe(false)
    expect(readConfig({ PUBLIC_CATALOGUE: 'true' }).publicCatalogue).toBe(true)
    await database.close()
    await scratch.remove()
  })
})

describe('the front page of the archive', () => {
  let project: TrialProject
  beforeAll(async () => {
    project = await projectOf('archive', (text) =>
      text.replace("field.choice('Language', {", "field.choice('Language', { read: 'item.notes.read',"),
    )
  })

  const rows = [
    ...['en', 'en', 'de', 'de', 'de', null].map((language) => ({ language, year: 1848 })),
    { language: 'fr', year: -44 },
  ]

  it.each(engines)(
    'has charts with the numbers beside the list, for who may read the field, on %s',
    async (engine) => {
      const scratch = await createScratch(engine)
      const { database, overview } = await open(project, scratch, rows)
      const { readFacets } = await project.load<typeof items>('features/catalogue/items/queries.ts')
      const { noFilter } = await project.load<typeof filters>('features/catalogue/items/forms/filter.ts')
      // This also reads what the search keeps in memory, which the front page does not wait for.
      const facets = await readFacets(database, noFilter, operator)
      const charts = ({ blocks }: Overview) =>
        blocks.filter(
          (block): block is ShownBars | ShownDecades => block.show === 'bars' || block.show === 'decades',
        )
      const shown = charts(await overview(operator))
      const language = facets.fieldFacets['language' as 'title']
      expect(shown.map((each) => (each.show === 'bars' ? each.by : each.years))).toEqual([100, 'language'])
      expect(
        shown.find((each) => each.show === 'bars')?.data.map(({ value, count }) => ({ key: value, count })),
      ).toEqual(language?.kind === 'choices' && language.counts.filter(({ count }) => count > 0))
      expect(shown).toMatchObject([
        {
          decades: [
            { decade: -100, count: 1 },
            { decade: 1800, count: 6 },
          ],
        },
        {
          data: [
            { label: 'English', count: 2 },
            { label: 'French', count: 1 },
            { label: 'German', count: 3 },
          ],
        },
      ])
      expect(charts(await overview(visitor(true))).map(({ show }) => show)).toEqual(['decades'])
      await database.close()
      await scratch.remove()
    },
  )
})
