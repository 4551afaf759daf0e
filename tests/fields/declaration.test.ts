/** Declarations that cannot be: each is said in one line that names the field, and stops the start and every command. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { describe, expect, inject, it, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { Item } from '../../src/db/schema/models.ts'
import { declaredNames } from '../../src/declared.ts'
import { domain } from '../../src/domain.ts'
import type { DeclaredBoard } from '../../src/fields/domain.ts'
import { parseItemFilter, noFilter } from '../../src/features/catalogue/items/forms/filter.ts'
import { parseItemForm } from '../../src/features/catalogue/items/forms/item.ts'
import { columns } from '../../src/features/transfer/forms/columns.ts'
import { resourceNamed } from '../../src/resources/declared.ts'
import { checkDeclarations, namesTaken } from '../../src/fields/declaration.ts'
import type { Declarations } from '../../src/fields/field.ts'
import type { HomeBlock } from '../../src/fields/home.ts'
import type { DeclaredLookups } from '../../src/fields/lookup-problems.ts'
import { lookupNamesTaken } from '../../src/fields/lookup-problems.ts'
import * as field from '../../src/fields/index.ts'
import { problemsOfWords } from '../../src/fields/word-problems.ts'
import { wordsOfSql } from '../../src/fields/words-of-sql.ts'
import { noun } from '../../src/rules/words.ts'
import { cloneProject } from '../setup/clone.ts'
import type { Clone, Outcome } from '../setup/clone.ts'
import { opened } from '../setup/database.ts'
import { fieldCalled, hasFields } from '../setup/known-fields.ts'

// Each start and each command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

const title = field.title('Title')
const price = field.money('Price', { currency: 'EUR', table: true, sort: true, filter: true })

/** All that is said of these fields beside a title. */
const said = (fields: Declarations, lookups: DeclaredLookups = domain.lookups) =>
  checkDeclarations({ fields: { title, ...fields }, lookups })

describe('what is declared in this project', () => {
  it('can be', () => {
    expect(checkDeclarations(domain)).toEqual([])
  })
})

describe('an option that no field has', () => {
  // As JavaScript sees it: TypeScript would not let it pass.
  const misspelt = { filtr: true } as object
  const problem = (what: string) =>
    `${what} has the option "filtr", which no field has: is it misspelt? npm run check -- types says which there are`

  it('is said of a field, a reference and a field of a lookup', () => {
    expect(said({ price: { ...price, ...misspelt } })).toEqual([problem('the field "price"')])
    const owner = field.person('Owner', { read: 'item.notes.read', ...misspelt })
    expect(said({ owner })).toEqual([problem('the field "owner"')])
    const phone = field.text('Telephone', misspelt)
    const suppliers = { noun: noun('supplier', 'suppliers'), fields: { phone } }
    expect(said({}, { ...domain.lookups, suppliers })).toEqual([
      problem('the field "phone" of the lookup "suppliers"'),
    ])
  })
})

describe('the words of a domain', () => {
  const { name, tagline, item, locale } = domain
  it.each([
    [{}, []],
    [{ name: undefined }, [`there is no name: write name: 'My catalogue',`]],
    [{ tagline: ' ' }, [`there is no tagline: write tagline: 'What it is, in one sentence.',`]],
    [{ item: 'product' }, [`the item has no words: write item: noun('product', 'products'),`]],
    [{ item: { one: 'product' } }, [`the item has no words: write item: noun('product', 'products'),`]],
    [{ locale: 'english' }, [`the locale is no language with a country: write locale: 'en-GB',`]],
    [{ locale: 'de-CH' }, []],
  ])('%o', (changed, problems) => {
    expect(problemsOfWords({ name, tagline, item, locale, ...changed })).toEqual(problems)
  })
})

describe('charts on the front page', () => {
  const state = { values: ['new', 'used'] } as const
  const saidOf = (fields: Declarations, ...blocks: HomeBlock[]) =>
    checkDeclarations({
      fields: { title, ...fields },
      lookups: domain.lookups,
      home: { look: 'drawers', figures: [], blocks },
    })
  const filtered = { filter: true } as const

  it('are by fields that the list is filtered by, and so counted', () => {
    const creators = { of: 'creators', many: true } as const
    expect(
      saidOf(
        {
          state: field.choice('State', { ...state, ...filtered }),
          made: field.year('Made'),
          found: field.year('Found', filtered),
          makers: field.lookup('Makers', { ...creators, ...filtered }),
        },
        ...[{ show: 'bars', by: 'state' } as const, { show: 'bars', by: 'makers' } as const],
        ...[{ show: 'bars', by: 'types' } as const, { show: 'decades' } as const],
      ),
    ).toEqual([])
    expect(saidOf({}, { show: 'decades' })).toEqual([])
    expect(
      saidOf(
        {
          state: field.choice('State', state),
          made: field.year('Made'),
          makers: field.lookup('Makers', creators),
        },
        ...[{ show: 'bars', by: 'state' } as const, { show: 'bars', by: 'makers' } as const],
        ...[{ show: 'bars', by: 'title' } as const, { show: 'decades', years: 100 } as const],
      ),
    ).toEqual([
      'a chart on the front page is by "state", which is not counted: give the field filter: true',
      'a chart on the front page is by "makers", which is not counted: give the field filter: true',
      'a chart on the front page is by "title", and only a choice or a lookup has bars',
      'a chart on the front page is by "made", which is not counted: give the field filter: true',
    ])
  })
})

describe('options that belong together', () => {
  it('can be', () => {
    expect(
      said({
        price,
        shelf: field.text('Shelf', { unique: true, sort: true, filter: true, default: 'A 1', limit: 100 }),
        state: field.choice('State', { values: ['new', 'in_use', '16 mm'], default: 'new', required: true }),
        weight: field.decimal('Weight', { decimals: 3, min: '0', max: '999.5', default: '1.500' }),
        seen: field.yesNo('Seen', { default: false }),
        bought: field.date('Bought', { min: '2000-01-01', filter: true, read: 'item.notes.read' }),
        page_of_maker: field.link('Page of the maker', { unique: true, write: 'item.notes.write' }),
        code: field.identifier('Code', { sort: true, filter: true }),
        rating: field.rating('Rating', { most: 10, default: 7 }),
        found: field.dateTime('Found', { max: '2030-01-01', default: '2020-01-01T00:00:00.000Z' }),
        translators: field.lookup('Translators', { of: 'creators', many: true, table: true, filter: true }),
        publisher: field.lookup('Publisher', { of: 'creators', filter: true, read: 'item.notes.read' }),
        lender: field.person('Lender', { read: 'item.notes.read', filter: true }),
        part_of: field.item('Part of', { filter: true, table: true }),
      }),
    ).toEqual([])
  })
})

describe.each<[string, Declarations, RegExp]>([
  ['a capital in the name', { Price: price }, /^the field "Price" has a name that is not snake_case: .*$/],
  ['a hyphen', { 'sale-price': price }, /"sale-price".*snake_case/],
  ['a digit in front', { '2nd_price': price }, /"2nd_price".*snake_case/],
  ['two underscores', { sale__price: price }, /"sale__price".*snake_case/],
  ['41 characters', { ['p'.repeat(41)]: price }, /"p{41}" has a name of 41 characters, and 40 are the most$/],
  ['a column that every item has', { version: price }, /^the field "version" has a name that is taken/],
  ['a field of the form', { more: price }, /"more".*taken/],
  ['a parameter of the address', { sort: price }, /"sort".*taken/],
  ['what every object has', { constructor: price }, /"constructor".*taken/],
  ['a word of SQL', { order: price }, /^the field "order" has a name that is a word of SQL/],
  ['an end of another filter', { price, price_from: field.text('Seller') }, /"price_from".*filter by "price"/],
  ['the other end', { price_to: field.text('Buyer'), price }, /"price_to".*filter by "price"/],
  ['a folded text', { shelf: field.text('Shelf'), shelf_key: field.text('Key') }, /"shelf_key".*"shelf"/],
  ['an unknown read', { price: { ...price, read: 'item.price.read' as never } }, /^the field "price" has read: 'item.price.read'/],
  ['an unknown write', { price: { ...price, write: 'staff' as never } }, /^the field "price" has write: 'staff', and there is no such/],
  ['required with write', { a: field.text('A', { required: true, write: 'item.notes.write' }) }, /"a" is required and has "write"/],
  ['sort without an order', { a: field.longText('A', { sort: true }) }, /"a" has "sort", and the kind longText has no order/],
  ['sort of a link', { a: field.link('A', { sort: true }) }, /"a" has "sort", and the kind link has no order/],
  ['filter without a filter', { title: { ...field.title('A'), filter: true } }, /"title" has "filter", and the kind title has no filter/],
  ['two identifiers', { isbn: field.identifier('ISBN'), doi: field.identifier('DOI') }, /"isbn" and "doi" are both identifiers/],
  ['a second title', { subtitle: field.title('Subtitle') }, /"subtitle" is a second title/],
  ['a unique long text', { a: field.longText('A', { unique: true }) }, /"a" has "unique"/],
  ['a unique text that may be long', { a: field.text('A', { unique: true, limit: 5000 }) }, /"a" has "unique"/],
  ['no such currency', { a: field.money('A', { currency: 'EURO' }) }, /"a" has currency: 'EURO'/],
  ['three letters that are none', { a: field.money('A', { currency: 'EUX' }) }, /"a" has currency: 'EUX'/],
  ['digits that a double lacks', { a: field.decimal('A', { decimals: 15 }) }, /"a" has decimals: 15/],
  ['half a digit', { a: field.decimal('A', { decimals: 1.5 }) }, /"a" has decimals: 1.5/],
  ['digits below none', { a: field.decimal('A', { decimals: -1 }) }, /"a" has decimals: -1/],
  ['the wrong way round', { a: field.integer('A', { min: 5, max: 4 }) }, /"a" has min: 5 after max: 4/],
  ['days the wrong way round', { a: field.date('A', { min: '2026-01-02', max: '2026-01-01' }) }, /"a" has min: '2026-01-02' after/],
  ['a year beyond its order', { a: field.year('A', { min: -20_000 }) }, /"a" has min: -20000/],
  ['an integer beyond its column', { a: field.integer('A', { max: 3e9 }) }, /"a" has max: 3000000000/],
  ['an amount beyond 15 digits', { a: field.money('A', { currency: 'EUR', max: 1e14 }) }, /"a" has max: 100000000000000/],
  ['a bound that is no number', { a: field.decimal('A', { min: 'none' }) }, /"a" has min: 'none'/],
  ['a bound that is no day', { a: field.date('A', { min: '2024-02-30' }) }, /"a" has min: '2024-02-30'/],
  ['a bound that is no moment', { a: field.dateTime('A', { max: 'today' }) }, /"a" has max: 'today'/],
  ['a choice of nothing', { a: field.choice('A', { values: [] }) }, /"a" has no values/],
  ['an empty key', { a: field.choice('A', { values: { '': 'None' } }) }, /"a" has the value ''/],
  ['a key with a blank at its end', { a: field.choice('A', { values: ['new '] }) }, /"a" has the value 'new '/],
  ['a key that is a number', { a: field.choice('A', { values: ['10', '2'] }) }, /"a" has the value '2', which would lose its place/],
  ['no stars', { a: field.rating('A', { most: 0 }) }, /"a" has most: 0/],
  ['a default that is none of it', { a: field.choice('A', { values: ['new'], default: 'old' }) }, /"a" has default: 'old'/],
  ['a default in another form', { a: field.decimal('A', { default: '1.5' }) }, /"a" has default: '1.5'.*: write '1.50'$/],
  ['no such lookup', { a: field.lookup('A', { of: 'suppliers' }) }, /"a" is of 'suppliers', and there is no such lookup: creators/],
  ['an account for everybody', { a: field.person('A', {} as never) }, /"a" refers to an account and does not say who may read it/],
  ['an id that is taken', { item_type: field.item('A') }, /"item_type" has a name that is taken/],
  ['an id that another field has', { shop: field.item('A'), shop_id: field.text('B') }, /"shop_id".*belongs to "shop"/],
  ['a table that is there', { types: field.lookup('A', { of: 'types', many: true }) }, /"types" has a name that is taken/],
  ['an order of entries', { a: { ...field.lookup('A', { of: 'types' }), sort: true } }, /"a" has "sort", which the kind lookup/],
  ['entries that only one has', { a: { ...field.item('A'), unique: true } }, /"a" has "unique", which the kind item/],
  ['an unknown read of a list', { a: field.lookup('A', { of: 'types', read: 'staff' as never }) }, /"a" has read: 'staff'/],
  ['required with write of a list', { a: field.lookup('A', { of: 'types', required: true, write: 'lookup.manage' }) }, /"a" is required and has/],
  ['a default of another kind', { a: field.integer('A', { default: '5' as never }) }, /"a" has default: '5'.*: write 5$/],
])('%s', (_name, fields, line) => {
  it('is one line that names the field', () => {
    const problems = said(fields)
    // The first is said; what follows from the same mistake may follow it.
    expect(problems[0]).toMatch(line)
    expect(problems.join()).not.toContain('\n')
  })
}) // prettier-ignore

const suppliers = { noun: noun('supplier', 'suppliers'), fields: { phone: field.text('Telephone') } }

it('a lookup with a noun and fields of its own can be', () => {
  expect(said({}, { ...domain.lookups, suppliers })).toEqual([])
})

describe.each<[string, DeclaredLookups, RegExp]>([
  ['a table that is there', { users: suppliers }, /^the lookup "users" has a name that is taken/],
  ['an address that is there', { admin: suppliers }, /^the lookup "admin" has a name that is taken/],
  ['a name that is no name', { Suppliers: suppliers }, /^the lookup "Suppliers" has a name that is not snake_case/],
  ['a word of SQL', { order: suppliers }, /^the lookup "order" has a name that is a word of SQL/],
  ['one of them called as an item', { shops: { ...suppliers, choice: 'item' } }, /^the lookup "shops" has choice: 'item'/],
  ['a name as a field', { shops: { ...suppliers, fields: { name: field.text('A') } } }, /^the field "name" of the lookup "shops"/],
  ['a folded text', { shops: { ...suppliers, fields: { a: field.text('A'), a_key: field.text('B') } } }, /"a_key" of the lookup.*"a"/],
  ['a private field', { shops: { ...suppliers, fields: { a: field.text('A', { read: 'item.notes.read' }) } } }, /"a" of the lookup "shops" has "read"/],
  ['an order', { shops: { ...suppliers, fields: { a: field.year('A', { sort: true }) } } }, /"a" of the lookup "shops" has "sort"/],
  ['a title', { shops: { ...suppliers, fields: { a: field.title('A') } } }, /"a" of the lookup "shops"/],
  ['bounds', { shops: { ...suppliers, fields: { a: field.year('A', { min: 5, max: 4 }) } } }, /"a" of the lookup "shops" has min/],
])('a lookup with %s', (_name, more, line) => {
  it('is one line that names it', () => {
    const problems = said({}, { ...domain.lookups, ...more })
    expect(problems[0]).toMatch(line)
    expect(problems.join()).not.toContain('\n')
  })
}) // prettier-ignore

it('a domain without types is told that it lacks them', () => {
  expect(said({}, { suppliers })).toEqual([`there is no lookup "types": every item is one of them`])
})

it('the names that lookups may not have are all tables and addresses that are there without them', async () => {
  const { models } = await import('../../src/db/schema/models.ts')
  const { systemModels } = await import('../../src/db/schema/system-models.ts')
  const tables = [...models, ...systemModels].map(({ meta }) => meta.tableName ?? '')
  const ofLookups = Object.entries(domain.lookups).map(([name, lookup]) =>
    'table' in lookup ? lookup.table : name,
  )
  // Those of resources are the project's own, and a resource is refused that is called as a lookup.
  const isOwn = (name: string) => resourceNamed(name) !== undefined
  const free = tables.filter(
    (table) => !ofLookups.includes(table) && !/^item_(creators|categories)$/.test(table) && !isOwn(table),
  )
  expect(free).toContain('users')
  expect(lookupNamesTaken).toEqual(expect.arrayContaining(free))
  const { createApp } = await import('../../src/app.tsx')
  const parts = createApp({ config: readConfig({}) } as never)
    .routes.map(({ path }) => path.split('/')[1] ?? '')
    .filter((part) => /^[a-z_]+$/.test(part) && !Object.hasOwn(domain.lookups, part) && !isOwn(part))
  expect(parts).toContain('items')
  expect(lookupNamesTaken).toEqual(expect.arrayContaining([...new Set(parts)]))
})

it('a domain without a title is told which line it lacks', () => {
  expect(checkDeclarations({ fields: { price }, lookups: domain.lookups })).toEqual([
    `there is no field "title": every item has one, title: field.title('Title'),`,
  ])
})

describe('the names that are taken', () => {
  const declared = declaredNames.flatMap((name) => [name, `${name}_key`, `${name}_sort_key`])
  const beside = (names: readonly string[]) => names.filter((name) => !declared.some((each) => each === name))

  it('are all columns of items beside the declared ones', () => {
    const { properties } = Item.meta
    expect(Object.keys(properties).length).toBeGreaterThan(8)
    expect(namesTaken).toEqual(expect.arrayContaining(beside(Object.keys(properties))))
  })

  it('are all parameters in the address of the list', () => {
    expect(namesTaken).toEqual(expect.arrayContaining(Object.keys(noFilter)))
    // Those that were in addresses before fields were declared.
    if (!hasFields('year')) return
    const old = namesTaken.filter(
      (name) => parseItemFilter({ [name]: ['1'] }, [fieldCalled('year')]).notices.length === 0,
    )
    expect(old).toEqual(expect.arrayContaining(['from', 'to']))
  })

  it('are all fields of the form and columns of files', () => {
    const sent = Object.fromEntries(namesTaken.map((name) => [name, '']))
    const issues = parseItemForm([])({ ...sent, nobody_knows_this: '' }).error?.issues ?? []
    const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
    expect(unknown).toContain('nobody_knows_this')
    const known = ['type', 'version', 'more']
    expect(unknown.filter((name) => known.includes(name))).toEqual([])
    expect(namesTaken).toEqual(expect.arrayContaining([...known, ...beside(columns)]))
  })
})

describe('the words of SQL', () => {
  const database = opened('postgresql')

  /** An expression as the fields make them, for a column of this name. */
  const table = (name: string) =>
    `create temporary table words (id integer primary key, "${name}" integer, "${name}_key" text,
      check (${name} between 1 and 5), check (trim(${name}_key) <> ''), check (length(${name}_key) <= 4))`
  const query = (name: string) =>
    `select coalesce(words.${name}, 6), case ${name} when 3 then 1 else 2 end from words where ${name} in (3)`

  it('are refused as names, and all others can stand in expressions on both engines', async () => {
    const { db } = database()
    const { rows } = await sql<{ word: string }>`select word from pg_get_keywords()`.execute(db)
    const tried = rows.map(({ word }) => word).filter((word) => !wordsOfSql.has(word))
    expect(tried.length).toBeGreaterThan(300)
    await db.connection().execute(async (connection) => {
      for (const name of tried) {
        for (const statement of [table(name), query(name), 'drop table words'])
          await sql.raw(statement).execute(connection)
        const sqlite = new DatabaseSync(':memory:')
        sqlite.exec(table(name))
        sqlite.prepare(query(name)).all()
        sqlite.close()
      }
    })
  })
})

describe('in a project with a declaration that cannot be', () => {
  const lineOfFields = '\n  fields: {\n'
  let count = 0

  async function declaring(line: string): Promise<Clone> {
    const clone = await cloneProject(
      path.join(inject('runFolder'), `impossible-${process.pid}-${String(count++)}`),
    )
    const file = path.join(clone.folder, 'src/domain.ts')
    const text = await readFile(file, 'utf8')
    expect(text.split(lineOfFields)).toHaveLength(2)
    await writeFile(file, text.replace(lineOfFields, `${lineOfFields}    ${line}\n`))
    return clone
  }

  function start({ folder }: Clone, loader = ['--import', 'tsx'], url = ''): Promise<Outcome> {
    const env = { ...process.env, PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }
    return new Promise((resolve) => {
      const args = [...loader, 'src/server.ts']
      execFile(process.execPath, args, { cwd: folder, env }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
      })
    })
  }

  it.each([
    [`version: field.money('Price', { currency: 'EUR' }),`, 'the field "version" has a name that is taken'],
    [`price: field.money('Price', { currency: 'EURO' }),`, `the field "price" has currency: 'EURO'`],
    [`price: field.decimal('Price', { decimals: -1 }),`, 'the field "price" has decimals: -1'],
    [`price: field.integer('Price', { read: 'staff' }),`, `the field "price" has read: 'staff'`],
  ])('%s stops the start and every command in one line', async (line, says) => {
    const clone = await declaring(line)
    const started = await start(clone)
    expect(started).toMatchObject({ code: 1, out: '' })
    expect(started.err).toMatch(/^Crowfoot cannot start: src\/domain\.ts: .*\n$/)
    expect(started.err).toContain(says)
    for (const args of [
      ['db', 'upgrade'],
      ['db', 'revision'],
      ['data', 'sample'],
      ['user', 'list'],
    ]) {
      const called = await clone.crowfoot(args)
      expect(called).toMatchObject({ code: 1, out: '' })
      expect(called.err).toMatch(/^crowfoot: src\/domain\.ts: .*\n$/)
      expect(called.err).toContain(says)
    }
  })

  it.each([
    [`price: field.integer('Price'`, `Expected`],
    [`price: field.number('Price'),`, 'there is no kind of field "number". There are choice, date, '],
    [`price: field.money(),`, 'npm run check -- types says what'],
    [`price: money('Price'),`, 'money is not defined: write field.money'],
  ])('%s is told by its line', async (line, says) => {
    const clone = await declaring(line)
    const text = await readFile(path.join(clone.folder, 'src/domain.ts'), 'utf8')
    const place = text.slice(0, text.indexOf(line)).split('\n').length
    // What lacks its end is noticed where the next line begins.
    const named = new RegExp(`: src/domain\\.ts, line (${place}|${place + 1}): .*\\n$`)
    for (const { code, out, err } of [await start(clone, []), await clone.crowfoot(['user', 'list'])]) {
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(named)
      expect(err).toContain(says)
    }
  })

  it('a field without its revision stops the start, instead of every page', async () => {
    const clone = await declaring(`price: field.integer('Price'),`)
    const { code, err } = await start(clone, [], `sqlite:${path.join(clone.folder, 'ahead.db')}`)
    expect([code, err]).toEqual([
      1,
      'Crowfoot cannot start: the project declares what the database does not have: items.price. Write the revision with npx crowfoot db revision, look at it, and start again.\n',
    ])
  })
})

describe('a board', () => {
  const status = field.choice('Status', { values: ['open', 'done'] })
  const due = field.date('Due')
  const saidOf = (board: DeclaredBoard) =>
    checkDeclarations({
      fields: { title: field.title('Title'), status, due },
      lookups: domain.lookups,
      board,
    })

  it.each<[DeclaredBoard, string[]]>([
    [{ by: 'status', due: 'due', done: ['done'] }, []],
    [{ by: 'due' }, ['the board is by "due", and no field that holds a choice is called so']],
    [
      { by: 'status', due: 'day' },
      ['on the board things are due by "day", and no field that holds a date is called so'],
    ],
    [
      { by: 'status', done: ['over'] },
      ['the board takes "over" for done, and the field "status" has no such choice'],
    ],
  ])('%j', (board, problems) => {
    expect(saidOf(board)).toEqual(problems)
  })
})
