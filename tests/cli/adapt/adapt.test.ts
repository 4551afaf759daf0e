/** `crowfoot adapt`: what it says, what it asks, what it writes and what it refuses. The walks beside it show that nothing is lost. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { cloneProject } from '../../setup/clone.ts'
import type { Clone } from '../../setup/clone.ts'

// Commands are processes of their own.
vi.setConfig({ testTimeout: 120_000 })

/** Two declarations small enough to read, in the place of the project's own and of a preset. */
const declaration = (words: string, fields: string, more: string) => `
import * as field from './fields/index.ts'
import type { Domain, OwnedBy } from './fields/domain.ts'
import { noun } from './rules/words.ts'
${words.startsWith('records') ? "\n/** How a record can be. */\nconst states = ['new', 'worn'] as const\n" : ''}
export const domain = {
  name: '${words}',
  tagline: 'All that there is.',
  item: noun('${words.slice(0, -1)}', '${words}'),
  locale: 'en-GB',
  fields: {
    title: field.title('Title'),
${fields}
  },
  lookups: {
    creators: { noun: noun('maker', 'makers'), choice: 'creator', fields: {} },
    categories: { noun: noun('label', 'labels'), choice: 'category', fields: {} },
    types: { noun: noun('kind', 'kinds'), table: 'item_types', choice: 'type', fields: {} },
${more}
} as const satisfies Domain

export const ownedBy: OwnedBy = (item, account) => item.created_by === account.id
`
const rest = (isPublic: boolean, types: string, roles = '') => `
  publicCatalogue: ${String(isPublic)},
  sample: 'library',
  types: [${types}],${roles}
  home: { look: 'drawers', figures: [], blocks: [] },`

const records = declaration(
  'records',
  `    creators: field.lookup('Makers', { of: 'creators', many: true }),
    /** How it is. */
    state: field.choice('State', { values: states }),
    shop: field.lookup('Shop', { of: 'shops' }),
    size: field.text('Size'),`,
  `    shops: { noun: noun('shop', 'shops'), fields: {} },
  },${rest(true, "{ name: 'Single' }")}`,
)
const tasks = declaration(
  'things',
  `    creators: field.lookup('Makers', { of: 'creators', many: true }),
    size: field.integer('Size'),
    price: field.money('Price', { currency: 'EUR' }),`,
  `  },${rest(false, "{ name: 'Single' }, { name: 'Tool', needs: ['price'] }", "\n  roles: { member: ['item.create'] },")}`,
)

let clone: Clone
const file = (name: string) => path.join(clone.folder, 'src', name)
const adapt = (...args: string[]) => clone.crowfoot(['adapt', ...args])
const revisions = async () => (await readdir(file('db/migrations'))).filter((name) => name.endsWith('.ts'))
const domain = () => readFile(file('domain.ts'), 'utf8')

beforeAll(async () => {
  clone = await cloneProject(path.join(inject('runFolder'), `adapt-${String(process.pid)}`))
  await writeFile(file('domain.ts'), records)
  await writeFile(file('presets/things.ts'), tasks.replaceAll("from './", "from '../"))
  expect(await clone.crowfoot(['db', 'revision', 'begin', '--no-rename'])).toMatchObject({ code: 0, err: '' })
  expect(await clone.crowfoot(['db', 'upgrade'])).toMatchObject({ code: 0, err: '' })
  const csv = path.join(clone.folder, 'records.csv')
  await writeFile(csv, 'title,item_type,state,shop,size\nBlue,Single,worn,Corner,12 inch\nTrain,Single,,,\n')
  expect(await clone.crowfoot(['data', 'import', csv])).toMatchObject({ code: 0, err: '' })
})

const answers = ['--drop', 'state', '--keep', 'shop']

describe('before anything is written', () => {
  let before: string[]
  beforeEach(async () => {
    before = await revisions()
    return async () => {
      expect(await domain()).toBe(records)
      expect(await revisions()).toEqual(before)
    }
  })

  it('says what would change, by kind', async () => {
    const { code, out } = await adapt('things', '--dry-run')
    expect(code).toBe(0)
    expect(out.split('\n').map((line) => line.trim().replace(/ {2,}/, ': '))).toEqual([
      'To things:',
      'words: records become things',
      'new: price',
      'not in it: state (1 value), shop (1 value), shops (1 entry)',
      "stays as is: size (the preset's declaration does not fit what is there)",
      'new types: Tool',
      'rights: member may then also: item.create',
      'rights: visitors may no longer read the catalogue',
      '',
    ])
  })

  it.each([
    [
      ['things'],
      'the preset does not have the field "state" (1 value), the field "shop" (1 value), the lookup "shops" (1 entry): say --keep NAME or --drop NAME for each',
    ],
    [
      ['things', '--keep', 'shop'],
      'the preset does not have the field "state" (1 value): say --keep state or --drop state',
    ],
    [['things', '--keep', 'colour'], '"colour" does not fall away: this does: state, shop, shops'],
    [['things', '--keep', 'state', '--drop', 'state'], '"state" can be kept or dropped, and not both'],
    [
      ['things', ...answers, '--drop', 'shops'],
      '"shops" cannot be dropped while "shop" is kept, which chooses from it',
    ],
    [
      ['things', ...answers],
      'nothing was written, and it would change who may do what (member may then also: item.create; visitors may no longer read the catalogue): --yes says that it is meant',
    ],
    [['--undo'], 'there is no adaptation to take back'],
  ])('refuses %j', async (args, message) => {
    expect(await adapt(...args)).toMatchObject({ code: 1, err: `crowfoot: ${message}\n` })
  })

  it('is not for a trial', async () => {
    expect(await clone.crowfoot(['adapt', 'things'], '', { CROWFOOT_PRESET: 'things' })).toMatchObject({
      code: 1,
      err: 'crowfoot: adapt changes the project and not a trial: take CROWFOOT_PRESET away first\n',
    })
  })

  it.each([[[]], [['things', '--undo']], [['nothing']]])('tells how it is used for %j', async (args) => {
    expect(await adapt(...args)).toMatchObject({ code: 2 })
  })
})

describe('with a table of one’s own that refers to a lookup which the preset lacks', () => {
  beforeEach(async () => {
    const before = await readFile(file('resources.ts'), 'utf8')
    const visits = `visits: { noun: { one: 'visit', many: 'visits', a: 'a visit' }, read: 'catalogue.read', manage: 'lookup.manage', fields: { shop: field.lookup('Shop', { of: 'shops' }) } },`
    const text = before.replace('export const resources = {', `export const resources = {\n  ${visits}`)
    // A project that has tables of its own imports the kinds of fields already.
    const added = text.includes('import * as field') ? '' : "import * as field from './fields/index.ts'\n"
    await writeFile(file('resources.ts'), text.replace(/^import /m, `${added}import `))
    return () => writeFile(file('resources.ts'), before)
  })

  it('keeps that lookup and names the field', async () => {
    const { code, out } = await adapt('things', '--dry-run')
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(
        'shops (1 entry; it stays, since visits.shop of src/resources.ts refers to it)',
      ),
    ])
  })

  it('does not drop it: the next start would stop there', async () => {
    expect(
      await adapt('things', '--drop', 'state', '--drop', 'shop', '--drop', 'shops', '--yes'),
    ).toMatchObject({
      code: 1,
      err: 'crowfoot: "shops" cannot be dropped while "visits.shop" of src/resources.ts refers to it: take that field away first, or keep "shops"\n',
    })
    expect(await domain()).toBe(records)
  })
})

it('writes the declaration and the revision, keeps what it was told to keep, and takes it back', async () => {
  const before = await revisions()
  expect(await adapt('things', ...answers, '--yes')).toMatchObject({ code: 0, err: '' })
  const text = await domain()
  expect(text).toContain("shop: field.lookup('Shop', { of: 'shops' }),")
  expect(text).toContain("shops: { noun: noun('shop', 'shops'), fields: {} },")
  expect(text).toContain("size: field.text('Size'),")
  expect(text).not.toContain('states')
  const [written] = (await revisions()).filter((name) => !before.includes(name))
  expect(written).toMatch(/^\d{4}_adapt_to_things\.ts$/)

  expect(await clone.crowfoot(['db', 'upgrade'])).toMatchObject({ code: 0, err: '' })
  expect(await clone.crowfoot(['db', 'check'])).toMatchObject({ code: 0, err: '' })
  const csv = path.join(clone.folder, 'more.csv')
  await writeFile(csv, 'title,item_type,price,shop\nHammer,Tool,9.90,Corner\n')
  expect(await clone.crowfoot(['data', 'import', csv])).toMatchObject({ code: 0, err: '' })

  // Its price would be lost on the way back: that is asked about.
  expect(await adapt('--undo', '--yes')).toMatchObject({
    code: 1,
    err: 'crowfoot: "price" (1 value) would be lost on the way back: say --drop price where that is meant\n',
  })
  expect(await adapt('--undo', '--yes', '--drop', 'price')).toMatchObject({ code: 0, err: '' })
  expect(await domain()).toBe(records)
  expect(await revisions()).toEqual(before)
  const { out } = await clone.crowfoot(['data', 'export', '-'])
  expect(out).toMatch(/Blue.*Corner.*12 inch/)
  expect(out).toContain('Hammer')
})

it('takes the constants along that a kept field uses', async () => {
  expect(await adapt('things', '--keep', 'state', '--keep', 'shop', '--yes')).toMatchObject({ code: 0 })
  expect(await domain()).toContain("const states = ['new', 'worn'] as const")
  expect(await domain()).toContain("/** How it is. */\n    state: field.choice('State', { values: states }),")
  expect(await adapt('--undo', '--yes')).toMatchObject({ code: 0, err: '' })
  expect(await domain()).toBe(records)
})

it('is not taken back from under a later revision', async () => {
  expect(await adapt('things', ...answers, '--yes')).toMatchObject({ code: 0 })
  const before = await revisions()
  expect(await clone.crowfoot(['db', 'revision', '--empty', 'later'])).toMatchObject({ code: 0 })
  const { code, err } = await adapt('--undo', '--yes')
  expect(code).toBe(1)
  expect(err).toMatch(/^crowfoot: \d{4}_later was written after \d{4}_adapt_to_things: undo it first/)
  const [later = ''] = (await revisions()).filter((name) => !before.includes(name))
  await rm(file(`db/migrations/${later}`))
  expect(await adapt('--undo', '--yes')).toMatchObject({ code: 0 })
})

it('leaves nothing behind where the revision cannot be written', async () => {
  const preset = file('presets/things.ts')
  const text = await readFile(preset, 'utf8')
  await writeFile(
    preset,
    text.replace("field.money('Price', { currency: 'EUR' })", "field.money('Price', { currency: 'Euros' })"),
  )
  const before = await readdir(file('.'), { recursive: true })
  const { code, err } = await adapt('things', ...answers, '--yes')
  expect([code, err.split('\n').length]).toEqual([1, 2])
  expect(await readdir(file('.'), { recursive: true })).toEqual(before)
  expect(await domain()).toBe(records)
  await writeFile(preset, text)
})
