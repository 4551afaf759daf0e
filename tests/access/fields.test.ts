/** Who may do what with each field of an item, tried on the running application and compared with a table written by hand. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/engine/connection.ts'
import { counted } from '../../src/rules/words.ts'
import { domain } from '../../src/domain.ts'
import { itemAccess } from '../../src/security/rights/policy.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { addPerson, signedIn } from '../setup/people.ts'

const actions = ['read', 'sort', 'filter', 'count', 'export', 'create', 'update'] as const
type Action = (typeof actions)[number]
const roles = { v: 'visitor', m: 'member', s: 'staff', a: 'admin' } as const
type Letter = keyof typeof roles

/**
 * The table. Each cell names those who may by their first letters: visitor, member, staff, admin.
 * A new column of `items` must be entered here before the tests pass: decide who may do what with it.
 */
const table: Record<string, Record<Action, string>> = {
  //               who sees it   orders by it  searches it   counts by it  takes it away  writes it once  changes it
  title:          { read: 'vmsa', sort: 'vmsa', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  description:    { read: 'vmsa', sort: '', filter: '', count: '', export: 'sa', create: 'sa', update: 'sa' },
  year:           { read: 'vmsa', sort: 'vmsa', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  identifier:     { read: 'vmsa', sort: '', filter: '', count: '', export: 'sa', create: 'sa', update: 'sa' },
  item_type_id:   { read: 'vmsa', sort: '', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  creators:       { read: 'vmsa', sort: '', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  categories:     { read: 'vmsa', sort: '', filter: 'vmsa', count: 'vmsa', export: 'sa', create: 'sa', update: 'sa' },
  internal_notes: { read: 'sa', sort: '', filter: '', count: '', export: 'sa', create: 'sa', update: 'sa' },
  id:             { read: 'vmsa', sort: '', filter: '', count: '', export: 'sa', create: '', update: '' },
  created_at:     { read: 'vmsa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  updated_at:     { read: 'vmsa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  version:        { read: 'sa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  created_by:     { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  title_key:      { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  identifier_key: { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' },
} // prettier-ignore

const lettersOf = (word: string) => (Object.keys(roles) as Letter[]).filter((letter) => word.includes(letter))

/** Two items that differ in every field, in opposite orders; nothing of the one stands in the other. */
const first = {
  id: 9011,
  title: 'Äpfel Markone',
  title_key: 'apfel markone',
  description: 'descone',
  year: 1801,
  identifier: 'Ídentone',
  identifier_key: 'identone',
  item_type_id: 9001,
  internal_notes: 'notesone',
  created_at: '2001-02-03T04:05:06.000Z',
  updated_at: '2002-03-04T05:06:07.000Z',
  version: 7301,
}
const second = {
  id: 9022,
  title: 'Zebra Marktwo',
  title_key: 'zebra marktwo',
  description: 'aaatwo',
  year: 1999,
  identifier: 'Abctwo',
  identifier_key: 'abctwo',
  item_type_id: 9002,
  internal_notes: 'aaanotes',
  created_at: '2011-02-03T04:05:06.000Z',
  updated_at: '2012-03-04T05:06:07.000Z',
  version: 5,
}

/** What shows that a field of the first item was read. */
const marks: Record<string, string> = {
  title: 'Markone',
  description: 'descone',
  year: '1801',
  identifier: 'Ídentone',
  item_type_id: 'Typeone',
  creators: 'Creatorone',
  categories: 'Categoryone',
  internal_notes: 'notesone',
  id: '/items/9011',
  created_at: '2001-02-03',
  updated_at: '2002-03-04',
  version: '"7301"',
  created_by: 'makerone',
  title_key: 'apfel markone',
  identifier_key: '>identone',
}

/** What an address might narrow the list to the first item with. */
const values: Record<string, string> = {
  ...marks,
  item_type_id: '9001',
  creators: '9001',
  categories: '9001',
  id: '9011',
  version: '7301',
  identifier_key: 'identone',
}
const filterNames: Record<string, string[]> = {
  item_type_id: ['type', 'item_type_id'],
  creators: ['creator', 'creators'],
  categories: ['category', 'categories'],
  year: ['year_from&year_to', 'from&to', 'year'],
}

forEachEngine((database) => {
  let app: App
  const people = {} as Record<Letter, Browser>
  beforeAll(async () => {
    app = appOf(database())
    await plant(database())
    for (const letter of Object.keys(roles) as Letter[]) {
      people[letter] = letter === 'v' ? new Browser(app) : await signedIn(database(), app, roles[letter])
    }
  })

  it('is said for every field there is', () => {
    expect(Object.keys(table).sort()).toEqual([...Object.keys(itemAccess), 'creators', 'categories'].sort())
  })

  it('is said for every field of an export', async () => {
    for (const person of Object.values(people)) {
      expect(Object.keys(table)).toEqual(expect.arrayContaining([...(await exportedFields(person))]))
    }
  })

  /** Whether somebody may, found out by trying. */
  const tries: Record<Action, (person: Browser, field: string) => Promise<boolean>> = {
    read: async (person, field) => (await everythingReadBy(person, app)).includes(marks[field] ?? ''),
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
      return (await exportedFields(person)).has(field) || whole.includes(marks[field] ?? '')
    },
    create: (person, field) => writes(database(), person, field, 'create'),
    update: (person, field) => writes(database(), person, field, 'update'),
  }

  describe.each(Object.keys(table))('%s', (field) => {
    it.each(actions)('%s', async (action) => {
      const able: string[] = []
      for (const letter of Object.keys(roles) as Letter[]) {
        if (await tries[action](people[letter], field)) able.push(letter)
      }
      expect(able).toEqual(lettersOf(table[field]?.[action] ?? ''))
    })
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
    const row = { ...item, created_by: index === 0 ? maker.id : null }
    const columns = Object.keys(row)
    await em.execute(
      `insert into items (${columns.join()}) values (${columns.map(() => '?').join()})`,
      Object.values(row),
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
  const value = encodeURIComponent(values[field] ?? '')
  const named = (filterNames[field] ?? [field]).map((name) =>
    name
      .split('&')
      .map((each) => `${each}=${value}`)
      .join('&'),
  )
  // Text is searched for as a whole; numbers in a search would only be words.
  const isText = !['item_type_id', 'creators', 'categories'].includes(field)
  // The folded forms are what a search for the title compares with: only a key that the title does not have would show.
  return field.endsWith('_key') ? named : isText ? [...named, `q=${value}`] : named
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
      "insert into items (title, title_key, description, item_type_id, internal_notes, created_at, updated_at, version) values (?, ?, '', 9001, '', ?, ?, 1)",
      [`To change ${mark}`, mark, first.created_at, first.created_at],
    )
  const { id } = await database.db
    .selectFrom('items')
    .select('id')
    .where('title', '=', `To change ${mark}`)
    .executeTakeFirstOrThrow()
  const base = { title: `Written ${mark}`, type: '9001', ...(action === 'update' && { version: '1' }) }
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
  return stored !== undefined && String(stored[field as keyof typeof stored]) === value
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
  if (field === 'title') return ['title', `Written ${mark}`]
  if (field === 'item_type_id') return ['type', '9002']
  if (field === 'year') return ['year', '1234']
  if (field === 'id') return ['id', '4711']
  if (field === 'created_by') return ['created_by', '1']
  if (field.endsWith('_at')) return [field, '2000-01-01T00:00:00.000Z']
  return [field, mark]
}
