/** The forms of the lookups: adding, changing, deleting. What holds for all is told once, and tried with each. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../../src/db/engine/connection.ts'
import { lookups } from '../../../../src/declared.ts'
import { domain } from '../../../../src/domain.ts'
import type { LookupName } from '../../../../src/declared.ts'
import { limits } from '../../../../src/rules/limits.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, valuesIn } from '../../../setup/form-page.ts'
import { signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'

/** A lookup's own fields, as they are typed and as they are stored. */
interface OwnFields {
  typed: Record<string, string>
  stored: Record<string, unknown>
}

const description = 'What it "means"\nand what not'
/** A lookup that is declared besides is tried with its name alone. */
const own: Partial<Record<LookupName, OwnFields>> = {
  creators: {
    typed: { birth_year: '-427', death_year: '-347' },
    stored: { birth_year: -427, death_year: -347 },
  },
  categories: { typed: { description }, stored: { description } },
  types: { typed: { description }, stored: { description } },
}

forEachEngine((database) => {
  const people: { staff?: Person; member?: Person } = {}
  beforeAll(async () => {
    const app = appOf(database())
    people.staff = await signedIn(database(), app, 'staff')
    people.member = await signedIn(database(), app, 'member')
  })
  const staff = () => people.staff!
  const member = () => people.member!

  describe.each(Object.keys(lookups) as LookupName[])('%s', (lookup) => {
    behaveAsLookup(lookup, { database, staff, member })
  })

  describe.each(['categories', 'types'])('the description of %s', (path) => {
    it('is refused where it is too long, with the name as it was typed', async () => {
      const long = { name: 'Fine', description: 'd'.repeat(limits.note + 1) }
      const answer = await staff().post(`/${path}`, long)
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'description')).toMatch(/longer than 2,000 characters/)
      expect(valuesIn(page, 'name')).toEqual(['Fine'])
    })
  })

  describe('the years of a life', () => {
    it('are refused where death comes before birth, also against the year that is stored', async () => {
      const answer = await staff().post('/creators', {
        name: 'Backwards',
        birth_year: '1900',
        death_year: '1899',
      })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'death_year')).toMatch(/before year of birth/)
      expect(valuesIn(page, 'birth_year')).toEqual(['1900'])
      const id = idIn(
        await staff().post('/creators', { name: 'Forwards', birth_year: '1900', death_year: '1950' }),
      )
      const later = await staff().post(`/creators/${id}`, { name: 'Forwards', birth_year: '1960' })
      expect(later.status).toBe(422)
      expect(messageAt(await later.text(), 'death_year')).toMatch(/before year of birth/)
      expect(
        (await staff().post(`/creators/${id}`, { name: 'Forwards', birth_year: '', death_year: '' })).status,
      ).toBe(303)
    })

    it.each(['birth_year', 'death_year'])('have their message at their field: %s', async (field) => {
      for (const year of ['1850?', '10000', '-10000', '1e3', '１９００']) {
        const answer = await staff().post('/creators', { name: 'Years', [field]: year })
        expect(answer.status).toBe(422)
        const page = await answer.text()
        expect(messageAt(page, field)).toMatch(/whole number from -9999 to 9999/)
        expect(valuesIn(page, field)).toEqual([year])
      }
    })
  })
})

interface Setting {
  database: () => Database
  staff: () => Person
  member: () => Person
}

/** Everything that holds for each of them. */
function behaveAsLookup(lookup: LookupName, { database, staff, member }: Setting): void {
  const { noun, table, choice } = lookups[lookup]
  const { typed: rest, stored: storedRest } = own[lookup] ?? { typed: {}, stored: {} }
  const list = `/${lookup}`
  const add = (name: string) => staff().post(list, { name, ...rest })
  const row = (id: string) =>
    database().db.selectFrom(table).selectAll().where('id', '=', Number(id)).executeTakeFirst()

  it('adds one, shows it, changes it and deletes it', async () => {
    const id = idIn(await add('  Ünited "Names"; & Co '))
    expect(await row(id)).toMatchObject({
      name: 'Ünited "Names"; & Co',
      name_key: 'united "names"; & co',
      ...storedRest,
    })
    expect(await (await staff().get(`${list}/${id}`)).text()).toContain(`The ${noun.one} is added`)
    const form = await (await staff().get(`${list}/${id}/edit`)).text()
    expect(valuesIn(form, 'name')).toEqual(['Ünited "Names"; & Co'])
    for (const [field, text] of Object.entries(rest)) expect(valuesIn(form, field)).toEqual([text])
    expect(idIn(await staff().post(`${list}/${id}`, { name: 'united "names"; & CO' }))).toBe(id)
    expect(await row(id)).toMatchObject({ name: 'united "names"; & CO', ...storedRest })
    const gone = await staff().post(`${list}/${id}/deletions`)
    expect([gone.status, gone.headers.get('location')]).toEqual([303, list])
    expect(await row(id)).toBeUndefined()
    for (const answer of [
      await staff().get(`${list}/${id}/edit`),
      await staff().post(`${list}/${id}`, { name: 'x' }),
      await staff().post(`${list}/${id}/deletions`),
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
    const answer = await staff().post(list, { ...rest, name })
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
      await staff().post(`${list}/${other}`, { name: 'emilie du chatelet' }),
    ]) {
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'name')).toContain(`There is ${noun.a} of this name already`)
      expect(page).toContain(`href="${list}/${id}"`)
    }
    expect((await staff().post(`${list}/${id}`, { name: 'ÉMILIE DU CHÂTELET' })).status).toBe(303)
  })

  it('is not deleted while items have it: it says how many, and leads to them', async () => {
    const name = `In use ${lookup}`
    const type =
      choice === 'type'
        ? idIn(await add(name))
        : idIn(await staff().post('/types', { name: `Type for ${lookup}` }))
    for (const title of ['First', 'Second']) {
      await staff().post('/items', {
        title,
        type,
        ...(choice === 'creator' && { creators: name }),
        ...(choice === 'category' && { categories: name }),
      })
    }
    const { id } = await database()
      .db.selectFrom(table)
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const answer = await staff().post(`${list}/${id}/deletions`)
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain(`2 ${domain.item.many} have this ${noun.one}`)
    expect(page).toContain(`href="/items?${choice}=${id}"`)
    expect(await row(String(id))).toBeDefined()
  })

  it('refuses fields that the form does not have', async () => {
    const id = idIn(await add(`Plain ${lookup}`))
    for (const address of [list, `${list}/${id}`, `${list}/${id}/deletions`]) {
      const fields = address.endsWith('deletions') ? {} : { name: 'Changed' }
      const answer = await staff().post(address, { ...fields, role_id: '1' })
      expect(answer.status, address).toBe(422)
      expect(await answer.text()).toContain('no field &quot;role_id&quot;')
    }
    expect(await row(id)).toMatchObject({ name: `Plain ${lookup}` })
  })

  it('is offered to those who may, and refused to the others at page and address', async () => {
    const id = idIn(await add(`Guarded ${lookup}`))
    const offers = [`${list}/new`, `${list}/${id}/edit`, `${list}/${id}/deletions`]
    const pagesOf = async (person: Person) =>
      (await (await person.get(list)).text()) + (await (await person.get(`${list}/${id}`)).text())
    const [own, others] = [await pagesOf(staff()), await pagesOf(member())]
    for (const offer of offers) {
      expect(own).toContain(`"${offer}"`)
      expect(others).not.toContain(`"${offer}"`)
    }
    for (const address of offers.slice(0, 2)) expect((await member().get(address)).status, address).toBe(403)
    for (const address of [list, `${list}/${id}`, `${list}/${id}/deletions`])
      expect((await member().post(address, { name: 'Taken over' })).status, address).toBe(403)
    expect(await row(id)).toMatchObject({ name: `Guarded ${lookup}` })
  })

  it.each(['0', '2147483648', '99999999999999999999'])('finds none under the number %s', async (id) => {
    for (const address of [`${list}/${id}`, `${list}/${id}/edit`])
      expect((await staff().get(address)).status).toBe(404)
    expect((await staff().post(`${list}/${id}/deletions`)).status).toBe(404)
  })
}
