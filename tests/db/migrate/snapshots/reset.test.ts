/** Another program's database is refused before anything is touched; in ours only what the revisions made goes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { History, loadRevisions, rehearse, reset, upgrade } from '../../../../src/db/migrate/index.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { openScratch } from '../../../setup/database.ts'
import { createScratch } from '../../../setup/scratch.ts'
import type { Scratch } from '../../../setup/scratch.ts'
import { look, using } from '../round-trip.ts'

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await createScratch(engine, 'empty')
  })
  afterEach(() => scratch.remove())

  const run = (...statements: string[]) =>
    using(scratch.target, async (connection) => {
      for (const statement of statements) await connection.query(statement)
    })
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => 'it was not refused',
      (error: unknown) => (error as Error).message,
    )

  it('what another program made is named and left alone', async () => {
    await run(
      'create table users (name text)',
      "insert into users values ('hers')",
      'create table alembic_version (v text)',
    )
    const before = await look(scratch.target)
    for (const work of [reset, upgrade, rehearse]) {
      const says = await refused(work(scratch.target))
      expect(says).toMatch(/the database belongs to another program, and nothing in it was touched/)
      expect(says).toMatch(/table alembic_version, table users\. Give Crowfoot a database of its own/)
    }
    expect(await look(scratch.target)).toEqual(before)
  })

  if (engine === 'postgresql') {
    it('a view, a sequence, a function or a type alone makes it another program’s; an extension does not', async () => {
      for (const [kind, name, make] of [
        ['view', 'v', 'create view v as select 1'],
        ['sequence', 's', 'create sequence s'],
        ['routine', 'f(integer)', `create function f(int) returns int language sql as 'select 1'`],
        ['type', 'mood', `create type mood as enum ('a')`],
      ] as const) {
        await run(make)
        expect(await refused(upgrade(scratch.target))).toContain(`but ${kind} ${name}. Give`)
        await run(`drop ${kind} ${name}`)
      }
      await run('create extension pg_trgm')
      await upgrade(scratch.target)
      expect(await reset(scratch.target)).toEqual({ kept: null, left: null })
    })
  }

  it('in ours goes what the revisions made, and what they did not make is named and left', async () => {
    await upgrade(scratch.target)
    const before = await look(scratch.target)
    await run('create table notes (text text)', "insert into notes values ('mine')")
    const { left } = await reset(scratch.target)
    expect(left).toMatch(/^table notes$/)
    expect((await look(scratch.target)).shape.tables.map(({ name }) => name)).toEqual(['notes'])
    await upgrade(scratch.target)
    const { shape, contents } = await look(scratch.target)
    expect(contents.get('notes')?.rows).toBe(1)
    expect({ ...shape, tables: shape.tables.filter(({ name }) => name !== 'notes') }).toEqual(before.shape)
  })

  it('the tables of the search index go with the items, and are made anew with the next ones', async () => {
    for (const title of ['Found', 'Found again']) {
      await upgrade(scratch.target)
      const database = await openScratch(scratch)
      await addItems(database, [{ title }])
      await database.close()
      expect((await reset(scratch.target)).left).toBeNull()
    }
  })

  it('nothing goes where what would be left refers to it', async () => {
    await upgrade(scratch.target)
    await run('create table lendings (item_id integer references items (id))')
    const before = await look(scratch.target)
    const says = await refused(reset(scratch.target))
    expect(says).toMatch(
      engine === 'sqlite'
        ? /table lendings.* refers to items: drop it first/
        : /on table lendings depends on table items/,
    )
    expect(await look(scratch.target)).toEqual(before)
  })

  it('a table of the same name as one of a revision that was not applied is not ours', async () => {
    const known = await loadRevisions()
    const history = new History(known.revisions.filter(({ id }) => id < '0004'))
    await upgrade(scratch.target, { history })
    await run('create table items (text text)')
    expect((await reset(scratch.target)).left).toMatch(/^table items$/)
  })

  it('an empty database is reset too', async () => {
    expect((await reset(scratch.target)).left).toBeNull()
    expect((await upgrade(scratch.target)).length).toBeGreaterThan(6)
  })
})
