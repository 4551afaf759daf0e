/** The name of a field where rows hold it: it follows a rename exactly, both ways, and nothing else of the row changes. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Operations } from '../../../../src/db/migrate/core/operations.ts'
import { addressRenamer, renameInSearch } from '../../../../src/db/migrate/core/stored-names.ts'
import { withStoredNames } from '../../../../src/db/migrate/generate/stored-names.ts'
import { downgrade, History, loadRevisions, upgrade } from '../../../../src/db/migrate/index.ts'
import { offlineSql } from '../../../../src/db/migrate/offline/index.ts'
import * as field from '../../../../src/fields/index.ts'
import { limits } from '../../../../src/rules/limits.ts'
import { piecesOf } from '../../../../src/rules/search-pieces.ts'
import { searchKey } from '../../../../src/rules/text.ts'
import { openScratch } from '../../../setup/database.ts'
import { addPerson } from '../../../setup/people.ts'
import { createScratch } from '../../../setup/scratch.ts'
import type { Scratch } from '../../../setup/scratch.ts'
import { using } from '../round-trip.ts'

describe('an address', () => {
  const renamed = addressRenamer('year', 'published', true)

  it.each([
    ['the ends of a filter', 'year_from=1950&year_to=1975', 'published_from=1950&published_to=1975'],
    ['an order', 'type=1&sort=year', 'type=1&sort=published'],
    ['an order the other way round', 'sort=-year', 'sort=-published'],
    ['a rule that is broken', 'breaks=year', 'breaks=published'],
    ['what is searched for', 'q=tide+year%3A1950', 'q=tide+published%3A1950'],
    ['a filter of its field that is gone', 'published_from=7&type=1', 'year_from=7&type=1'],
  ])('names the field otherwise in %s', (_, address, becomes) => {
    expect(renamed(address)).toBe(becomes)
  })

  it.each([
    'year=1950',
    'year_built_from=1950&year_built_to=1975&sort=year_built&breaks=year_built',
    'my_year_from=1950',
    'status=year&status=-year&view=year',
    'q=year&type=1',
    'q=a%20b',
    '',
  ])('that does not name it stays, letter for letter: %j', (address) => {
    expect(renamed(address)).toBe(address)
  })

  it('of a field with one parameter has it under the new name, however often it is there', () => {
    const renamed = addressRenamer('state', 'status', false)
    expect(renamed('state=open&q=x&state=state&state_from=1')).toBe(
      'status=open&q=x&status=state&state_from=1',
    )
  })
})

describe('what a person typed', () => {
  it.each([
    ['year:1950', 'published:1950'],
    ['-year:1950..1975 OR Year:"7"', '-published:1950..1975 OR published:"7"'],
    ['ÝEAR:1950 year：7', 'published:1950 published：7'],
    ['tide year:', 'tide published:'],
  ])('names the field otherwise: %s', (typed, becomes) => {
    expect(renameInSearch(typed, 'year', 'published')).toBe(becomes)
  })

  it.each([
    'year',
    '"year:1950"',
    'year_built:1950',
    'leap-year:4',
    'year://x',
    'note:year:1950',
    '“a year:7',
  ])('stays where it does not: %s', (typed) => {
    expect(renameInSearch(typed, 'year', 'published')).toBe(typed)
  })

  it('has the same pieces as before, but for the name', () => {
    const part = fc.constantFrom(
      ...[
        'year',
        'Year',
        'yéar',
        '_built',
        ':',
        '：',
        '//',
        '"',
        '“',
        '”',
        '-',
        '−',
        ' ',
        'OR',
        'x',
        '7',
        '\u00AD',
      ],
    )
    const pieces = (typed: string) =>
      [...piecesOf(typed)].map((piece) => (piece === 'OR' ? piece : { ...piece, start: 0, end: 0 }))
    fc.assert(
      fc.property(fc.string({ unit: part, maxLength: 20 }), (typed) => {
        const expected = pieces(typed).map((piece) =>
          piece !== 'OR' && piece.field !== undefined && searchKey(piece.field) === 'year'
            ? { ...piece, field: 'published' }
            : piece,
        )
        expect(pieces(renameInSearch(typed, 'year', 'published'))).toEqual(expected)
      }),
      { numRuns: 2000 },
    )
  })
})

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await createScratch(engine)
  })
  afterEach(() => scratch.remove())

  const query = <R>(sql: string) => using(scratch.target, (connection) => connection.query<R>(sql))

  /** The project's revisions, and one more. */
  async function historyWith(up: (op: Operations) => void, down: (op: Operations) => void): Promise<History> {
    const { revisions, heads } = await loadRevisions()
    const follows = heads.map(({ id }) => id)
    const file = { follows: follows[0] ?? '', message: 'rename', up, down }
    return new History([...revisions, { id: '9001_rename', follows, message: 'rename', checksum: '', file }])
  }

  /** An account of each role. @returns their ids */
  async function people(...roles: string[]): Promise<number[]> {
    const database = await openScratch(scratch)
    const ids: number[] = []
    for (const role of roles) ids.push((await addPerson(database, role)).id)
    await database.close()
    return ids
  }

  type Search = readonly [user: number | undefined, address: string]
  const save = (searches: readonly Search[]) => {
    const rows = searches.map(
      ([user, address]) => `(${user}, 'x', '${address}', 0, '2026-01-31T12:00:00.000Z')`,
    )
    const columns = 'user_id, name, address, seen_up_to, created_at'
    return query(`insert into saved_searches (${columns}) values ${rows.join(', ')}`)
  }
  const addresses = async () =>
    (await query<{ address: string }>('select address from saved_searches order by id')).map(
      ({ address }) => address,
    )

  it('rules about the field follow it there and back; those about another field stay, and one that was left over counts for none', async () => {
    const type = (id: number) => `(${id}, 'Type ${id}', 'type ${id}')`
    await query(`insert into item_types (id, name, name_key) values ${[1, 2, 3].map(type).join(', ')}`)
    const rules = () =>
      query<object>('select item_type_id as type, field, rule from item_type_fields order by 1, 2')
    await query(`insert into item_type_fields (item_type_id, field, rule) values (1, 'year', 'required'),
      (1, 'year_built', 'hidden'), (2, 'published', 'hidden'), (2, 'year', 'required'), (3, 'published', 'required')`)
    const before = await rules()
    const history = await historyWith(
      (op) => op.renameInTypeRules('year', 'published'),
      (op) => op.renameInTypeRules('published', 'year'),
    )
    await upgrade(scratch.target, { history })
    expect(await rules()).toEqual([
      { type: 1, field: 'published', rule: 'required' },
      { type: 1, field: 'year_built', rule: 'hidden' },
      { type: 2, field: 'published', rule: 'required' },
      { type: 2, field: 'year', rule: 'hidden' },
      { type: 3, field: 'year', rule: 'required' },
    ])
    await downgrade(scratch.target, { history, to: '-1' })
    expect(await rules()).toEqual(before)
  })

  it('saved searches of whoever may read the field follow it there and back', async () => {
    const [staff, member] = await people('staff', 'member')
    const saved: Search[] = [
      [staff, 'notes=box+98&type=1&q=notes%3Abox+notes'],
      [staff, 'q=notes'],
      [member, 'q=notes%3Abox'],
    ]
    await save(saved)
    const options = { read: 'item.notes.read' }
    const history = await historyWith(
      (op) => op.renameInSavedSearches('notes', 'remarks', options),
      (op) => op.renameInSavedSearches('remarks', 'notes', options),
    )
    await upgrade(scratch.target, { history })
    expect(await addresses()).toEqual([
      'remarks=box+98&type=1&q=remarks%3Abox+notes',
      'q=notes',
      'q=notes%3Abox',
    ])
    await downgrade(scratch.target, { history, to: '-1' })
    expect(await addresses()).toEqual(saved.map(([, address]) => address))
  })

  it('a saved search whose address would be too long keeps the old name, and whoever upgrades is told', async () => {
    const [staff] = await people('staff')
    const long = `notes=${'x'.repeat(limits.savedAddress - 'remarks='.length)}`
    await save([
      [staff, `${long}x`],
      [staff, long],
    ])
    const said: string[] = []
    const history = await historyWith(
      (op) => op.renameInSavedSearches('notes', 'remarks'),
      () => undefined,
    )
    await upgrade(scratch.target, { history, onMessage: (line) => said.push(line) })
    expect(said).toEqual(['Saved search 1 keeps the name notes: with remarks its address would be too long.'])
    expect(await addresses()).toEqual([`${long}x`, long.replace('notes', 'remarks')])
  })

  it('a script renames in the rules, and stops where there are saved searches', async () => {
    const history = await historyWith(
      (op) => {
        op.renameInTypeRules('year', 'published')
        op.renameInSavedSearches('year', 'published')
      },
      () => undefined,
    )
    const script = await offlineSql(history, `${history.heads[0]?.follows[0] ?? ''}:9001`, engine)
    expect(script).toContain("update item_type_fields set field = 'published' where field = 'year'")
    expect(script).toContain('works on the rows of saved_searches, and a script cannot')
  })
})

describe('the steps that db revision writes', () => {
  const fields = {
    title: field.title('Title'),
    remarks: field.longText('Remarks', { read: 'item.notes.read' }),
    published: field.year('Year'),
    shop: field.lookup('Shop', { of: 'shops' }),
    labels: field.lookup('Labels', { of: 'labels', many: true }),
  }
  const tables = (...names: string[]) => ({ tables: names.map((name) => ({ name })) as never })
  const both = tables('item_type_fields', 'saved_searches')
  const stepsFor = (columns: Record<string, string>, shape = both, others: Record<string, string> = {}) =>
    withStoredNames(
      { columns: new Map(Object.entries(columns)), tables: new Map(Object.entries(others)) },
      shape,
      { table: 'items', fields },
    )

  it('carry the name there and back, and say how the field is filtered and who may read it', () => {
    expect(stepsFor({ 'items.year': 'published', 'items.notes': 'remarks' })).toEqual({
      up: [
        `op.renameInTypeRules('year', 'published')`,
        `op.renameInSavedSearches('year', 'published', { range: true })`,
        `op.renameInTypeRules('notes', 'remarks')`,
        `op.renameInSavedSearches('notes', 'remarks', { read: 'item.notes.read' })`,
      ],
      down: [
        `op.renameInTypeRules('published', 'year')`,
        `op.renameInSavedSearches('published', 'year', { range: true })`,
        `op.renameInTypeRules('remarks', 'notes')`,
        `op.renameInSavedSearches('remarks', 'notes', { read: 'item.notes.read' })`,
      ],
    })
  })

  it('are there for a field that refers to other rows, whose column or table has another name', () => {
    expect(stepsFor({ 'items.supplier_id': 'shop_id' })?.up).toContain(
      `op.renameInTypeRules('supplier', 'shop')`,
    )
    expect(stepsFor({}, both, { item_tags: 'item_labels' })?.up).toContain(
      `op.renameInTypeRules('tags', 'labels')`,
    )
  })

  it('are none for what is no field of items', () => {
    const columns = { 'items.added_by': 'author_id', 'items.x_key': 'remarks_key', 'creators.a': 'remarks' }
    expect(stepsFor(columns, both, { tags: 'labels', constructors: 'constructor' })).toBeUndefined()
  })

  it('leave out the table of a feature that a project has taken out', () => {
    expect(stepsFor({ 'items.year': 'published' }, tables('item_type_fields'))?.up).toEqual([
      `op.renameInTypeRules('year', 'published')`,
    ])
  })
})
