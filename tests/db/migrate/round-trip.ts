/** Takes a change up, down and up again, and compares what the database holds and looks like at each stop. */
import { expect } from 'vitest'
import { readContents } from '../../../src/db/migrate/rehearse/content.ts'
import {
  downgrade,
  History,
  loadRevisions,
  openForMigration,
  upgrade,
} from '../../../src/db/migrate/index.ts'
import type { Connection, Revision, Target } from '../../../src/db/migrate/index.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'
import { describeDatabase } from '../../../src/db/migrate/shape/index.ts'
import type { Shape } from '../../../src/db/migrate/shape/shape.ts'
import { startingPoint } from './museum-database.ts'

export interface Change {
  up: (op: Operations) => void
  down: (op: Operations) => void
}

/** The project's revisions up to the starting point, and this one. */
export async function historyWith(...changes: Change[]): Promise<History> {
  const known = await loadRevisions()
  const first = [...known.withAncestors(known.find(startingPoint))].map((id) => known.find(id))
  return new History([...first, ...changes.map((change, i) => revision(change, i))])
}

function revision({ up, down }: Change, i: number): Revision {
  const id = (n: number) => `${9001 + n}_change`
  const follows = i === 0 ? startingPoint : id(i - 1)
  return {
    id: id(i),
    follows: [follows],
    message: 'change',
    checksum: `${i}`,
    file: { follows, message: 'change', up, down },
  }
}

export interface Stop {
  shape: Shape
  contents: Awaited<ReturnType<typeof readContents>>
}

/** What the database holds and looks like now. */
export async function look(target: Target): Promise<Stop> {
  return using(target, async (connection) => {
    await connection.query('begin')
    const shape = await describeDatabase(connection)
    const contents = await readContents(connection, shape)
    await connection.query('rollback')
    return { shape, contents }
  })
}

export async function using<T>(target: Target, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openForMigration(target)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** What an undo may leave different, because it lies in the nature of the change. */
export interface Losses {
  /** Tables whose rows come back with something missing. */
  content?: string[]
  /** Tables whose columns come back in another order: PostgreSQL adds a column at the end. */
  order?: string[]
}

/** @returns what stood after the first way up */
export async function roundTrip(
  target: Target,
  change: Change,
  losses: Losses = {},
  then?: (connection: Connection) => Promise<void>,
): Promise<Stop> {
  const history = await historyWith(change)
  const before = await look(target)
  await upgrade(target, { history })
  const up = await look(target)
  if (then) await using(target, then)
  await downgrade(target, { history, to: '-1' })
  expectSame(await look(target), before, losses)
  await upgrade(target, { history })
  expectSame(await look(target), up, losses)
  return up
}

export function expectSame(now: Stop, then: Stop, { content = [], order = [] }: Losses = {}): void {
  const shapeOf = ({ shape }: Stop) => ({
    ...shape,
    tables: shape.tables.map((table) =>
      order.includes(table.name)
        ? { ...table, columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
        : table,
    ),
  })
  expect(shapeOf(now)).toEqual(shapeOf(then))
  const contentOf = ({ contents }: Stop) =>
    Object.fromEntries(
      [...contents].map(([table, { rows, digest }]) => [
        table,
        content.includes(table) ? { rows } : { rows, digest },
      ]),
    )
  expect(contentOf(now)).toEqual(contentOf(then))
}
