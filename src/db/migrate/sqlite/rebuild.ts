/**
 * Rebuilds a SQLite table: a new one is filled from the old one and takes its name. Rows, column order, defaults, rules with
 * their names, indexes, triggers, the autoincrement counter and the rows of every table that refers to it stay.
 *
 * Foreign keys must be off (the transaction sees to it): dropping the old table would otherwise delete the rows that refer to it.
 *
 * @see https://sqlite.org/lang_altertable.html#otheralter
 */
import type { Connection, Row } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import { findObstacle } from '../safety/obstacles.ts'
import type { Step } from '../core/plan.ts'
import type { MasterRow } from '../shape/sqlite.ts'
import { tableSql } from './definition.ts'
import type { TableText } from './definition.ts'
import type { Rebuild } from './edit.ts'
import { quote } from '../ddl/quote.ts'

export async function rebuildTable(connection: Connection, rebuild: Rebuild): Promise<void> {
  const { table } = rebuild
  await refuseObstacles(connection, rebuild)
  const own = await connection.query<MasterRow>(
    `select * from sqlite_master where tbl_name = ? and type in ('index', 'trigger') and sql is not null order by rowid`,
    [table.name],
  )
  const statistics = await readStatistics(connection, table.name)

  const temporary = `_crowfoot_new_${table.name}`
  await connection.query(`drop table if exists ${quote(temporary)}`) // left by a run that was killed
  await connection.query(tableSql({ ...table, name: temporary }))
  await connection.query(copySql(table, temporary, rebuild.values))
  await copySequence(connection, table.name, temporary)
  await connection.query(`drop table ${quote(table.name)}`)
  await takeName(connection, temporary, table.name)
  for (const { sql } of own) await connection.query(sql ?? '')
  for (const row of statistics) {
    await connection.query('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)', [
      row.tbl,
      row.idx,
      row.stat,
    ])
  }
}

/** While a view names the table that is away, SQLite refuses to rename anything, unless it is told to look at nothing else. */
async function takeName(connection: Connection, from: string, to: string): Promise<void> {
  await connection.query('pragma legacy_alter_table = on')
  try {
    await connection.query(`alter table ${quote(from)} rename to ${quote(to)}`)
  } finally {
    await connection.query('pragma legacy_alter_table = off')
  }
}

function copySql(table: TableText, temporary: string, values: ReadonlyMap<string, string>): string {
  const stored = table.columns.filter(({ rules }) => !rules.some(({ kind }) => kind === 'generated'))
  const columns = stored.map(({ name }) => quote(name))
  const from = stored.map(({ name }) => values.get(name) ?? quote(name))
  // A full-text index may know the rows by their hidden number: it is kept where no column of the table is that number.
  if (hasHiddenRowid(table)) {
    columns.unshift('rowid')
    from.unshift('rowid')
  }
  return `insert into ${quote(temporary)} (${columns.join(', ')}) select ${from.join(', ')} from ${quote(table.name)}`
}

function hasHiddenRowid({ columns, rules, options }: TableText): boolean {
  const isIntegerKey = columns.some(
    ({ type, rules: own }) => /^integer$/i.test(type) && own.some(({ kind }) => kind === 'primaryKey'),
  )
  const byRule = rules.some(
    ({ kind, text }) =>
      kind === 'primaryKey' &&
      !text.includes(',') &&
      columns.some(({ name, type }) => /^integer$/i.test(type) && text.includes(name)),
  )
  return (
    !isIntegerKey &&
    !byRule &&
    !/without\s+rowid/i.test(options) &&
    !columns.some(({ name }) => /^rowid$/i.test(name))
  )
}

async function refuseObstacles(connection: Connection, rebuild: Rebuild): Promise<void> {
  for (const step of rebuild.steps.filter(needsLook)) {
    const obstacle = await findObstacle(connection, step, sourceFor(rebuild, step))
    if (obstacle !== undefined) throw new MigrationError(obstacle)
  }
}

/** The rows as this rebuild makes them, but for the very column whose old values are asked about. */
function sourceFor({ table, values }: Rebuild, step: Step): string {
  if (values.size === 0) return quote(table.name)
  const own = step.kind === 'alterColumn' && step.change.type ? step.column : undefined
  const columns = table.columns.map(({ name }) => {
    const value = name === own ? undefined : values.get(name)
    return value === undefined ? quote(name) : `${value} as ${quote(name)}`
  })
  return `(select ${columns.join(', ')} from ${quote(table.name)}) as ${quote(table.name)}`
}

function needsLook(step: Step): boolean {
  return step.kind === 'addColumn' || step.kind === 'alterColumn' || step.kind === 'addConstraint'
}

/** A number that was given once, to a row since deleted, is not given again. */
async function copySequence(connection: Connection, from: string, to: string): Promise<void> {
  const has = await connection.query(
    `select 1 from sqlite_master where name = ? and sql like '%autoincrement%'`,
    [to],
  )
  if (has.length === 0) return
  const seq = `select ?, seq from sqlite_sequence where name = ?`
  await connection.query('delete from sqlite_sequence where name = ?', [to])
  await connection.query(`insert into sqlite_sequence (name, seq) ${seq}`, [to, from])
}

async function readStatistics(connection: Connection, table: string): Promise<Row[]> {
  const has = await connection.query(`select 1 from sqlite_master where name = 'sqlite_stat1'`)
  return has.length === 0 ? [] : connection.query('select * from sqlite_stat1 where tbl = ?', [table])
}
