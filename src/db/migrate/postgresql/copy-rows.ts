/** Fills a database that the revisions built with the rows of another, which stays in use meanwhile. */
import { applySteps } from '../core/apply.ts'
import type { Connection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import type { Step } from '../core/plan.ts'
import { shapeDifferences } from '../shape/diff.ts'
import { describeDatabase } from '../shape/index.ts'
import type { TableShape } from '../shape/shape.ts'
import { quote } from '../ddl/quote.ts'

/**
 * Copies all rows of `source` as they are at one moment. Foreign keys of the copy are away while it is filled, so that the order of
 * the tables does not matter, and its triggers sleep.
 * @throws MigrationError where the two have not the same tables
 */
export async function copyRows(source: Connection, copy: Connection): Promise<void> {
  const { tables } = await describeDatabase(copy)
  const [difference] = shapeDifferences(await describeDatabase(source), {
    ...(await describeDatabase(copy)),
  }).filter((line) => !line.includes('the columns stand in the order'))
  if (difference !== undefined)
    throw new MigrationError(
      `the database is not what its revisions build (${difference}), so no copy of it can be made while it is in use`,
    )
  const keys = tables.flatMap(keysOf)
  await source.query('begin isolation level repeatable read read only')
  try {
    await applySteps(
      copy,
      keys.map(({ drop }) => drop),
    )
    for (const table of tables) await copyTable(source, copy, table)
    await applySteps(
      copy,
      keys.map(({ add }) => add),
    )
  } finally {
    await source.query('rollback')
  }
}

function keysOf({ name: table, foreignKeys }: TableShape): { drop: Step; add: Step }[] {
  return foreignKeys.map(({ name, columns, table: to, references, onDelete, onUpdate }) => ({
    drop: { kind: 'dropConstraint', table, what: 'foreignKey', name },
    add: {
      kind: 'addConstraint',
      table,
      constraint: {
        kind: 'foreignKey',
        name,
        columns,
        table: to,
        references,
        onDelete: onDelete as 'restrict',
        onUpdate: onUpdate as 'restrict',
      },
    },
  }))
}

/** Rows travel as JSON text, in which PostgreSQL writes and reads every type exactly. */
async function copyTable(source: Connection, copy: Connection, { name, columns }: TableShape): Promise<void> {
  const table = quote(name)
  await copy.query(`alter table ${table} disable trigger user`)
  await copy.query(`delete from ${table}`)
  for await (const rows of source.stream(`select row_to_json(t)::text as row from ${table} as t`)) {
    const json = `[${rows.map(({ row }) => String(row)).join(',')}]`
    await copy.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [
      json,
    ])
  }
  await copy.query(`alter table ${table} enable trigger user`)
  for (const column of columns.filter((each) => each.default?.startsWith('nextval('))) {
    const last = `(select max(${quote(column.name)}) from ${table})`
    await copy.query(`select setval(pg_get_serial_sequence($1, $2), ${last}) where ${last} is not null`, [
      table,
      column.name,
    ])
  }
}
