/** Who may do what with each field of an item, tried on the running application and compared with the table of rights. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/engine/connection.ts'
import { findItem } from '../../src/features/catalogue/items/queries.ts'
import { updateItem } from '../../src/features/catalogue/items/commands.ts'
import type { ItemInput } from '../../src/features/catalogue/items/forms/fields.ts'
import { counted } from '../../src/rules/words.ts'
import {
  declarationOf,
  declaredNames,
  fieldNamed,
  itemFields,
  itemReferences,
  lookups,
} from '../../src/declared.ts'
import { domain } from '../../src/domain.ts'
import type { DeclaredName, LookupName } from '../../src/declared.ts'
import { isReference } from '../../src/fields/field.ts'
import { operator } from '../../src/security/rights/viewer.ts'
import { appOf, Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { addSampleTargets, isShownIn, sampleOf, valueOf } from '../setup/field-samples.ts'
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
  id:             { read: 'vmsa', sort: '', filter: '', count: '', export: 'sa', create: '', update: '' },
  created_at:     { read: 'vmsa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  updated_at:     { read: 'vmsa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  version:        { read: 'sa', sort: '', filter: '', count: '', export: '', create: '', update: '' },
  created_by:     { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' },
} // prettier-ignore

/** A column with the folded form of a field, or with the id of what is referred to, serves the database alone. */
const nobody: Row = { read: '', sort: '', filter: '', count: '', export: '', create: '', update: '' }

/** What follows from the rights to a field: it can be sorted and narrowed by where its declaration says so, by those who see it. */
function rowOf(name: DeclaredName): Row {
  const [read, write] = rights[name] ?? ['', '']
  const { kind, filter, search } = declarationOf(name)
  const { sort, order, filterBy } = fieldNamed(name) ?? {}
  const narrows = filterBy !== undefined || isReference(declarationOf(name))
  const isSearched = search === true || ['title', 'identifier', 'lookup'].includes(kind)
  const isFiltered = (filter === true && narrows) || isSearched
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

const declared = declaredNames.filter((name) => Object.hasOwn(rights, name))
/** Columns that only serve others. */
const keys = [
  ...itemFields.flatMap(([name, { keyed }]) => (keyed ? [`${name}_key`] : [])),
  ...itemReferences.flatMap(([name, { many }]) => (many ? [] : [`${name}_id`])),
]
const table: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(declared.map((name) => [name, rowOf(name)])),
  ...others,
  ...Object.fromEntries(keys.map((key) => [key, nobody])),
}

const isDeclared = (name: string): name is DeclaredName => Object.hasOwn(domain.fields, name)

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
  id: '/items/9011',
  created_at: '2001-02-03',
  updated_at: '2002-03-04',
  version: '"7301"',
  created_by: 'makerone',
}

interface Page {
  path: string
  text: string
}

/** Whether pages show something of the first item. The pages of a lookup show its entries to everybody, but not that items have them. */
function isIn(pages: readonly Page[], name: string): boolean {
  if (!isDeclared(name)) {
    const mark = marks[name] ?? keyOfFirst(name)
    return mark !== '' && pages.some(({ text }) => text.includes(mark))
  }
  const { kind, of } = { of: undefined, ...declarationOf(name) }
  if (kind !== 'lookup') return pages.some(({ text }) => isShownIn(text, name))
  const entry = `/${of}/${idsOfFirst.get(name)}`
  return pages.some(({ path, text }) => {
    if (path === entry) return text.includes('"/items/9011"')
    if (path === `/${of}`) return countBeside(text, entry) > 0
    return !path.startsWith(`/${of}/`) && isShownIn(text, name)
  })
}

/** The number of items that an index shows beside an entry. */
function countBeside(index: string, entry: string): number {
  const row = index.split(`"${entry}"`)[1]?.split(/<\/(?:li|tr)>/)[0] ?? ''
  return Number(/\d+/.exec(row.replaceAll(/<[^>]*>/g, ' '))?.[0] ?? 0)
}

/** The id of the entry that each reference of the first item leads to. */
const idsOfFirst = new Map<string, string>()

/** The folded form of the first sample, where the column holds one. */
function keyOfFirst(key: string): string {
  const name = key.replace(/_key$/, '')
  return (isDeclared(name) && fieldNamed(name)?.keyOf?.(valueOf(name, sampleOf(name).first))) || ''
}

/** What an address might narrow the list to the first item with. */
const values: Readonly<Record<string, string>> = {
  ...marks,
  item_type_id: '9001',
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
    const said = [...Object.keys(table), ...declaredNames]
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
      const page = { path: '', text: whole }
      return (await exportedFields(person)).has(field) || (!isDeclared(field) && isIn([page], field))
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
        return pages.map((page) => page.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'NAME'))
      }
      for (const name of parameters) expect(await answers(name)).toEqual(await answers('no_such_name'))
    }
  })
})

async function plant(database: Database): Promise<void> {
  const em = database.em()
  await addSampleTargets(database)
  for (const [id, word] of [
    [9001, 'one'],
    [9002, 'two'],
  ] as const) {
    await em.execute("insert into item_types (id, name, name_key, description) values (?, ?, ?, '')", [
      id,
      `Type${word}`,
      `type${word}`,
    ])
  }
  const maker = await addPerson(database, 'staff', 'makerone')
  for (const [index, item] of [first, second].entries()) {
    await em.execute(
      'insert into items (id, title, title_key, item_type_id, created_at, updated_at) values (?, ?, ?, ?, ?, ?)',
      [item.id, 'x', 'x', item.item_type_id, item.created_at, item.updated_at],
    )
    const fields = declaredNames.map((name) => [
      name,
      valueOf(name, sampleOf(name)[index === 0 ? 'first' : 'second']),
    ])
    await updateItem(em, item.id, { ...(Object.fromEntries(fields) as ItemInput), version: 1 }, operator)
    await em.execute(
      'update items set created_at = ?, updated_at = ?, version = ?, created_by = ? where id = ?',
      [item.created_at, item.updated_at, item.version, index === 0 ? maker.id : null, item.id],
    )
  }
  for (const [name, { kind, of }] of itemReferences) {
    if (kind !== 'lookup') continue
    const { table } = lookups[of as LookupName]
    const [entry] = await em.execute<{ id: number }[]>(`select id from ${table} where name = ?`, [
      sampleOf(name).first,
    ])
    idsOfFirst.set(name, String(entry?.id))
  }
}

async function textOf(person: Browser, path: string): Promise<string> {
  const answer = await person.get(path)
  return answer.status === 200 ? answer.text() : ''
}

const readBy = new WeakMap<Browser, Promise<Page[]>>()

/** Every page of the application that somebody can open, of the first item or the things it refers to; read once. */
function everythingReadBy(person: Browser, app: App): Promise<Page[]> {
  const read = readBy.get(person) ?? readEverything(person, app)
  readBy.set(person, read)
  return read
}

async function readEverything(person: Browser, app: App): Promise<Page[]> {
  const paths = app.routes
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/') && !path.includes('*'))
    .flatMap(({ path }) => idsFor(path).map((id) => path.replace(/:id\{[^}]*\}/, id)))
    .filter((path) => !path.includes(':') && !path.startsWith('/admin') && !path.startsWith('/account'))
  const all = [...new Set(paths), '/items?view=table']
  return Promise.all(all.map(async (path) => ({ path, text: await textOf(person, path) })))
}

/** What an address with an id in it is opened with. */
function idsFor(path: string): string[] {
  if (path.startsWith('/items')) return ['9011']
  const entries = itemReferences.filter(([, { of }]) => of !== undefined && path.startsWith(`/${of}/`))
  return ['9001', ...entries.flatMap(([name]) => idsOfFirst.get(name) ?? [])]
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
  const id = idsOfFirst.get(field.replace(/_id$/, ''))
  const value = encodeURIComponent(id ?? sample?.first ?? values[field] ?? keyOfFirst(field))
  const names = [field, `${field}_from&${field}_to`, ...(aliases[field] ?? [])]
  const named = names.map((name) =>
    name
      .split('&')
      .map((each) => `${each}=${value}`)
      .join('&'),
  )
  const keys = (isDeclared(field) ? fieldNamed(field)?.filterBy?.keys : undefined) ?? []
  named.push(...keys.map((key) => `${field}=${key}`))
  // Words are searched for, and long numbers; whatever else would only be a word. The folded forms are what a search for the title
  // compares with: only a key that the title does not have would show.
  const isSearched = sample ? sample.isRare && id === undefined : !/_(id|key)$/.test(field)
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
  const needed = declaredNames.filter((each) => declarationOf(each).required).map((each) => sent(each, mark))
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
  const item = stored && (await findItem(database.db, stored.id, operator))
  await database.em().execute('delete from items where title in (?, ?)', [`To change ${mark}`, form.title])
  if (answer.status !== 303 || answer.headers.get('location')?.startsWith('/login') === true) {
    expect([303, 403, 409, 422]).toContain(answer.status)
    expect(stored).toBeUndefined()
    expect(other?.title ?? `To change ${mark}`).toBe(`To change ${mark}`)
    return false
  }
  return stored !== undefined && storedText({ ...stored, ...item }, field) === value
}

/** What an item holds in a field, as a form sends it. */
function storedText(item: Record<string, unknown>, name: string): string {
  const value = item[name]
  if (!isDeclared(name)) return String(value)
  const declared = declarationOf(name)
  if (!isReference(declared)) return declared.text(value)
  const rows = (value ?? []) as { id: number; name: string }[]
  return rows.map((row) => (declared.kind === 'item' ? String(row.id) : row.name)).join()
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
