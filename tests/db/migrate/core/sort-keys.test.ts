/** What lists are ordered by, for rows that were there before: filled by a revision, which `db revision` writes. */
import { describe, expect, it } from 'vitest'
import type { Kysely } from 'kysely'
import { key, sortKeys, sortNames, text } from '../../../../src/db/migrate/define.ts'
import type { TablesThen } from '../../../../src/db/migrate/define.ts'
import { withSortKeys } from '../../../../src/db/migrate/generate/sort-keys.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'

forEachEngine((database, engine) => {
  const db = () => database().em().getKysely() as unknown as Kysely<TablesThen>
  const say = () => undefined

  it('is worked out for titles, and anew with other articles', async () => {
    await addItems(database(), [{ title: 'The Tempest' }, { title: 'Volume 10' }, { title: 'Theatre' }])
    const stored = async () =>
      (await db().selectFrom('items').select('title_sort_key').orderBy('id').execute()).map(
        (row) => row.title_sort_key,
      )
    await sortKeys('items', 'title', ['the'])(db(), engine, say)
    expect(await stored()).toEqual(['tempest', 'volume 210', null])
    await sortKeys('items', 'title')(db(), engine, say)
    expect(await stored()).toEqual([null, 'volume 210', null])
  })

  it('is worked out for the entries of a lookup from their sort names, or else from their names', async () => {
    await addItems(database(), [{ title: 'Duets', creators: ['Ada Lovelace', 'Pink Floyd'] }])
    await db()
      .updateTable('creators')
      .set({ sort_name: 'Pink Floyd' })
      .where('name', '=', 'Pink Floyd')
      .execute()
    await sortNames('creators')(db(), engine, say)
    const rows = await db().selectFrom('creators').select('sort_key').orderBy('name').execute()
    expect(rows).toEqual([{ sort_key: 'lovelace, ada' }, { sort_key: 'pink floyd' }])
  })
})

describe('the step that db revision writes', () => {
  const add = (table: string, name: string) =>
    ({ kind: 'addColumn', table, column: { ...text().definition, ...key().definition, name } }) as const

  it('fills a new order of a text that was there, and of a lookup', () => {
    expect(withSortKeys([add('items', 'shelf_mark_sort_key'), add('creators', 'sort_key')])).toEqual({
      up: [
        `op.data('order items by shelf_mark', sortKeys('items', 'shelf_mark'), { empty: ['items'] })`,
        `op.data('order creators by sort names', sortNames('creators'), { empty: ['creators'] })`,
      ],
      down: [],
    })
  })

  it('is none where the text is as new as its order', () => {
    expect(withSortKeys([add('items', 'place_key'), add('items', 'place_sort_key')])).toBeUndefined()
  })
})
