/** What of the board depends on its field and its readers: ids from choices of two words, a day that is not for everybody, `me`. */
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it, vi } from 'vitest'

vi.mock('../../../../src/domain.ts', async () => {
  const tasks = await import('../../../../src/presets/tasks.ts')
  const field = await import('../../../../src/fields/index.ts')
  const fields = {
    ...tasks.domain.fields,
    status: field.choice('Status', {
      values: ['to do', 'to_do', 'doing', 'done'],
      table: true,
      filter: true,
    }),
    due_date: field.date('Due', { read: 'item.notes.read', card: true, sort: true, filter: true }),
  }
  return { ...tasks, domain: { ...tasks.domain, publicCatalogue: true, fields } }
})

const { fieldNamed } = await import('../../../../src/declared.ts')
const { boardFor } = await import('../../../../src/features/catalogue/items/forms/board.ts')
const { filterOfColumn } = await import('../../../../src/features/catalogue/items/forms/board-columns.ts')
const { noFilter, parseItemFilter } = await import('../../../../src/features/catalogue/items/forms/filter.ts')
const { ItemBoard } = await import('../../../../src/features/catalogue/items/pages/board.tsx')
const { readableFields } = await import('../../../../src/security/rights/policy.ts')
const { operator, visitor } = await import('../../../../src/security/rights/viewer.ts')
const { Choices } = await import('../../../../src/ui/choices.tsx')
const { FieldFilter } = await import('../../../../src/ui/fields/field-filter.tsx')
const { FieldInput } = await import('../../../../src/ui/fields/index.tsx')

const stranger = visitor(true)
const board = (viewer: typeof stranger | typeof operator) => boardFor(readableFields(viewer))!

describe('the ids of a page', () => {
  const status = fieldNamed('status')!
  const item = { id: 1, title: 'Paint', type: 'Build', status: 'to do', mayMove: true } as never
  const columns = board(operator).columns.map((column) => {
    return { ...column, items: column.key === 'to do' ? [item] : [], total: { count: 1 }, hasMore: false }
  })
  it.each([
    ['a board', <ItemBoard board={board(operator)} read={{ columns, without: 0 }} filter={noFilter} />],
    ['a filter', <FieldFilter name="status" field={status} choice={['to do']} href={() => '/'} />],
    ['a form', <FieldInput name="status" field={status} value="to do" error="No." help="Where it is." />],
    [
      'choices with hints',
      <Choices
        type="radio"
        name="state"
        label="State"
        options={['to do', 'to_do', 'done'].map((value) => ({ value, label: value, hint: 'Yes.' }))}
      />,
    ],
  ])('hold no white space in %s, are there once, and are found by what names them', (_, page) => {
    const html = renderToString(page)
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
    expect(ids.length).toBeGreaterThan(2)
    expect(ids.filter((id) => /\s/.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    const named = [...html.matchAll(/ (?:for|aria-labelledby)="([^"]*)"/g)].map(([, id]) => id)
    const described = [...html.matchAll(/ aria-describedby="([^"]*)"/g)].flatMap(([, all = '']) =>
      all.split(' '),
    )
    expect(ids).toEqual(expect.arrayContaining([...named, ...described]))
  })
})

describe('a day that is not for everybody', () => {
  it('puts the columns in order for those who may read it', () => {
    expect(filterOfColumn(board(operator), noFilter, 'done').sort).toBe('due_date')
  })

  it('is no part of the board for a visitor, whose columns begin with what is newest', () => {
    expect(board(stranger)).toMatchObject({ by: 'status', due: undefined })
    expect(filterOfColumn(board(stranger), noFilter, 'done').sort).toBe('newest')
  })
})

describe('what is for "me"', () => {
  const read = (me?: string) => parseItemFilter({ assignee: ['me'] }, readableFields(stranger), me)

  it('is for the one who is signed in', () => {
    expect(read('mia')).toMatchObject({ filter: { fields: { assignee: 'mia' } }, notices: [] })
  })

  it('is left out where nobody is, and that is said', () => {
    const { filter, notices } = read()
    expect(filter.fields).toEqual({})
    expect(notices).toEqual([
      '“me” was left out of the filter Assigned to: it needs somebody who is signed in.',
    ])
  })
})
