/** Saving in one transaction: what is refused, what is tried again, and what stays an error. */
import { expect, it } from 'vitest'
import { isRefused, Overtaken, Refusal, save } from '../../src/db/saving.ts'
import { forEachEngine } from '../setup/database.ts'

forEachEngine((database) => {
  const addType = (name: string) => (tx: { execute(sql: string, values: unknown[]): Promise<unknown> }) =>
    tx.execute("insert into item_types (name, name_key, description) values (?, ?, '')", [name, name])
  const names = async () =>
    (await database().db.selectFrom('item_types').select('name').execute()).map(({ name }) => name)

  it('answers with what the work returned', async () => {
    const answer = await save(database().em(), async (tx) => {
      await addType('kept')(tx)
      return 7
    })
    expect(answer).toBe(7)
    expect(await names()).toContain('kept')
  })

  it('answers with the problems of a refusal, and leaves nothing behind', async () => {
    const answer = await save(database().em(), async (tx) => {
      await addType('refused')(tx)
      throw new Refusal({ field: 'name', message: 'No.' }, { message: 'Never.' })
    })
    expect(isRefused(answer)).toBe(true)
    expect(answer).toEqual({ problems: [{ field: 'name', message: 'No.' }, { message: 'Never.' }] })
    expect(await names()).not.toContain('refused')
  })

  it.each(['kept', undefined])(
    'begins again when it was overtaken, and gives up after a few times',
    async (name) => {
      let tries = 0
      const work = save(database().em(), async (tx) => {
        tries++
        await addType('tried')(tx)
        if (name === undefined) throw new Overtaken()
        await addType(name)(tx)
      })
      await expect(work).rejects.toThrow()
      expect(tries).toBe(4)
      expect(await names()).not.toContain('tried')
    },
  )

  it('lets every other error through at once', async () => {
    let tries = 0
    const work = save(database().em(), async (tx) => {
      tries++
      await tx.execute("insert into item_types (name, name_key, description) values ('', '', '')")
    })
    await expect(work).rejects.toThrow(/ck_item_types_name/)
    expect(tries).toBe(1)
  })
})
