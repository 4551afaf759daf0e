/** Statements written together: all of them or none, and the connection is free again afterwards. */
import { expect, it } from 'vitest'
import { writeTogether } from '../../src/db/writer.ts'
import type { Writer } from '../../src/db/writer.ts'
import { forEachEngine } from '../setup/database.ts'

forEachEngine((database) => {
  const addType = (tx: Writer, name: string) =>
    tx.getKysely().insertInto('item_types').values({ name, name_key: name, description: '' }).execute()
  const names = async () =>
    (await database().db.selectFrom('item_types').select('name').execute()).map(({ name }) => name)

  it('keeps everything that was written, and answers with what the work returned', async () => {
    const answer = await writeTogether(database().em(), async (tx) => {
      await addType(tx, 'one')
      await addType(tx, 'two')
      expect(await names()).not.toContain('one')
      return 7
    })
    expect(answer).toBe(7)
    expect(await names()).toEqual(expect.arrayContaining(['one', 'two']))
  })

  it('keeps nothing where the work or one of its statements fails, and the next one can write', async () => {
    const stopped = writeTogether(database().em(), async (tx) => {
      await addType(tx, 'stopped')
      throw new Error('in the middle')
    })
    await expect(stopped).rejects.toThrow('in the middle')
    const doubled = writeTogether(database().em(), async (tx) => {
      await addType(tx, 'doubled')
      await addType(tx, 'doubled')
    })
    await expect(doubled).rejects.toThrow(/unique/i)
    await writeTogether(database().em(), (tx) => addType(tx, 'afterwards'))
    const found = await names()
    expect(found).toContain('afterwards')
    expect(found).not.toContain('stopped')
    expect(found).not.toContain('doubled')
  })

  it('lets those who come together write one after the other', async () => {
    const many = Array.from({ length: 20 }, (_, number) => `together${number}`)
    await Promise.all(many.map((name) => writeTogether(database().em(), (tx) => addType(tx, name))))
    expect(await names()).toEqual(expect.arrayContaining(many))
  })
})
