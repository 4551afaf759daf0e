/** Revision 0012 back again: identifiers that were compared by their scheme are compared by their folded text. */
import { afterEach, describe, expect, it } from 'vitest'
import { downgrade, openForMigration, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'

const before = '0011_count_decades_when_asked'
const after = '0012_give_types_rules'
const moment = '2026-01-01T00:00:00.000Z'

/** type, identifier, its key by the scheme of the type, and folded */
const items: readonly [number, string, string, string][] = [
  [1, '978-0-441-47812-5', '9780441478125', '978-0-441-47812-5'],
  [1, 'ISBN Ünknown', ' isbn unknown', 'isbn unknown'],
  [2, 'Shelf 7', 'shelf 7', 'shelf 7'],
]

describe.each(['sqlite', 'postgresql'] as const)('revision 0012 on %s', (engine) => {
  let scratch: Scratch
  let connection: Connection | undefined
  afterEach(async () => {
    await connection?.close()
    connection = undefined
    await scratch.remove()
  })
  const keys = async () =>
    (await connection!.query('select identifier_key from items order by id')).map((row) => row.identifier_key)

  it('gives identifiers their folded keys back', async () => {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { to: after })
    connection = await openForMigration(scratch.target)
    await connection.query(
      `insert into item_types (name, name_key, identifier_scheme) values ('Book', 'book', 'isbn'), ('Thing', 'thing', null)`,
    )
    await connection.query(
      `insert into item_type_fields (item_type_id, field, rule) values (1, 'year', 'required')`,
    )
    for (const [type, identifier, key] of items)
      await connection.query(
        `insert into items (title, title_key, item_type_id, identifier, identifier_key, created_at, updated_at)
         values ('x', 'x', ${type}, '${identifier}', '${key}', '${moment}', '${moment}')`,
      )
    await downgrade(scratch.target, { to: before })
    expect(await keys()).toEqual(items.map(([, , , folded]) => folded))
    await upgrade(scratch.target, { to: after })
    expect(await keys()).toEqual(items.map(([, , , folded]) => folded))
  })
})
