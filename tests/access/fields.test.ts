/** Who may do what with each field of an item, tried on the running application and compared with the table of rights. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/engine/connection.ts'
import { updateItem } from '../../src/features/catalogue/items/commands.ts'
import type { ItemInput } from '../../src/features/catalogue/items/forms/fields.ts'
import { counted } from '../../src/rules/words.ts'
import { domain, fieldNamed, itemFields } from '../../src/domain.ts'
import type { FieldName } from '../../src/domain.ts'
import { operator } from '../../src/security/rights/viewer.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { isShownIn, sampleOf, valueOf } from '../setup/field-samples.ts'
import { addPerson, signedIn, viewersOf } from '../setup/people.ts'
import { both, exporters, letters, missingRights, rights, roles, savers } from './rights.ts'
import type { Letter } from './rights.ts'

const actions = ['read', 'sort', 'filter', 'count', 'export', 'create', 'update'] as const
type Action = (typeof actions)[number]

/** Those who may, by their first letters: visitor, member, staff, admin. */
type Row = Record<Action, string>

/** What every item has beside its fields, by hand. */
const others: Readonly<Record<string, Row>> = {
  //               who sees it   orders by it  searches it   counts by it  takes it away  writes it once  changes it
  item_type_id:   { read: 'vmsa', sort: '', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  creators:       { read: 'vmsa', sort: '', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  categories:     { read: 'vmsa', sort: '', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  id:             { read: 'vmsa', sort: '', filter: '', count: '', export: 'sa', create: '', update: '' },
  created_at:     { read: 'vmsa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  updated_at:     { read: 'vmsa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  version:        { read: 'sa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  created_by:     { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' },
} // prettier-ignore

/** A column with the folded form of a field serves the database alone. */
const nobody: Row = { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' }

/** What follows from the rights to a field: it can be sorted and narrowed by where its declaration says so, by those who see it. */
function rowOf(name: FieldName): Row {
  const [read, write] = rights[name] ?? ['', '']
  const { kind, sort, order, filter, filterBy } = fieldNamed(name) ?? {}
  // So far a search looks into titles alone.
  const isFiltered = (filter === true && filterBy !== undefined) || kind === 'title'
  return {
    read,
    sort: sort === true && order ? read : '',
    filter: isFiltered ? read : '',
    count: isFiltered ? read : '',
    export: both(read, exporters),
    create: both(write, savers),
    update: both(write, savers),
  }
}

const declared = itemFields.map(([name]) => name).filter((name) => Object.hasOwn(rights, name))
const keys = itemFields.flatMap(([name, { keyed }]) => (keyed ? [`${name}_key`] : []))
const table: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(declared.map((name) => [name, rowOf(name)])),
  ...others,
  ...Object.fromEntries(keys.map((key) => [key, nobody])),
}

const isDeclared = (name: string): name is FieldName => fieldNamed(name) !== undefined

/** Two items that differ in everything that an item has beside its fields; in those they hold the two samples. */
const first = {
  id: 9011,
  item_type_id: 9001,
  created_at: '2001-02-03T04:05:06.000Z',
  updated_at: '2002-03-04T05:06:07.000Z',
  version: 7301,
}
const second = {
  id: 9022,
  item_type_id: 9002,
  created_at: '2011-02-03T04:05:06.000Z',
  updated_at: '2012-03-04T05:06:07.000Z',
  version: 5,
}

/** What shows that something of the first item was read. */
const marks: Readonly<Record<string, string>> = {
  item_type_id: 'Typeone',
  creators: 'Creatorone',
  categories: 'Categoryone',
  id: '/items/9011',
  created_at: '2001-02-03',
  updated_at: '2002-03-04',
  version: '"7301"',
  created_by: 'makerone',
}

function isIn(page: string, name: string): boolean {
  if (isDeclared(name)) return isShownIn(page, name)
  return page.includes(marks[name] ?? keyOfFirst(name))
}

/** The folded form of the first sample. */
function keyOfFirst(key: string): string {
  const name = key.replace(/_key$/, '') as FieldName
  return fieldNamed(name)?.keyOf?.(valueOf(name, sampleOf(name).first)) ?? ''
}

/** What an address might narrow the list to the first item with. */
const values: Readonly<Record<string, string>> = {
  ...marks,
  item_type_id: '9001',
  creators: '9001',
  categories: '9001',
  id: '9011',
  version: '7301',
}

/** Other names of parameters that an address might have for it. */
const aliases: Readonly<Record<string, string[]>> = {
  item_type_id: ['type'],
  creators: ['creator'],
  categories: ['category'],
  year: ['from&to'],
}

forEachEngine((database) => {
  let app: App
  const people = {} as Record<Letter, Browser>
  beforeAll(async () => {
    app = appOf(database())
    await plant(database())
    for (const letter of letters) {
      people[letter] = letter === 'v' ? new Browser(app) : await signedIn(database(), app, roles[letter])
    }
  })

  it('is said for every field there is', async () => {
    const missing = missingRights(await viewersOf(database()))
    if (missing !== '') expect.fail(missing)
  })

  it('is said for every field of an export', async () => {
    const said = [...Object.keys(table), ...itemFields.map(([name]) => name)]
    for (const person of Object.values(people)) {
      expect(said).toEqual(expect.arrayContaining([...(await exportedFields(person))]))
    }
  })

  /** Whether somebody may, found out by trying. */
  const tries: Record<Action, (person: Browser, field: string) => Promise<boolean>> = {
    read: async (person, field) => isIn(await everythingReadBy(person, app), field),
    sort: async (person, field) => {
      for (const read of [listed, exported]) {
        const [up, down] = await Promise.all([field, `-${field}`].map((sort) => read(person, `sort=${sort}`)))
        if (up?.join() !== down?.join()) return true
      }
      return false
    },
    filter: async (person, field) => {
      for (const read of [listed, exported]) {
        const found = await Promise.all(addresses(field).map((query) => read(person, query)))
        if (found.some((ids) => ids.join() === '9011')) return true
      }
      return false
    },
    count: async (person, field) => {
      const pages = await Promise.all(addresses(field).map((query) => textOf(person, `/items?${query}`)))
      return pages.some((page) => page.includes(`>${counted(1, domain.item)}<`))
    },
    export: async (person, field) => {
      const whole = (await textOf(person, '/items.json')) + (await textOf(person, '/items.csv'))
      return (await exportedFields(person)).has(field) || (!isDeclared(field) && isIn(whole, field))
    },
    create: (person, field) => writes(database(), person, field, 'create'),
    update: (person, field) => writes(database(), person, field, 'update'),
  }

  describe.each(Object.keys(table))('%s', (field) => {
    it.each(actions)('%s', async (action) => {
      const able: Letter[] = []
      for (const letter of letters) if (await tries[action](people[letter], field)) able.push(letter)
      expect(able.join('')).toBe(table[field]?.[action])
    })
  })

  const kept = declared.filter((name) => rights[name]?.[0] !== letters.join(''))
  it.each(kept)('%s is answered like a name that does not exist, where it may not be read', async (field) => {
    const parameters = [field, ...(fieldNamed(field)?.filterBy?.parameters(field) ?? [])]
    const paths = (name: string) =>
      [`?${name}=1`, `?sort=${name}`, `?sort=-${name}`].map((query) => `/items${query}`)
    for (const letter of letters.filter((each) => !rights[field]?.[0].includes(each))) {
      const answers = async (name: string) => {
        const pages = await Promise.all(paths(name).map((path) => textOf(people[letter], path)))
        return pages.map((page) => page.replaceAll(name, 'NAME'))
      }
      for (const name of parameters) expect(await answers(name)).toEqual(await answers('no_such_name'))
    }
  })
})

async function plant(database: Database): Promise<void> {
  const em = database.em()
  for (const [id, word] of [
    [9001, 'one'],
    [9002, 'two'],
  ] as const) {
    await em.execute("insert into item_types (id, name, name_key, description) values (?, ?, ?, '')", [
      id,
      `Type${word}`,
      `type${word}`,
    ])
    await em.execute('insert into creators (id, name, name_key) values (?, ?, ?)', [
      id,
      `Creator${word}`,
      `creator${word}`,
    ])
    await em.execute("insert into categories (id, name, name_key, description) values (?, ?, ?, '')", [
      id,
      `Category${word}`,
      `category${word}`,
    ])
  }
  const maker = await addPerson(database, 'staff', 'makerone')
  for (const [index, item] of [first, second].entries()) {
    await em.execute(
      'insert into items (id, title, title_key, item_type_id, created_at, updated_at) values (?, ?, ?, ?, ?, ?)',
      [item.id, 'x', 'x', item.item_type_id, item.created_at, item.updated_at],
    )
    const fields = itemFields.map(([name]) => [
      name,
      valueOf(name, sampleOf(name)[index === 0 ? 'first' : 'second']),
    ])
    await updateItem(em, item.id, { ...(Object.fromEntries(fields) as ItemInput), version: 1 }, operator)
    await em.execute(
      'update items set created_at = ?, updated_at = ?, version = ?, created_by = ? where id = ?',
      [item.created_at, item.updated_at, item.version, index === 0 ? maker.id : null, item.id],
    )
    await em.execute('insert into item_creators (item_id, creator_id, position) values (?, ?, 0)', [
      item.id,
      9001 + index,
    ])
    await em.execute('insert into item_categories (item_id, category_id, position) values (?, ?, 0)', [
      item.id,
      9001 + index,
    ])
  }
}

async function textOf(person: Browser, path: string): Promise<string> {
  const answer = await person.get(path)
  return answer.status === 200 ? answer.text() : ''
}

const readBy = new WeakMap<Browser, Promise<string>>()

/** Every page of the application that somebody can open, of the first item or the things it is linked to; read once. */
function everythingReadBy(person: Browser, app: App): Promise<string> {
  const read = readBy.get(person) ?? readEverything(person, app)
  readBy.set(person, read)
  return read
}

async function readEverything(person: Browser, app: App): Promise<string> {
  const paths = app.routes
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/') && !path.includes('*'))
    .map(({ path }) => path.replace(/:id\{[^}]*\}/, path.startsWith('/items') ? '9011' : '9001'))
    .filter((path) => !path.includes(':') && !path.startsWith('/admin') && !path.startsWith('/account'))
  const pages = await Promise.all(
    [...new Set(paths), '/items?view=table'].map((path) => textOf(person, path)),
  )
  return pages.join('\n')
}

/** The items in the list, in their order. */
async function listed(person: Browser, query: string): Promise<string[]> {
  const page = await textOf(person, `/items?view=table&${query}`)
  return [...new Set([...page.matchAll(/href="\/items\/(\d+)"/g)].map(([, id = '']) => id))]
}

/** The items in the export, in their order; none for those who get no export. */
async function exported(person: Browser, query: string): Promise<string[]> {
  return itemsIn(await textOf(person, `/items.json?${query}`)).map(({ id }) => String(id))
}

/** The fields that an export names, whether or not anything stands in them: the keys of its JSON, the header of its CSV. */
async function exportedFields(person: Browser): Promise<Set<string>> {
  const keys = itemsIn(await textOf(person, '/items.json')).flatMap((item) => Object.keys(item))
  const header = (await textOf(person, '/items.csv')).split('\r\n')[0]?.split(',') ?? []
  const names = [...keys, ...header].filter(Boolean)
  return new Set(names.map((name) => (name === 'item_type' ? 'item_type_id' : name)))
}

function itemsIn(json: string): Record<string, unknown>[] {
  return json === '' ? [] : (JSON.parse(json) as Record<string, unknown>[])
}

/** The addresses by which somebody might try to narrow the list by a field. */
function addresses(field: string): string[] {
  const sample = isDeclared(field) ? sampleOf(field) : undefined
  const value = encodeURIComponent(sample?.first ?? values[field] ?? keyOfFirst(field))
  const names = [field, `${field}_from&${field}_to`, ...(aliases[field] ?? [])]
  const named = names.map((name) =>
    name
      .split('&')
      .map((each) => `${each}=${value}`)
      .join('&'),
  )
  // Words are searched for, and long numbers; whatever else would only be a word. The folded forms are what a search for the title
  // compares with: only a key that the title does not have would show.
  const isSearched = sample
    ? sample.isRare
    : !['item_type_id', 'creators', 'categories'].includes(field) && !field.endsWith('_key')
  return isSearched ? [...named, `q=${value}`] : named
}

let count = 0

/** Sends the field in a form, and looks whether it was stored. */
async function writes(
  database: Database,
  person: Browser,
  field: string,
  action: 'create' | 'update',
): Promise<boolean> {
  const mark = `w${(count += 1)}`
  const [name, value] = sent(field, mark)
  await database
    .em()
    .execute(
      'insert into items (title, title_key, item_type_id, created_at, updated_at) values (?, ?, 9001, ?, ?)',
      [`To change ${mark}`, mark, first.created_at, first.created_at],
    )
  const { id } = await database.db
    .selectFrom('items')
    .select('id')
    .where('title', '=', `To change ${mark}`)
    .executeTakeFirstOrThrow()
  const needed = itemFields.filter(([, { required }]) => required === true).map(([each]) => sent(each, mark))
  const base = {
    ...Object.fromEntries(needed),
    title: `Written ${mark}`,
    type: '9001',
    ...(action === 'update' && { version: '1' }),
  }
  // A version is part of every change; what is asked is whether another one can be forged.
  const form = field === 'version' ? { ...base, version: '4711' } : { ...base, [name]: value }
  const answer = await person.post(action === 'create' ? '/items' : `/items/${id}`, form)
  const stored = await database.db
    .selectFrom('items')
    .selectAll()
    .where('title', '=', form.title)
    .executeTakeFirst()
  const other =
    action === 'create'
      ? undefined
      : await database.db.selectFrom('items').selectAll().where('id', '=', id).executeTakeFirst()
  const linked = await linkedNames(database, stored?.id)
  await database.em().execute('delete from items where title in (?, ?)', [`To change ${mark}`, form.title])
  if (answer.status !== 303 || answer.headers.get('location')?.startsWith('/login') === true) {
    expect([303, 403, 409, 422]).toContain(answer.status)
    expect(stored).toBeUndefined()
    expect(other?.title ?? `To change ${mark}`).toBe(`To change ${mark}`)
    return false
  }
  if (field === 'creators' || field === 'categories') return linked.includes(value)
  return stored !== undefined && storedText(field, stored[field as keyof typeof stored]) === value
}

/** What a column holds, as a form sends it. */
function storedText(field: string, stored: unknown): string {
  const { fromRow, text } = fieldNamed(field) ?? {}
  return text ? text(fromRow ? fromRow(stored) : stored) : String(stored)
}

async function linkedNames({ db }: Database, id = 0): Promise<string[]> {
  const creators = db
    .selectFrom('item_creators')
    .innerJoin('creators', 'creators.id', 'creator_id')
    .select('name')
    .where('item_id', '=', id)
  const categories = db
    .selectFrom('item_categories')
    .innerJoin('categories', 'categories.id', 'category_id')
    .select('name')
    .where('item_id', '=', id)
  return (await creators.unionAll(categories).execute()).map(({ name }) => name)
}

/** A field of a form and a value that nothing else would give it. */
function sent(field: string, mark: string): [string, string] {
  if (isDeclared(field)) return [field, sampleOf(field).other(mark)]
  if (field === 'item_type_id') return ['type', '9002']
  if (field === 'id') return ['id', '4711']
  if (field === 'created_by') return ['created_by', '1']
  if (field.endsWith('_at')) return [field, '2000-01-01T00:00:00.000Z']
  return [field, mark]
}
