/** A rehearsal says what a migration would do, and does none of it. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeRehearsal } from '../../../../src/cli/db/text.ts'
import { cannotBeUndone, expression, integer, text } from '../../../../src/db/migrate/define.ts'
import { rehearse } from '../../../../src/db/migrate/index.ts'
import type { Change } from '../round-trip.ts'
import type { Scratch } from '../../../setup/scratch.ts'
import { serverUrl } from '../../../setup/server.ts'
import { fileOf, MuseumDatabases } from '../museum-database.ts'
import { expectSame, historyWith, look, using } from '../round-trip.ts'

const dropNotes: Change = {
  up(op) {
    op.dropCheck('items', 'internal_notes_length')
    op.dropColumn('items', 'internal_notes')
  },
  down(op) {
    op.addColumn('items', 'internal_notes', text().notNull().default(''), { after: 'item_type_id' })
    op.addCheck('items', 'internal_notes_length', 'length(internal_notes) <= 20000')
  },
}
const addPages: Change = {
  up: (op) => op.addColumn('items', 'pages', integer().notNull().default(0)),
  down: (op) => op.dropColumn('items', 'pages'),
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  const databases = new MuseumDatabases(engine)
  // PGlite is one database: it has no server that could copy it.
  const options = { inPlace: engine === 'postgresql' && serverUrl === undefined }
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  it('shows the statements, the rows and the way back, and changes nothing', async () => {
    const before = await look(scratch.target)
    const { revisions } = await rehearse(scratch.target, { ...options, history: await historyWith(addPages) })
    expect(revisions).toHaveLength(1)
    const [revision] = revisions
    expect(revision?.steps[0]?.title).toBe('add column items.pages')
    expect(revision?.steps[0]?.statements.join()).toMatch(/alter table "items" add column "pages" integer/)
    expect(revision?.losses).toEqual([])
    expect(revision?.undo).toMatchObject({ possible: true, differences: [] })
    const items = revision?.tables.find(({ name }) => name === 'items')
    expect(items?.before).toBe(before.contents.get('items')?.rows)
    expect(items?.after).toBe(items?.before)
    expectSame(await look(scratch.target), before)
  })

  it('names what would be lost, and what undoing does not bring back', async () => {
    const rehearsal = await rehearse(scratch.target, {
      ...options,
      history: await historyWith(addPages, dropNotes),
    })
    const [, dropping] = rehearsal.revisions
    expect(dropping?.losses).toEqual([
      expect.stringMatching(/^the column items\.internal_notes with [1-9][\d,]* values$/),
    ])
    expect(dropping?.undo).toMatchObject({
      possible: true,
      differences: expect.arrayContaining(['the rows of items are not what they were']) as string[],
    })
    const report = describeRehearsal(rehearsal)
    expect(report).toMatch(/This would be lost:\n {2}9002_change: the column items\.internal_notes/)
    expect(report).toMatch(/undoing: brings back the same content in \d+ of \d+ tables/)
  })

  it('says which values would read otherwise, and whose rows change', async () => {
    const rehearsal = await rehearse(scratch.target, {
      ...options,
      history: await historyWith(
        {
          up: (op) =>
            op.alterType('items', 'version', text().default('1'), { using: expression(`'v' || version`) }),
          down: cannotBeUndone('for this test') as never,
        },
        {
          up: (op) =>
            op.sql({ sqlite: `update users set email = 'x'`, postgresql: `update users set email = 'x'` }),
          down: cannotBeUndone('for this test') as never,
        },
      ),
    })
    expect(rehearsal.revisions.map(({ changes }) => changes)).toEqual([
      [expect.stringMatching(/^[\d,]+ values of items\.version \(id \d+: "\d" becomes "v\d", .*, \.\.\.\)$/)],
      ['the rows of users'],
    ])
    expect(describeRehearsal(rehearsal)).toContain('  changed: the rows of users')
  })

  it('says how many rows a declared deletion takes, and that a revision cannot be undone', async () => {
    const history = await historyWith({
      up: (op) => {
        op.data(
          'forget the links',
          async (db) => {
            await db.deleteFrom('item_categories').execute()
          },
          {
            loses: ['item_categories'],
          },
        )
      },
      down: cannotBeUndone('the links are not kept') as never,
    })
    const { revisions } = await rehearse(scratch.target, { ...options, history })
    expect(revisions[0]?.losses).toEqual([expect.stringMatching(/^([\d,]+) of \1 rows of item_categories$/)])
    expect(revisions[0]?.undo).toEqual({ possible: false, reason: 'the links are not kept' })
  })

  it('names a step once that was tried in a transaction first', async () => {
    const history = await historyWith({
      up: (op) => op.sql({ sqlite: 'vacuum', postgresql: 'vacuum' }, { transaction: false }),
      down: () => {},
    })
    const rehearsed = rehearse(scratch.target, { ...options, history })
    if (options.inPlace) return expect(rehearsed).rejects.toThrow('cannot be rehearsed')
    const { revisions } = await rehearsed
    expect(revisions[0]?.steps.map(({ statements }) => statements)).toEqual([['vacuum']])
  })

  it('stops with the line that the real run would stop with', async () => {
    const before = await look(scratch.target)
    const history = await historyWith({ up: (op) => op.setNotNull('items', 'created_by'), down: () => {} })
    await expect(rehearse(scratch.target, { ...options, history })).rejects.toThrow(
      /9001_change: change column items\.created_by: [\d,]+ rows of items have no created_by/,
    )
    expectSame(await look(scratch.target), before)
  })

  it('leaves no copy behind', async () => {
    await rehearse(scratch.target, { ...options, history: await historyWith(addPages) })
    if (engine === 'sqlite') {
      const names = await readdir(path.join(path.dirname(fileOf(scratch.target)), 'snapshots'))
      expect(names.filter((name) => name.startsWith('rehearsal'))).toEqual([])
    } else {
      const left = await using(scratch.target, (connection) =>
        connection.query(`select datname from pg_database where datname like 'crowfoot_rehearsal_%'`),
      )
      expect(left).toEqual([])
    }
  })

  if (engine === 'postgresql' && serverUrl !== undefined) {
    it('rehearses on a copy of the rows while others are connected', async () => {
      await using(scratch.target, async () => {
        const before = await look(scratch.target)
        const { where, revisions } = await rehearse(scratch.target, {
          history: await historyWith(addPages, dropNotes),
        })
        expect(where).toMatch(/^on the scratch database crowfoot_rehearsal_/)
        expect(revisions[1]?.losses).toHaveLength(1)
        expect(revisions[0]?.tables.map(({ name, before: rows }) => [name, rows])).toEqual(
          [...before.contents].map(([name, { rows }]) => [name, rows]),
        )
        expectSame(await look(scratch.target), before)
      })
    })
  }

  if (engine === 'sqlite') {
    it('has no rehearsal in place', async () => {
      await expect(
        rehearse(scratch.target, { inPlace: true, history: await historyWith(addPages) }),
      ).rejects.toThrow('--in-place is for PostgreSQL')
    })
  } else {
    it('rehearses in place, rolled back', async () => {
      const before = await look(scratch.target)
      const { where, revisions } = await rehearse(scratch.target, {
        inPlace: true,
        history: await historyWith(addPages, dropNotes),
      })
      expect(where).toBe('in the database itself, rolled back')
      expect(revisions).toHaveLength(2)
      expectSame(await look(scratch.target), before)
    })
  }
})
