/** Reads the shape of a database on either engine. */
import { bookkeepingTable } from '../graph/bookkeeping.ts'
import type { Connection } from '../connection/connection.ts'
import type { Shape, TableShape } from './shape.ts'
import { describePostgres } from './postgresql.ts'
import { describeSqlite } from './sqlite.ts'

/** Reads the shape of a database, all in the order of names, without the table that the tool keeps for itself. */
export async function describeDatabase(connection: Connection): Promise<Shape> {
  const shape =
    connection.engine === 'sqlite' ? await describeSqlite(connection) : await describePostgres(connection)
  return {
    tables: shape.tables
      .filter(({ name }) => name !== bookkeepingTable)
      .map(sorted)
      .toSorted(byName),
    views: shape.views.toSorted(byName),
    functions: shape.functions.toSorted(byName),
    types: shape.types.toSorted(byName),
    others: shape.others.toSorted(),
  }
}

/** One table. @returns undefined where there is none of that name */
export async function describeTable(connection: Connection, name: string): Promise<TableShape | undefined> {
  const { tables } = await (connection.engine === 'sqlite'
    ? describeSqlite(connection, name)
    : describePostgres(connection, name))
  return tables.find((table) => table.name === name)
}

function sorted(table: TableShape): TableShape {
  return {
    ...table,
    uniques: table.uniques.toSorted(byName),
    checks: table.checks.toSorted(byName),
    foreignKeys: table.foreignKeys.toSorted(byName),
    indexes: table.indexes.toSorted(byName),
    triggers: table.triggers.toSorted(byName),
  }
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
