/**
 * Twelve changes that people make to a project, done to a copy: what each takes by hand, and that it works. The first eight take a line
 * or a click; the others take what their guides say.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { declarationOf, declaredNames } from '../../src/declared.ts'
import type { Database } from '../../src/db/engine/connection.ts'
import type * as assetsOf from '../../src/http/assets.ts'
import { cloneWithTests, run } from '../cli/make/clone-with-tests.ts'
import { compareRights, edit, put } from '../docs/guides/follow.ts'
import { hasLives, putPage } from '../docs/guides/put-page.ts'
import { Browser } from '../setup/browser.ts'
import { sampleOf } from '../setup/field-samples.ts'
import { idIn, messageAt } from '../setup/form-page.ts'
import { blocksOf } from '../setup/guide.ts'
import { signedIn } from '../setup/people.ts'
import type { Person } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import type { TrialProject } from './trial-project.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

const declaration = 'src/domain.ts'
const rights = 'tests/access/rights.ts'
const tokens = 'public/styles/tokens.css'

type Lines = Record<string, number>

let project: TrialProject
let scratch: Scratch
let database: Database
let staff: Person
let admin: Person
let visitor: Browser
/** By change, the lines that a person typed into each file. */
const typed: Record<string, Lines> = {}

/** All files of a project that people edit, with their lines. */
async function linesOf(folder: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const top of ['src', 'public/styles', 'tests'])
    for (const name of await readdir(path.join(folder, top), { recursive: true })) {
      if (!/\.(ts|tsx|css)$/.test(name)) continue
      const file = path.posix.join(top, name.replaceAll(path.sep, '/'))
      found.set(file, (await readFile(path.join(folder, file), 'utf8')).split('\n'))
    }
  return found
}

/** Does what a person does by hand, and notes which lines of which files are new or different after it. */
async function byHand(change: string, work: () => Promise<void>): Promise<void> {
  const before = await linesOf(project.folder)
  await work()
  const lines: Lines = {}
  for (const [file, now] of await linesOf(project.folder)) {
    const left = [...(before.get(file) ?? [])]
    const added = now.filter((line) => {
      const at = left.indexOf(line)
      if (at !== -1) left.splice(at, 1)
      return at === -1
    })
    if (added.length > 0) lines[file] = added.length
  }
  typed[change] = lines
}

const declare = (line: string) => edit(project, declaration, put([line], 'after', '  fields: {'))
const allow = (line: string) => edit(project, rights, put([line], 'after', '  title: ['))
const replace = (file: string, from: string | RegExp, to: string) =>
  edit(project, file, (text) => text.replace(from, to))
const crowfoot = async (...args: string[]) => {
  const { code, err } = await project.crowfoot(args, scratch.target as string)
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' })
}

const price = "shop_price: field.money('Shop price', { currency: 'EUR'"
const condition = `    shop_condition: field.choice('Condition', { values: ['fresh', 'worn'], table: true, filter: true }),`

/** All that is edited, one after the other, as a person does it. */
async function changeAll(): Promise<void> {
  await byHand('a money field', async () => {
    await declare(`    ${price} }),`)
    await allow("  shop_price: ['vmsa', 'vmsa'],")
  })
  await byHand('private', async () => {
    await replace(declaration, price, `${price}, read: 'item.notes.read'`)
    await replace(rights, "shop_price: ['vmsa', 'vmsa']", "shop_price: ['sa', 'sa']")
  })
  await byHand('Item', () =>
    replace(declaration, /^ {2}item: noun\(.*$/m, "  item: noun('specimen', 'specimens'),"),
  )
  await byHand('a filter', () => replace(declaration, price, `${price}, filter: true`))
  await byHand('an order', () => replace(declaration, price, `${price}, sort: true`))
  await byHand('a status', async () => {
    await declare(condition)
    await allow("  shop_condition: ['vmsa', 'vmsa'],")
  })
  if (hasLives) await byHand('a page', () => putPage(project))
  await byHand('the colours', async () => {
    const [{ lines } = { lines: [] }] = await blocksOf('change-the-look.md')
    for (const line of lines)
      await replace(tokens, new RegExp(`^${line.slice(0, line.indexOf(':'))}: .*$`, 'm'), line)
  })
  // What the tool writes is not typed.
  await crowfoot('db', 'revision')
  await crowfoot('make', 'resource', 'lendings', 'item:item!', 'user:person!', 'due:date!')
  await crowfoot('db', 'upgrade')
}

beforeAll(async () => {
  scratch = await createScratch('sqlite')
  project = await cloneWithTests('twelve-changes')
  await changeAll()
  database = await project.open(scratch)
  const app = await project.appOf(database)
  staff = await signedIn(database, app, 'staff')
  admin = await signedIn(database, app, 'admin')
  visitor = new Browser(app)
})
afterAll(async () => {
  await database.close()
  await scratch.remove()
})

const read = async (browser: Browser, address: string) => (await browser.get(address)).text()

/** What an item of this project must have, whatever it declares. */
const needed = () =>
  Object.fromEntries(
    declaredNames.flatMap((name) => {
      const { required } = declarationOf(name) as { required?: boolean }
      return required === true && name !== 'title' ? [[name, sampleOf(name).first]] : []
    }),
  )
const saveItem = (values: Record<string, string>) => staff.post('/items', { ...needed(), ...values })

describe('a line, or a click', () => {
  let type = ''
  beforeAll(async () => {
    type = idIn(await staff.post('/types', { name: 'Fossil' }))
    for (const [title, shop_price, shop_condition] of [
      ['Ammonite', '12.50', 'worn'],
      ['Trilobite', '90', 'fresh'],
    ] as const)
      idIn(await saveItem({ title, type, shop_price, shop_condition }))
  })

  it('1. a money field: a line, and its line in the table of rights', async () => {
    expect(typed['a money field']).toEqual({ [declaration]: 1, [rights]: 1 })
    expect(await read(staff, '/items?q=Ammonite')).toContain('Ammonite')
    expect(await read(staff, '/items/new')).toContain('Shop price')
    const { id } = await database.db
      .selectFrom('items')
      .select('id')
      .where('title', '=', 'Ammonite')
      .executeTakeFirstOrThrow()
    expect(await read(staff, `/items/${id}`)).toContain('12.50')
    // 2. ... and private: for others there is no such field.
    expect(await read(visitor, `/items/${id}`)).not.toContain('12.50')
  })

  it('2. private: two words on that line, and its line in the table of rights', async () => {
    expect(typed.private).toEqual({ [declaration]: 1, [rights]: 1 })
    await compareRights(project, "  shop_price: ['sa', 'sa'],")
    const list = await read(visitor, '/items')
    expect(list).toContain('Ammonite')
    expect(list).not.toContain('Shop price')
  })

  it('3. a type: a click', async () => {
    expect(await read(visitor, '/types')).toContain('Fossil')
  })

  it('4. Item has another name: a line', async () => {
    expect(typed.Item).toEqual({ [declaration]: 1 })
    expect(await read(visitor, '/items')).toMatch(/<h1[^>]*>Specimens/)
    expect(await read(staff, '/items/new')).toMatch(/<title>[^<]*specimen/)
  })

  it('5. a filter: a word on a line', async () => {
    expect(typed['a filter']).toEqual({ [declaration]: 1 })
    const dear = await read(staff, '/items?shop_price_from=50')
    expect([dear.includes('Trilobite'), dear.includes('Ammonite')]).toEqual([true, false])
  })

  it('6. an order: a word on a line, and a revision that the tool writes', async () => {
    expect(typed['an order']).toEqual({ [declaration]: 1 })
    const order = async (sort: string) => {
      const list = await read(staff, `/items?type=${type}&sort=${sort}`)
      return list.indexOf('Ammonite') < list.indexOf('Trilobite')
    }
    expect([await order('shop_price'), await order('-shop_price')]).toEqual([true, false])
  })

  it('7. needed for one type: a click', async () => {
    const changed = { name: 'Fossil', 'rule.shop_price': 'required' }
    expect((await staff.post(`/types/${type}`, changed)).status).toBe(303)
    const refused = await saveItem({ title: 'Fern', type })
    expect(refused.status).toBe(422)
    expect(messageAt(await refused.text(), 'shop_price')).not.toBe('')
  })

  it('8. a status with choices in the list: a line, and its line in the table of rights', async () => {
    expect(typed['a status']).toEqual({ [declaration]: 1, [rights]: 1 })
    const table = await read(visitor, '/items?view=table&shop_condition=worn')
    expect(table).toContain('Condition')
    expect([table.includes('Ammonite'), table.includes('Trilobite')]).toEqual([true, false])
  })
})

describe('what its guide says', () => {
  it('9. a role: two clicks', async () => {
    const { id } = await database.db
      .selectFrom('roles')
      .select('id')
      .where('name', '=', 'staff')
      .executeTakeFirstOrThrow()
    expect((await admin.post('/admin/roles/new', { name: 'helper', like: String(id) })).status).toBe(303)
    const helper = await signedIn(database, await project.appOf(database), 'helper')
    expect((await helper.get('/items/new')).status).toBe(200)
  })

  it.runIf(hasLives)(
    '10. a page: four files and their test, and a line or a few in five others',
    async () => {
      expect(Object.keys(typed['a page'] ?? {}).sort()).toEqual([
        'src/app.tsx',
        ...['forms.ts', 'pages.tsx', 'queries.ts', 'routes.tsx'].map((file) => `src/features/lives/${file}`),
        'src/paths.ts',
        'src/ui/site-footer.tsx',
        'src/ui/site-header.tsx',
        'tests/access/routes.ts',
        'tests/features/lives/queries.test.ts',
      ])
      expect(typed['a page']).toMatchObject({
        'src/app.tsx': 2,
        'src/paths.ts': 1,
        'src/ui/site-footer.tsx': 3,
        'src/ui/site-header.tsx': 1,
        'tests/access/routes.ts': 1,
      })
      expect(await read(visitor, '/lives?year=1815')).toContain(
        '<a href="/lives" aria-current="page">Lives</a>',
      )
    },
  )

  it('11. a table with a link to items: one command, and nothing to type', async () => {
    const { id } = await database.db.selectFrom('items').select('id').limit(1).executeTakeFirstOrThrow()
    const sent = { item: String(id), user: staff.username, due: '2026-12-24' }
    expect((await staff.post('/lendings', sent)).status).toBe(303)
    expect(await read(staff, `/items/${id}`)).toContain('Lendings')
  })

  it('12. the colours: one file', async () => {
    expect(typed['the colours']).toEqual({ [tokens]: 9 })
    const { loadAssets } = await project.load<typeof assetsOf>('http/assets.ts')
    const { files, styles, frame } = await loadAssets()
    expect(Buffer.from(files.get(styles)?.body ?? []).toString()).toContain('#1d4e89')
    expect(frame).toEqual({ day: '#f1f4f8', night: '#12161c' })
  })
})

it.runIf(process.env.LONG === '1')('the types of the copy hold', async () => {
  expect(await run(project, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.')).toBe('')
})
