/** What a step would lose is counted, also in a column whose values the engine does not compare. */
import { expect, it } from 'vitest'
import { findLosses } from '../../../../src/db/migrate/safety/losses.ts'
import { createScratch } from '../../../setup/scratch.ts'
import { using } from '../round-trip.ts'

it.each(['sqlite', 'postgresql'] as const)(
  'values other than the default of a json column are lost with it, on %s',
  async (engine) => {
    const scratch = await createScratch(engine, 'empty')
    await using(scratch.target, async (connection) => {
      await connection.query(`create table boxes (id integer primary key, label json default '{}')`)
      await connection.query(`insert into boxes (id, label) values (1, '{}'), (2, '{"a": 1}'), (3, null)`)
      expect(await findLosses(connection, [{ kind: 'dropColumn', table: 'boxes', column: 'label' }])).toEqual(
        ['the column boxes.label with 1 value'],
      )
    })
    await scratch.remove()
  },
)
