/** The types that a domain declares: which declarations cannot be, and what an empty database begins with. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { domain } from '../../src/domain.ts'
import { addSample } from '../../src/features/transfer/commands.ts'
import type { DeclaredType } from '../../src/fields/domain.ts'
import * as field from '../../src/fields/index.ts'
import { problemsOfTypes } from '../../src/fields/type-problems.ts'
import { transaction } from '../../src/security/rights/transaction.ts'
import { operator } from '../../src/security/rights/viewer.ts'
import { writerOf } from '../../src/db/engine/writer.ts'
import { forEachEngine } from '../setup/database.ts'
import { hasFields } from '../setup/known-fields.ts'
import { changedProject } from './trial-project.ts'

// A command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

const fields = {
  title: field.title('Title'),
  shelf: field.text('Shelf'),
  pages: field.integer('Pages', { required: true }),
}
const said = (...types: DeclaredType[]) => problemsOfTypes({ fields, types })

it('types with rules can be', () => {
  expect(
    said(
      { name: 'Book', scheme: 'isbn', needs: ['shelf'] },
      { name: 'Box', scheme: 'pattern', pattern: 'BOX-999', hides: ['shelf'] },
      { name: 'Plain' },
    ),
  ).toEqual([])
  expect(problemsOfTypes(domain)).toEqual([])
})

it.each<[string, DeclaredType[], string]>([
  [
    'a field that there is not',
    [{ name: 'Book', needs: ['shelv'] }],
    'the type "Book" needs "shelv", and there is no such field: title, shelf, pages',
  ],
  [
    'the same, hidden',
    [{ name: 'Book', hides: ['constructor'] }],
    'hides "constructor", and there is no such field',
  ],
  ['the title', [{ name: 'Book', needs: ['title'] }], 'needs "title", which every item has'],
  [
    'what is required anyway',
    [{ name: 'Book', hides: ['pages'] }],
    'hides "pages", which is required of every item',
  ],
  [
    'both rules for one field',
    [{ name: 'Book', needs: ['shelf'], hides: ['shelf'] }],
    'needs and hides "shelf"',
  ],
  ['a pattern without its scheme', [{ name: 'Box', pattern: 'A9' }], 'has a pattern without scheme'],
  [
    'the scheme without a pattern',
    [{ name: 'Box', scheme: 'pattern' }],
    "has scheme: 'pattern' and no pattern",
  ],
  [
    'a pattern with no place',
    [{ name: 'Box', scheme: 'pattern', pattern: 'BOX' }],
    'and no pattern with an A',
  ],
  ['one name twice', [{ name: 'Book' }, { name: 'BOOK' }], 'the type "BOOK" is there twice'],
  ['no name', [{ name: ' ' }], 'has no name'],
])('%s is refused with a line that says so', (_what, types, line) => {
  const [problem] = said(...types)
  expect(problem).toContain(line)
  expect(problem).not.toContain('\n')
})

describe('in a project', () => {
  const guide = readFileSync('docs/guides/need-a-field-for-one-type.md', 'utf8')
  const line = /^ {4}\{ name: .*$/m.exec(guide)?.[0] ?? ''
  const withType = (name: string, declared: string) =>
    changedProject(name, (text) => text.replace('\n  types: [\n', (begin) => `${begin}${declared}\n`))

  it.runIf(hasFields('identifier', 'year'))('the type of the guide can be', async () => {
    const project = await withType('type-of-guide', line)
    const { domain: changed } = await project.load<{ domain: Parameters<typeof problemsOfTypes>[0] }>(
      'domain.ts',
    )
    expect(changed.types?.[0]).toMatchObject({ name: 'Film', scheme: 'ean' })
    expect(problemsOfTypes(changed)).toEqual([])
  })

  it('one with a field that there is not stops every command in one line', async () => {
    const project = await withType('type-of-nothing', line.replace("needs: ['year'", "needs: ['yeer'"))
    const { code, err } = await project.crowfoot(['db', 'heads'])
    expect(code).toBe(1)
    expect(err.trim()).toMatch(
      /^crowfoot: .*src\/domain\.ts: the type "Film" needs "yeer", and there is no such field: [^\n]*$/,
    )
  })
})

forEachEngine((database) => {
  const load = () =>
    transaction(database().em(), operator, 'import.run', ({ db }) =>
      addSample(writerOf(db), database().engine, { items: [], lookups: [] }, operator),
    )
  const types = async () => {
    const { db } = database()
    const rows = await db.selectFrom('item_types').selectAll().orderBy('id').execute()
    const rules = await db.selectFrom('item_type_fields').selectAll().execute()
    return rows.map(({ id, name, identifier_scheme: scheme, identifier_pattern: pattern }) => {
      const ruled = (rule: string) =>
        rules.flatMap((row) => (row.item_type_id === id && row.rule === rule ? row.field : [])).sort()
      return { name, scheme, pattern, needs: ruled('required'), hides: ruled('hidden') }
    })
  }

  it('an empty database gets them with their rules, and one that is there keeps what staff made of it', async () => {
    await load()
    const declared = domain.types.map(({ name, scheme, pattern, needs = [], hides = [] }: DeclaredType) => {
      const none = { scheme: scheme ?? null, pattern: pattern ?? null }
      return { name, ...none, needs: needs.toSorted(), hides: hides.toSorted() }
    })
    expect(await types()).toEqual(declared)
    await database().em().execute('delete from item_type_fields')
    await database().em().execute('update item_types set identifier_scheme = null, identifier_pattern = null')
    await load()
    const bare = { scheme: null, pattern: null, needs: [], hides: [] }
    expect(await types()).toEqual(declared.map(({ name }) => ({ name, ...bare })))
  })
})
