/** Two people edit one entry: the second is shown what the first one saved, and nobody's change is lost unseen. */
import { beforeAll, expect, it } from 'vitest'
import { lookups } from '../../../../src/declared.ts'
import type { LookupName } from '../../../../src/declared.ts'
import { appOf } from '../../../setup/browser.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, valuesIn } from '../../../setup/form-page.ts'
import { signedIn } from '../../../setup/people.ts'
import type { Person } from '../../../setup/people.ts'

forEachEngine((database) => {
  let ada: Person
  let bo: Person
  beforeAll(async () => {
    ada = await signedIn(database(), appOf(database()), 'staff')
    bo = await signedIn(database(), appOf(database()), 'staff')
  })

  const nameOf = async (lookup: LookupName, id: number) =>
    (
      await database()
        .db.selectFrom(lookups[lookup].table)
        .select('name')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).name

  /** What the form holds of the name and of the state in which it was shown. */
  const fieldsIn = (html: string) => {
    const [name = '', version = ''] = [...valuesIn(html, 'name'), ...valuesIn(html, 'version')]
    return { name, version }
  }
  const renamed = async (who: Person, address: string, name: string) => ({
    ...fieldsIn(await (await who.get(`${address}/edit`)).text()),
    name,
  })

  it.each(Object.keys(lookups) as LookupName[])(
    'of %s: the second saver sees both versions, and replaces the first only by saving once more',
    async (lookup) => {
      const id = Number(idIn(await ada.post(`/${lookup}`, { name: 'As it was' })))
      const address = `/${lookup}/${id}`
      const first = await renamed(ada, address, 'As Ada has it')
      const second = await renamed(bo, address, 'As Bo has it')
      expect(first.version).toMatch(/^[0-9a-f]{32}$/)
      expect((await ada.post(address, first)).status).toBe(303)
      const refused = await bo.post(address, second)
      const html = await refused.text()
      expect(refused.status).toBe(409)
      expect(html).toContain('Someone else saved this')
      expect(html).toMatch(/Saved version[^]*As Ada has it[^]*As Bo has it/)
      expect(await nameOf(lookup, id)).toBe('As Ada has it')
      const again = fieldsIn(html)
      expect(again.name).toBe('As Bo has it')
      expect((await bo.post(address, again)).status).toBe(303)
      expect(await nameOf(lookup, id)).toBe('As Bo has it')
    },
  )

  it('is told also after another mistake was corrected first', async () => {
    const id = Number(idIn(await ada.post('/categories', { name: 'Before' })))
    const address = `/categories/${id}`
    const second = await renamed(bo, address, '')
    expect((await ada.post(address, await renamed(ada, address, 'Between'))).status).toBe(303)
    const mistake = await (await bo.post(address, second)).text()
    expect(messageAt(mistake, 'name')).not.toBe('')
    const corrected = { ...fieldsIn(mistake), name: 'After' }
    expect((await bo.post(address, corrected)).status).toBe(409)
  })

  it('is not told of where the form came without the state in which it was shown', async () => {
    const id = Number(idIn(await ada.post('/categories', { name: 'By a script' })))
    expect((await ada.post(`/categories/${id}`, { name: 'By another script' })).status).toBe(303)
  })
})
