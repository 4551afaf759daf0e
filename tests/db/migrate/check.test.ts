/** `db check`: models, revisions and database agree, and what differs is named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { check } from '../../../src/db/migrate/check.ts'
import { History, loadRevisions, upgrade } from '../../../src/db/migrate/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { using } from './round-trip.ts'

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch
  beforeAll(async () => {
    scratch = await createScratch(engine)
  })
  afterAll(() => scratch.remove())

  it('has nothing to say where all agree', async () => {
    expect(await check(scratch.target)).toEqual([])
  })

  it('names what was changed by hand', async () => {
    await using(scratch.target, async (connection) => {
      await connection.query('create table visitors (name text)')
      await connection.query('drop index ix_items_year_up')
      await connection.query('alter table creators add column nickname text')
      await connection.query('alter table items drop constraint ck_items_year_range')
    })
    const lines = await check(scratch.target)
    expect(lines).toEqual([
      'in the database, creators: the column nickname is one too many',
      'in the database, items: the check ck_items_year_range is missing',
      'in the database, items: the index ix_items_year_up is missing',
      'in the database, the table visitors is one too many',
    ])
  })

  it('names a revision that is pending, one that was edited, and one whose file is gone', async () => {
    const other = await createScratch(engine, 'empty')
    const known = await loadRevisions()
    await upgrade(other.target, { to: '0004' })
    const edited = new History(
      known.revisions.map((revision) =>
        revision.id.startsWith('0002') ? { ...revision, checksum: 'other' } : revision,
      ),
    )
    const lines = await check(other.target, { history: edited })
    expect(lines).toContain(
      '0002_add_the_first_roles was edited after it was applied: undo it and apply it again, or accept it with npx crowfoot db stamp',
    )
    expect(lines.join('\n')).toMatch(/0005_\w+ is not applied to the database: npx crowfoot db upgrade/)
    const fewer = new History(known.revisions.filter(({ id }) => id < '0004'))
    expect(await check(other.target, { history: fewer })).toContain(
      'the database is at 0004_create_items, and there is no file of that name',
    )
    await other.remove()
  })
})
