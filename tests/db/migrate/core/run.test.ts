/** Upgrading and downgrading: snapshots before, one clear line when something is wrong, and nothing changed by it. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { text } from '../../../../src/db/migrate/define.ts'
import {
  downgrade,
  History,
  loadRevisions,
  MigrationError,
  readState,
  restore,
  stamp,
  upgrade,
} from '../../../../src/db/migrate/index.ts'
import type { Revision } from '../../../../src/db/migrate/index.ts'
import type { Operations } from '../../../../src/db/migrate/core/operations.ts'
import { expectSame, historyWith, look, using } from '../round-trip.ts'

const nothing = { up: () => {}, down: () => {} }

/** A made-up history: `{ a: [], b: ['a'] }`. */
function historyOf(follows: Record<string, string[]>, up: (op: Operations) => void = () => {}): History {
  const revision = ([id, before]: [string, string[]]): Revision => ({
    id,
    follows: before,
    message: id,
    checksum: id,
    file: { follows: before, message: id, up, down: nothing.down },
  })
  return new History(Object.entries(follows).map(revision))
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(MigrationError)
  const { message } = error as Error
  expect(message).not.toContain('\n')
  return message
}

let folder: string
let scratch: { target: string }
let run = 0
beforeEach(async () => {
  // A folder for each test, so that its snapshots are its own.
  folder = path.join(inject('runFolder'), `run-${process.pid}-${run++}`)
  await mkdir(folder)
  scratch = { target: `sqlite:${path.join(folder, 'catalogue.db')}` }
})

describe('snapshots', () => {
  const names = async () =>
    (await readdir(path.join(folder, 'snapshots'))).filter((name) => name.endsWith('.db')).toSorted()

  it('takes none of an empty database', async () => {
    await upgrade(scratch.target)
    expect(await names()).toEqual([])
  })

  it('takes one before each migration, named after the revision, with the database as it was', async () => {
    await upgrade(scratch.target, { to: '0004' })
    await upgrade(scratch.target, {
      history: await historyWith({
        up: (op) => op.addColumn('items', 'place', text()),
        down: (op) => op.dropColumn('items', 'place'),
      }),
    })
    const [name = ''] = await names()
    expect(name).toMatch(/^\d{8}-\d{6}-\d{3}-before-9001_change\.db$/)
    const snapshot = new DatabaseSync(path.join(folder, 'snapshots', name), { readOnly: true })
    expect(
      snapshot.prepare(`select count(*) as n from pragma_table_info('items') where name = 'place'`).get(),
    ).toEqual({ n: 0 })
    snapshot.close()
  })

  it('keeps the newest ten, and files of other names', async () => {
    const history = await historyWith(nothing)
    await upgrade(scratch.target, { history })
    await writeFile(path.join(folder, 'snapshots', 'mine.db'), '')
    for (let i = 0; i < 6; i++) {
      await downgrade(scratch.target, { history, to: '-1' })
      await upgrade(scratch.target, { history })
    }
    expect(await names()).toHaveLength(11)
    expect(await names()).toContain('mine.db')
  })
})

describe('going to a revision', () => {
  it('stops at the one named, by its name or the beginning of it, and goes back to one or by steps', async () => {
    const { target } = scratch
    expect((await upgrade(target, { to: '0003' })).map(({ id }) => id.slice(0, 4))).toEqual([
      '0001',
      '0002',
      '0003',
    ])
    expect((await upgrade(target, { to: '0004' })).map(({ id }) => id.slice(0, 4))).toEqual(['0004'])
    expect((await downgrade(target, { to: '-2' })).map(({ id }) => id.slice(0, 4))).toEqual(['0004', '0003'])
    expect((await downgrade(target, { to: '0001' })).map(({ id }) => id.slice(0, 4))).toEqual(['0002'])
    expect((await downgrade(target, { to: 'base' })).map(({ id }) => id.slice(0, 4))).toEqual(['0001'])
    const { applied, current } = await readState(target)
    expect({ applied, current }).toEqual({ applied: [], current: [] })
  })

  it('applies the branches of a merge in order, and undoes those that build on the one named', async () => {
    const { target } = scratch
    const history = historyOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'], e: ['d'] })
    expect((await upgrade(target, { history })).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect((await downgrade(target, { history, to: 'b' })).map(({ id }) => id)).toEqual(['e', 'd'])
    expect((await readState(target, history)).current).toEqual(['b', 'c'])
  })

  it('undoes one branch of a merge, leaves the other, and brings it back', async () => {
    const { target } = scratch
    const history = historyOf({ a: [], b: ['a'], b2: ['b'], c: ['a'], d: ['b2', 'c'], e: ['d'] })
    await upgrade(target, { history })
    expect((await downgrade(target, { history, branch: 'b' })).map(({ id }) => id)).toEqual([
      'e',
      'd',
      'b2',
      'b',
    ])
    expect((await readState(target, history)).current).toEqual(['c'])
    expect(await refusal(downgrade(target, { history, branch: 'b2' }))).toBe(
      'b2 is not applied, so there is nothing of its branch to undo',
    )
    expect((await upgrade(target, { history })).map(({ id }) => id)).toEqual(['b', 'b2', 'd', 'e'])
  })

  it('applies what a branch brought that was merged later', async () => {
    const { target } = scratch
    await upgrade(target, { history: historyOf({ a: [], c: ['a'] }) })
    const history = historyOf({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] })
    expect((await upgrade(target, { history })).map(({ id }) => id)).toEqual(['b', 'd'])
  })

  it('does nothing where nothing is pending', async () => {
    await upgrade(scratch.target)
    expect(await upgrade(scratch.target)).toEqual([])
  })
})

describe('what cannot be done', () => {
  afterEach(async () => {
    // Whatever was refused, the database opens.
    await using(scratch.target, (connection) => connection.query('select 1'))
  })

  it('an unknown revision', async () => {
    expect(await refusal(upgrade(scratch.target, { to: '0999' }))).toBe(
      'there is no revision "0999": see npx crowfoot db history',
    )
  })

  it('a beginning that several revisions have', async () => {
    expect(await refusal(upgrade(scratch.target, { to: '000' }))).toMatch(
      /^"000" means several revisions: 0001_create_roles_and_users, 0002_/,
    )
  })

  it('two heads', async () => {
    const history = historyOf({ a: [], b: ['a'], c: ['a'] })
    expect(await refusal(upgrade(scratch.target, { history }))).toBe(
      'there are two heads, b and c: join them with npx crowfoot db merge MESSAGE, or name one',
    )
    expect((await upgrade(scratch.target, { history, to: 'c' })).map(({ id }) => id)).toEqual(['a', 'c'])
  })

  it('a database at a revision whose file is missing', async () => {
    await upgrade(scratch.target, { history: historyOf({ a: [], zebra: ['a'] }) })
    const message = await refusal(upgrade(scratch.target, { history: historyOf({ a: [] }) }))
    expect(message).toMatch(
      /^the database is at a revision that this copy of the project does not have \(zebra\): update the project/,
    )
    expect(await refusal(downgrade(scratch.target, { history: historyOf({ a: [] }), to: '-1' }))).toContain(
      'zebra',
    )
  })

  it('a database ahead of this copy, naming the newest snapshot that this copy can go back to', async () => {
    const { target } = scratch
    await upgrade(target, { history: historyOf({ a: [] }) })
    await upgrade(target, { history: historyOf({ a: [], yak: ['a'] }) })
    await upgrade(target, { history: historyOf({ a: [], yak: ['a'], zebra: ['yak'] }) })
    // Another database of the same folder, whose snapshot is newer.
    const other = `sqlite:${path.join(folder, 'other.db')}`
    await upgrade(other, { history: historyOf({ a: [] }) })
    await upgrade(other, { history: historyOf({ a: [], wren: ['a'] }) })
    const says = await refusal(upgrade(target, { history: historyOf({ a: [] }) }))
    const [, snapshot = ''] = /npx crowfoot db restore (\S+-before-yak\.db)$/.exec(says) ?? []
    await restore(path.join(folder, 'catalogue.db'), snapshot, historyOf({ a: [] }))
    expect((await readState(target, historyOf({ a: [] }))).unknown).toEqual([])
    await upgrade(target, { history: historyOf({ a: [] }) })
  })

  it('a revision that follows one that no file has, and revisions that follow each other in a circle', () => {
    expect(() => historyOf({ a: ['gone'] })).toThrow(
      'revision a follows "gone", and there is no such file in the migrations folder',
    )
    expect(() => historyOf({ a: ['b'], b: ['a'] })).toThrow(/in a circle: a -> b -> a/)
  })

  it('more steps back than there are, or back to where the database never was', async () => {
    const history = historyOf({ a: [], b: ['a'] })
    await upgrade(scratch.target, { history, to: 'a' })
    expect(await refusal(downgrade(scratch.target, { history, to: '-2' }))).toBe(
      'only 1 revision is applied, so 2 cannot be undone: npx crowfoot db downgrade base undoes all',
    )
    expect(await refusal(downgrade(scratch.target, { history, to: 'b' }))).toBe(
      'the database is not at b or after it, so it cannot be taken back there',
    )
  })

  it('undoing what cannot be undone, with its reason, before anything else is undone', async () => {
    const known = historyOf({ a: [], b: ['a'] })
    const [a, b] = known.revisions as [Revision, Revision]
    const history = new History([
      { ...a, file: { ...a.file, down: { reason: 'the old spellings are not kept' } } },
      b,
    ])
    await upgrade(scratch.target, { history })
    expect(await refusal(downgrade(scratch.target, { history, to: 'base' }))).toBe(
      'revision a cannot be undone: the old spellings are not kept',
    )
    expect((await readState(scratch.target, history)).current).toEqual(['b'])
  })

  it.each([
    [
      'does not compile',
      'export default defineRevision({ follows: null, message: "x", up(op) { op. } })',
      /^the revision file 0001_bad\.ts cannot be read: /,
    ],
    [
      'throws when it is read',
      'throw new Error("no\\nway")',
      /^the revision file 0001_bad\.ts cannot be read: no/,
    ],
    [
      'exports nothing of use',
      'export const a = 1',
      /^the revision file 0001_bad\.ts does not say "export default defineRevision/,
    ],
  ])('a file that %s', async (_, source, says) => {
    const migrations = path.join(folder, 'migrations')
    await mkdir(migrations)
    await writeFile(path.join(migrations, '0001_bad.ts'), source)
    expect(await refusal(loadRevisions(migrations))).toMatch(says)
  })

  it.each([
    ['its steps', (op: Operations) => op.todo('price the items'), () => {}],
    ['its way back', () => {}, (op: Operations) => op.todo('price the items')],
  ])('a revision that is not finished, in %s, before anything runs', async (_, up, down) => {
    const [a, b] = historyOf({ a: [], b: ['a'] }).revisions as [Revision, Revision]
    const history = new History([a, { ...b, file: { ...b.file, up, down } }])
    const says = 'revision b is not finished, so nothing was run: still to be written in it: price the items'
    expect(await refusal(upgrade(scratch.target, { history }))).toBe(says)
    expect((await readState(scratch.target, history)).applied).toEqual([])
    // One that was applied while its way back was written, and is not now.
    await upgrade(scratch.target, { history: historyOf({ a: [], b: ['a'], c: ['b'] }) })
    const c = historyOf({ c: [] }).revisions[0] as Revision
    const later = new History([...history.revisions, { ...c, follows: ['b'] }])
    const undo = downgrade(scratch.target, { history: later, to: 'base' })
    if (_ === 'its way back') expect(await refusal(undo)).toBe(says)
    else await undo
    expect((await readState(scratch.target, later)).applied).toEqual(
      _ === 'its way back' ? ['a', 'b', 'c'] : [],
    )
  })

  it('a revision whose plan throws', async () => {
    const history = historyOf({ a: [] }, () => {
      throw new Error('not today')
    })
    expect(await refusal(upgrade(scratch.target, { history }))).toBe(
      'revision a cannot be planned: not today',
    )
  })

  it.each([
    ['sqlite:', /^cannot open|^DATABASE_URL|database/i],
    ['mysql://root@localhost/x', /^DATABASE_URL must start with sqlite: or postgres:/],
    [
      'postgres://nobody:secret@127.0.0.1:1/x',
      /^cannot reach the database postgres:\/\/nobody:\*\*\*@127\.0\.0\.1:1\/x: /,
    ],
  ])('an address that leads nowhere: %s', async (address, says) => {
    const message = await refusal(upgrade(address))
    expect(message).toMatch(says)
    expect(message).not.toContain('secret')
  })

  it('a pooler, which does not keep the settings of a connection, is told apart from a server', async () => {
    // https://www.postgresql.org/docs/current/protocol-message-formats.html (ErrorResponse)
    const refused = Buffer.from('SFATAL\0C08P01\0Munsupported startup parameter: lock_timeout\0\0')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(refused.length + 4)
    const asked: string[] = []
    const pooler = createServer((socket) => {
      socket.once('data', (startup) => {
        asked.push(startup.toString('latin1'))
        socket.end(Buffer.concat([Buffer.from('E'), length, refused]))
      })
    })
    await new Promise<void>((listening) => pooler.listen(0, '127.0.0.1', listening))
    const { port } = pooler.address() as AddressInfo
    const message = await refusal(upgrade(`postgres://nobody@127.0.0.1:${port}/x`))
    pooler.close()
    expect(message).toMatch(
      /A connection pooler stands before it: set DATABASE_URL to the address of the server/,
    )
    // PgBouncer refuses what it does not keep, and this is among it.
    expect(asked[0]).toContain('idle_in_transaction_session_timeout')
  })
})

describe('a full disk', () => {
  it('changes nothing and says so', async () => {
    const { target } = scratch
    await upgrade(target, { to: '0004' })
    await using(target, async (connection) => {
      await connection
        .query(
          `insert into creators (name, name_key) select hex(randomblob(200)), value from generate_series(1, 400)`,
        )
        .catch(async () => {
          for (let i = 0; i < 400; i++)
            await connection.query('insert into creators (name, name_key) values (hex(randomblob(200)), ?)', [
              `${i}`,
            ])
        })
    })
    const before = await look(target)
    const pages = await using(target, (connection) =>
      connection.query<{ page_count: number }>('pragma page_count'),
    )
    const history = await historyWith({
      up(op) {
        op.sql({ sqlite: `pragma max_page_count = ${(pages[0]?.page_count ?? 0) + 4}` })
        op.addColumn('items', 'place', text())
        op.setDefault('creators', 'birth_year', 1900)
      },
      down: () => {},
    })
    expect(await refusal(upgrade(target, { history }))).toBe(
      '9001_change: there is no room left on the disk, and nothing was changed',
    )
    expectSame(await look(target), before)
    expect(await upgrade(target, { history: await historyWith(nothing) })).toHaveLength(1)
  })
})

describe('a revision edited after it was applied', () => {
  it('is noticed, and accepted by stamping', async () => {
    const { target } = scratch
    const history = historyOf({ a: [], b: ['a'] })
    await upgrade(target, { history })
    const edited = new History(
      history.revisions.map((revision) =>
        revision.id === 'a' ? { ...revision, checksum: 'other' } : revision,
      ),
    )
    expect((await readState(target, edited)).edited).toEqual(['a'])
    await stamp(target, 'b', edited)
    expect((await readState(target, edited)).edited).toEqual([])
  })

  it('stamping notes a database as being elsewhere and runs nothing', async () => {
    const { target } = scratch
    const history = historyOf({ a: [], b: ['a'], c: ['b'] }, () => {
      throw new Error('it ran')
    })
    await stamp(target, 'b', history)
    expect((await readState(target, history)).applied).toEqual(['a', 'b'])
    expect(await stamp(target, 'a', history)).toMatchObject({ applied: [{ id: 'a' }], forgotten: ['b'] })
    await stamp(target, 'base', history)
    expect((await readState(target, history)).applied).toEqual([])
  })

  it('stamping a database that is newer than this copy is refused: it would forget what it has had', async () => {
    const { target } = scratch
    await upgrade(target, { history: historyOf({ a: [], zebra: ['a'] }) })
    const older = historyOf({ a: [] })
    expect(await refusal(stamp(target, 'a', older))).toMatch(/does not have \(zebra\): update the project/)
    expect(await refusal(stamp(target, 'base', older))).toMatch(/zebra/)
    expect((await readState(target, older)).applied).toEqual(['a', 'zebra'])
  })
})
