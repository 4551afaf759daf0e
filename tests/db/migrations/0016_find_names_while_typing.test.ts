/** Revision 0016: the names that are there get their ends, and nothing of it is left on the way back. */
import { afterEach, describe, expect, it } from 'vitest'
import { downgrade, openForMigration, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'

const before = '0015_keep_a_search_index'
const after = '0016_find_names_while_typing'

describe.each(['sqlite', 'postgresql'] as const)('revision 0016 on %s', (engine) => {
  let scratch: Scratch
  let connection: Connection | undefined
  afterEach(async () => {
    await connection?.close()
    connection = undefined
    await scratch.remove()
  })
  const add = (...names: string[]) =>
    connection!.query(
      `insert into creators (name, name_key) values ${names.map((name) => `('${name}', '${name}')`).join(', ')}`,
    )
  const ends = async () =>
    (await connection!.query('select end_key from creator_name_ends order by end_key')).map(
      (row) => row.end_key,
    )

  it('finds the names that were there and those that come', async () => {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { to: before })
    connection = await openForMigration(scratch.target)
    await add('ursula k. le guin', 'plato', '小津 安二郎')
    await upgrade(scratch.target, { to: after })
    expect(await ends()).toEqual(['guin', 'k. le guin', 'le guin', '安二郎'])
    await add('ann ann ann', 'x'.repeat(99) + ' y ' + 'z'.repeat(300))
    const added = ['ann', 'ann ann', 'guin', 'k. le guin', 'le guin', `y ${'z'.repeat(98)}`, '安二郎']
    expect(await ends()).toEqual(added)
    await downgrade(scratch.target, { to: before })
    await add('one who comes later')
    await upgrade(scratch.target, { to: after })
    expect(await ends()).toEqual([...added, 'comes later', 'later', 'who comes later'].sort())
  })
})
