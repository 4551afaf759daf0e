/** What the models have and the tables lack. */
import { expect, it } from 'vitest'
import type { Database } from '../../../src/db/engine/connection.ts'
import { missingColumns } from '../../../src/db/schema/missing-columns.ts'
import { forEachEngine } from '../../setup/database.ts'

/** The part of a model that is looked at. */
const modelOf = (tableName: string, ...columns: string[]) => ({
  tableName,
  props: columns.map((name) => ({ fieldNames: [name] })),
})

forEachEngine((database) => {
  it('names each column that is not there; one that the database works out is there', async () => {
    const { db, engine, ...own } = database()
    await own
      .em()
      .execute(
        'create table shelves (width integer not null, depth integer not null, area integer generated always as (width * depth) stored)',
      )
    const models = [modelOf('shelves', 'width', 'area', 'height'), modelOf('rooms', 'name')]
    const metadata = { getAll: () => new Map(models.entries()) }
    const withModels = { em: () => ({ getMetadata: () => metadata }), db, engine }
    expect(await missingColumns(withModels as unknown as Database)).toEqual(['shelves.height', 'rooms.name'])
    await own.em().execute('drop table shelves')
  })

  it('names none in a database that has all revisions', async () => {
    expect(await missingColumns(database())).toEqual([])
  })
})
