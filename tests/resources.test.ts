/** Declarations of resources that cannot be: each is refused in a line that names it and says what to write. */
import { expect, it } from 'vitest'
import * as field from '../src/fields/index.ts'
import type { Declarations } from '../src/fields/field.ts'
import { problemsOfResources } from '../src/resources/problems.ts'
import type { Resource } from '../src/resources/resource.ts'
import { noun } from '../src/rules/words.ts'

const lookups = {
  creators: { noun: noun('creator', 'creators'), fields: {} },
  types: { noun: noun('type', 'types'), table: 'item_types', fields: {} },
}
const loans = (fields: Declarations, more: Partial<Resource> = {}): Resource => ({
  noun: noun('loan', 'loans'),
  read: 'catalogue.read',
  manage: 'lookup.manage',
  fields,
  ...more,
})
const problems = (name: string, resource: Resource) => problemsOfResources({ [name]: resource }, lookups)

const due = { due: field.date('Due') }

it('accepts every kind that a row can have', () => {
  const fields = {
    ...due,
    name: field.text('Name', { required: true, table: true }),
    user: field.person('User', { read: 'catalogue.read' }),
    item: field.item('Item'),
    maker: field.lookup('Maker', { of: 'creators' }),
    state: field.choice('State', { values: ['open', 'done'], default: 'open' }),
  }
  expect(problems('loans', loans(fields, { readOwn: 'item.update.own' }))).toEqual([])
})

it.each([
  ['items', loans(due), 'taken'],
  ['creators', loans(due), 'taken'],
  ['item_types', loans(due), 'taken'],
  ['catalogue', loans(due), 'taken'],
  ['item_loans', loans(due), 'begins with item_'],
  ['Loans', loans(due), 'snake_case'],
  ['loans', loans({}), 'has no field'],
  ['loans', loans(due, { readOwn: 'item.update.own' }), 'no field that is a person'],
  ['loans', loans(due, { manage: 'nothing.manage' as 'item.create' }), 'src/rules/permissions.ts'],
])('refuses the resource %s', (name, resource, says) => {
  const [problem] = problems(name, resource)
  expect(problem).toMatch(new RegExp(`^the resource "${name}" .*${says}`))
})

it.each([
  [{ version: field.integer('Version') }, 'taken'],
  [{ after: field.date('After') }, 'taken'],
  [{ sort: field.text('Sort') }, 'taken'],
  [{ due: field.date('Due'), due_from: field.date('From') }, 'belongs to "due"'],
  [{ order: field.integer('Order') }, 'word of SQL'],
  [{ name: field.text('Name'), name_key: field.text('Key') }, 'belongs to "name"'],
  [{ item: field.item('Item'), item_id: field.integer('Number') }, 'belongs to "item"'],
  [{ title: field.title('Title') }, 'only items have'],
  [{ code: field.identifier('Code') }, 'only items have'],
  [{ due: field.date('Due', { sort: true }) }, '"sort"'],
  [{ name: field.text('Name', { unique: true }) }, '"unique"'],
  [{ due: field.date('Due', { read: 'user.manage' }) }, '"read"'],
  [{ user: field.person('User', { read: 'user.manage' }) }, "read: 'catalogue.read'"],
  [{ makers: field.lookup('Makers', { of: 'creators', many: true }) }, 'take "many" away'],
  [{ maker: field.lookup('Maker', { of: 'makers' }) }, 'no such lookup'],
  [{ price: field.money('Price', { currency: 'XYZZY' }) }, 'currency'],
])('refuses the fields %#', (fields, says) => {
  const found = problems('loans', loans(fields as Declarations))
  expect(found.join('\n')).toContain(says)
  expect(found[0]).toMatch(/^the field "\w+" of the resource "loans"/)
})
