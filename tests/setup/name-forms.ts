/** What the forms of creators, categories and types have in common, told once for the three. */
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/db/engine/connection.ts'
import type { NamedTable } from '../../src/db/names.ts'
import { domain } from '../../src/domain.ts'
import { limits } from '../../src/rules/limits.ts'
import { appOf } from './browser.ts'
import { idIn, messageAt, valuesIn } from './form-page.ts'
import { signedIn } from './people.ts'
import type { Person } from './people.ts'

export interface NameForms {
  /** Where they are: "creators". */
  path: string
  table: NamedTable
  one: 'creator' | 'category' | 'type'
  /** Other fields, as they are typed and as they are stored. */
  rest: Record<string, string>
  storedRest: Record<string, unknown>
}

/** Everything that holds for all three. @returns somebody of the staff, for tests that go on */
export function behaveAsNames(
  database: () => Database,
  { path, table, one, rest, storedRest }: NameForms,
): () => Person {
  let staff: Person
  let member: Person
  beforeAll(async () => {
    const app = appOf(database())
    staff = await signedIn(database(), app, 'staff')
    member = await signedIn(database(), app, 'member')
  })
  const list = `/${path}`
  const add = (name: string) => staff.post(list, { name, ...rest })
  const row = (id: string) =>
    database().db.selectFrom(table).selectAll().where('id', '=', Number(id)).executeTakeFirst()

  it('adds one, shows it, changes it and deletes it', async () => {
    const id = idIn(await add('  Ünited "Names"; & Co '))
    expect(await row(id)).toMatchObject({
      name: 'Ünited "Names"; & Co',
      name_key: 'united "names"; & co',
      ...storedRest,
    })
    expect(await (await staff.get(`${list}/${id}`)).text()).toContain(`The ${domain[one].one} is added`)
    const form = await (await staff.get(`${list}/${id}/edit`)).text()
    expect(valuesIn(form, 'name')).toEqual(['Ünited "Names"; & Co'])
    for (const [field, text] of Object.entries(rest)) expect(valuesIn(form, field)).toEqual([text])
    expect(idIn(await staff.post(`${list}/${id}`, { name: 'united "names"; & CO' }))).toBe(id)
    expect(await row(id)).toMatchObject({ name: 'united "names"; & CO', ...storedRest })
    const gone = await staff.post(`${list}/${id}/deletions`)
    expect([gone.status, gone.headers.get('location')]).toEqual([303, list])
    expect(await row(id)).toBeUndefined()
    for (const answer of [
      await staff.get(`${list}/${id}/edit`),
      await staff.post(`${list}/${id}`, { name: 'x' }),
      await staff.post(`${list}/${id}/deletions`),
    ])
      expect(answer.status).toBe(404)
  })

  it.each([
    ['', /needed/],
    [' \u200b ', /needed/],
    ['n'.repeat(limits.name + 1), /longer than 500 characters\. Take 1 away/],
    ['ﷺ'.repeat(60), /longer than 500/],
    ['a\u0007b', /cannot be kept/],
  ])('refuses the name %j, with the rest as it was typed', async (name, message) => {
    const before = await database().db.selectFrom(table).selectAll().execute()
    const answer = await staff.post(list, { ...rest, name })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(messageAt(page, 'name')).toMatch(message)
    for (const [field, text] of Object.entries(rest)) expect(valuesIn(page, field)).toEqual([text])
    expect(await database().db.selectFrom(table).selectAll().execute()).toEqual(before)
  })

  it('refuses a name that another has, in any spelling, and leads to that one', async () => {
    const id = idIn(await add('Émilie  du Châtelet'))
    const other = idIn(await add('Somebody else'))
    for (const answer of [
      await add('EMILIE DU CHATELET'),
      await staff.post(`${list}/${other}`, { name: 'emilie du chatelet' }),
    ]) {
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'name')).toContain(`There is ${domain[one].a} of this name already`)
      expect(page).toContain(`href="${list}/${id}"`)
    }
    expect((await staff.post(`${list}/${id}`, { name: 'ÉMILIE DU CHÂTELET' })).status).toBe(303)
  })

  it('is not deleted while items have it: it says how many, and leads to them', async () => {
    const name = `In use ${path}`
    const type =
      one === 'type' ? idIn(await add(name)) : idIn(await staff.post('/types', { name: `Type for ${path}` }))
    for (const title of ['First', 'Second']) {
      await staff.post('/items', {
        title,
        type,
        ...(one === 'creator' && { creators: name }),
        ...(one === 'category' && { categories: name }),
      })
    }
    const { id } = await database()
      .db.selectFrom(table)
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const answer = await staff.post(`${list}/${id}/deletions`)
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain(`2 ${domain.item.many} have this ${domain[one].one}`)
    expect(page).toContain(`href="/items?${one}=${id}"`)
    expect(await row(String(id))).toBeDefined()
  })

  it('refuses fields that the form does not have', async () => {
    const id = idIn(await add(`Plain ${path}`))
    for (const address of [list, `${list}/${id}`, `${list}/${id}/deletions`]) {
      const fields = address.endsWith('deletions') ? {} : { name: 'Changed' }
      const answer = await staff.post(address, { ...fields, role_id: '1' })
      expect(answer.status, address).toBe(422)
      expect(await answer.text()).toContain('no field &quot;role_id&quot;')
    }
    expect(await row(id)).toMatchObject({ name: `Plain ${path}` })
  })

  it('is offered to those who may, and refused to the others at page and address', async () => {
    const id = idIn(await add(`Guarded ${path}`))
    const offers = [`${list}/new`, `${list}/${id}/edit`, `${list}/${id}/deletions`]
    const pagesOf = async (person: Person) =>
      (await (await person.get(list)).text()) + (await (await person.get(`${list}/${id}`)).text())
    const [own, others] = [await pagesOf(staff), await pagesOf(member)]
    for (const offer of offers) {
      expect(own).toContain(`"${offer}"`)
      expect(others).not.toContain(`"${offer}"`)
    }
    for (const address of offers.slice(0, 2)) expect((await member.get(address)).status, address).toBe(403)
    for (const address of [list, `${list}/${id}`, `${list}/${id}/deletions`])
      expect((await member.post(address, { name: 'Taken over' })).status, address).toBe(403)
    expect(await row(id)).toMatchObject({ name: `Guarded ${path}` })
  })

  it.each(['0', '2147483648', '99999999999999999999'])('finds none under the number %s', async (id) => {
    for (const address of [`${list}/${id}`, `${list}/${id}/edit`])
      expect((await staff.get(address)).status).toBe(404)
    expect((await staff.post(`${list}/${id}/deletions`)).status).toBe(404)
  })

  return () => staff
}
