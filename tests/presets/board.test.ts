/** The board of tasks: what stands where, who may move what, and that a move changes the status alone. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database, Reader } from '../../src/db/engine/connection.ts'

vi.hoisted(() => vi.stubEnv('CROWFOOT_PRESET', 'tasks'))
vi.mock('../../src/domain.ts', () => import('../../src/presets/tasks.ts'))

const { forEachEngine, startReaders } = await import('../setup/database.ts')
const { appOf, Browser } = await import('../setup/browser.ts')
const { signedIn } = await import('../setup/people.ts')
const { dayFromToday } = await import('../../src/rules/day.ts')
const { allowMore } = await import('../../src/first-start.ts')
const { indexChanges, itemsChanged } = await import('../../src/search/changes.ts')
const { searchKey } = await import('../../src/rules/text.ts')

interface Task {
  title: string
  status?: string | null
  due_date?: string | null
  assignee_id?: number
  created_by?: number
}

/** The columns of tasks are not those of the project's own types. */
async function addTask(database: Database, { title, status = 'to_do', due_date = null, ...people }: Task) {
  const db = database.em().getKysely() as unknown as Reader
  const found = await db.selectFrom('item_types').select('id').executeTakeFirst()
  const type =
    found ??
    (await db
      .insertInto('item_types')
      .values({ name: 'Plan', name_key: 'plan' } as never)
      .returning('id')
      .executeTakeFirstOrThrow())
  const moment = '2026-01-31T12:00:00.000Z'
  const { id } = await db
    .insertInto('items')
    .values({
      ...{ title, title_key: searchKey(title), item_type_id: type.id, status, due_date, ...people },
      ...{ created_at: moment, updated_at: moment },
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  itemsChanged(db, [id])
  await indexChanges(db)
  return id
}

const rowOf = ({ db }: Database, id: number) =>
  db.selectFrom('items').selectAll().where('id', '=', id).executeTakeFirstOrThrow() as Promise<
    Record<string, unknown>
  >

/** The titles in each column, as the page shows them. */
function columnsIn(html: string): Record<string, string[]> {
  const columns = html.split('data-column="').slice(1)
  return Object.fromEntries(
    columns.map((column) => [
      column.slice(0, column.indexOf('"')),
      [...column.matchAll(/card-title"><a [^>]*>([^<]*)</g)].map(([, title]) => title ?? ''),
    ]),
  )
}

const board = '/items?view=board'
const move = (from: string, to: string, back = 'view=board') => ({ from, to, back })

forEachEngine((database) => {
  let app: ReturnType<typeof appOf>
  let member: Awaited<ReturnType<typeof signedIn>>
  let staff: Awaited<ReturnType<typeof signedIn>>
  beforeAll(async () => {
    await startReaders(database())
    app = appOf(database())
    await allowMore(database().em().getKysely())
    member = await signedIn(database(), app, 'member')
    staff = await signedIn(database(), app, 'staff')
  })

  it('shows each task in the column of its status, the one that is due first at the top', async () => {
    const week = await addTask(database(), { title: 'In a week', due_date: dayFromToday(7) })
    const late = await addTask(database(), { title: 'Yesterday', due_date: dayFromToday(-1) })
    await addTask(database(), { title: 'Some day' })
    await addTask(database(), { title: 'Over', status: 'done', due_date: dayFromToday(-9) })
    const answer = await staff.get(board)
    const html = await answer.text()
    expect(answer.status, html).toBe(200)
    expect(columnsIn(html)).toEqual({
      to_do: ['Yesterday', 'In a week', 'Some day'],
      doing: [],
      waiting: [],
      done: ['Over'],
    })
    // Late is what was due and is not done.
    expect(html.match(/, late</g)).toHaveLength(1)
    expect(html.indexOf(', late<')).toBeLessThan(html.indexOf(`/items/${String(week)}"`))
    expect(late).toBeGreaterThan(week)
  })

  it('tells how many stand in no column, and leaves them where they are', async () => {
    await addTask(database(), { title: 'From before', status: null })
    expect(await (await staff.get(board)).text()).toContain('1 task stands in no column.')
  })

  it('keeps what narrows the list, over a move too', async () => {
    const id = await addTask(database(), { title: 'Paint the fence', due_date: dayFromToday(3) })
    const address = '/items?q=fence&view=board'
    const html = await (await staff.get(address)).text()
    expect(columnsIn(html).to_do).toEqual(['Paint the fence'])
    expect(html).toContain('name="back" value="q=fence&amp;view=board"')
    const answer = await staff.post(
      `/items/${String(id)}/moves`,
      move('to_do', 'doing', 'q=fence&view=board'),
    )
    expect([answer.status, answer.headers.get('location')]).toEqual([303, address])
    expect(columnsIn(await (await staff.get(address)).text()).doing).toEqual(['Paint the fence'])
  })

  it('changes the status alone', async () => {
    const id = await addTask(database(), { title: 'Only this', due_date: dayFromToday(5) })
    const before = await rowOf(database(), id)
    await staff.post(`/items/${String(id)}/moves`, move('to_do', 'done'))
    const after = await rowOf(database(), id)
    expect(after).toEqual({
      ...before,
      status: 'done',
      version: Number(before.version) + 1,
      updated_at: after.updated_at,
    })
  })

  it('leads nowhere else, whatever stands in the address that was sent along', async () => {
    const id = await addTask(database(), { title: 'Stay here' })
    for (const back of ['//evil.example/', 'https://evil.example/?view=board', 'view=table&nothing=1']) {
      const { headers } = await staff.post(`/items/${String(id)}/moves`, move('to_do', 'doing', back))
      expect(headers.get('location')).toMatch(/^\/items\?view=board$/)
    }
  })

  describe('a member', () => {
    it.each([
      ['a task that they added', (id: number) => ({ created_by: id }), 303],
      ['a task that they have to do', (id: number) => ({ assignee_id: id }), 303],
      ['a task of somebody else', () => ({}), 403],
    ] as const)('moves %s as it is theirs or not', async (title, people, status) => {
      const id = await addTask(database(), { title, ...people(member.id) })
      const html = await (await member.get(board)).text()
      expect(html.includes(`action="/items/${String(id)}/moves"`)).toBe(status === 303)
      expect((await member.post(`/items/${String(id)}/moves`, move('to_do', 'doing'))).status).toBe(status)
      expect((await rowOf(database(), id)).status).toBe(status === 303 ? 'doing' : 'to_do')
    })
  })

  it('shows nothing to a visitor, and lets them move nothing', async () => {
    const id = await addTask(database(), { title: 'Not for you' })
    const stranger = new Browser(app)
    expect((await stranger.get(board)).headers.get('location')).toMatch(/^\/login/)
    expect((await stranger.post(`/items/${String(id)}/moves`, move('to_do', 'doing'))).status).toBe(303)
    expect((await rowOf(database(), id)).status).toBe('to_do')
  })

  it('says so where somebody else has moved it meanwhile, and leaves it there', async () => {
    const id = await addTask(database(), { title: 'Wanted by two' })
    await staff.post(`/items/${String(id)}/moves`, move('to_do', 'waiting'))
    const answer = await staff.post(`/items/${String(id)}/moves`, move('to_do', 'doing'))
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect(html).toContain('Somebody else has moved this task meanwhile.')
    expect(columnsIn(html).waiting).toContain('Wanted by two')
    // The same move twice is one.
    expect((await staff.post(`/items/${String(id)}/moves`, move('to_do', 'waiting'))).status).toBe(303)
  })

  it.each([
    ['a column that is not there', { from: 'to_do', to: 'lost' }],
    ['no column', { from: 'to_do' }],
    ['more than a move', { ...move('to_do', 'doing'), title: 'Another' }],
  ])('refuses %s', async (_, sent) => {
    const id = await addTask(database(), { title: 'As it was' })
    const answer = await staff.post(`/items/${String(id)}/moves`, sent)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Nothing was moved')
    expect(await rowOf(database(), id)).toMatchObject({ title: 'As it was', status: 'to_do', version: 1 })
  })

  it('answers a task that is gone with 404', async () => {
    expect((await staff.post('/items/999999/moves', move('to_do', 'doing'))).status).toBe(404)
  })
})
