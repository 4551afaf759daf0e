/** Carries out steps on PostgreSQL by its own ALTER statements. */
import type { Connection } from '../connection/connection.ts'
import {
  addColumnSql,
  builders,
  createIndexSql,
  createTableSql,
  defaultSql,
  typeName,
} from '../ddl/create.ts'
import { MigrationError } from '../core/errors.ts'
import {
  belongingsOf,
  refuseDropOfReferred,
  refuseStaleDefault,
  requireColumn,
  requireRule,
  requireTable,
} from '../safety/guards.ts'
import { findObstacle } from '../safety/obstacles.ts'
import { needsNoTransaction } from '../core/plan.ts'
import type { Constraint, Step } from '../core/plan.ts'
import { renamedWithColumn, renamedWithTable } from '../ddl/renames.ts'
import type { Renamed } from '../ddl/renames.ts'
import { describeTable } from '../shape/index.ts'
import type { TableShape } from '../shape/shape.ts'
import { ruleText } from '../ddl/rule.ts'
import { quote } from '../ddl/quote.ts'
import { postgresConversion } from './conversion.ts'
import { setViewsAside } from './views.ts'

const schema = builders.postgresql.schema

export class PostgresApplier {
  readonly #connection: Connection
  /** Reads a table's shape: from the database, or from wherever it is known when there is no connection. */
  readonly #describe: (table: string) => Promise<TableShape | undefined>
  /** Without a connection the types are not PostgreSQL's, and there are no rows to look at. */
  readonly #offline: boolean

  constructor(connection: Connection, describe?: (table: string) => Promise<TableShape | undefined>) {
    this.#connection = connection
    this.#describe = describe ?? ((table) => describeTable(connection, table))
    this.#offline = describe !== undefined
  }

  /** A failed statement would spoil the transaction; the savepoint keeps it, so that the rows in the way can be named. */
  async apply(step: Step): Promise<void> {
    if (step.kind === 'data')
      return step.work(this.#connection.kysely, 'postgresql', (line) => this.#connection.onMessage?.(line))
    if (needsNoTransaction(step, 'postgresql')) return this.#runOutside(step)
    await this.#connection.query('savepoint crowfoot_step')
    try {
      await this.#run(step)
      await this.#connection.query('release savepoint crowfoot_step')
    } catch (error) {
      await this.#connection.query('rollback to savepoint crowfoot_step')
      const obstacle =
        dependentsIn(error) ?? (await findObstacle(this.#connection, step).catch(() => undefined))
      throw obstacle === undefined ? error : new MigrationError(obstacle, { cause: error })
    }
  }

  /** Nothing waits here: each step is carried out at once. */
  async prepare(_step: Step): Promise<void> {}

  async flush(): Promise<void> {}

  async #run(step: Exclude<Step, { kind: 'data' }>): Promise<void> {
    switch (step.kind) {
      case 'createTable':
        return this.#all(createTableSql('postgresql', step))
      case 'dropTable':
        await refuseDropOfReferred(this.#connection, step.table)
        return this.#all([schema.dropTable(step.table).compile().sql])
      case 'renameTable':
        return this.#renameTable(step.table, step.to)
      case 'addColumn':
        return this.#addColumn(step)
      case 'dropColumn':
        return this.#dropColumn(step.table, step.column)
      case 'renameColumn':
        return this.#renameColumn(step.table, step.column, step.to)
      case 'alterColumn':
        return this.#alterColumn(step)
      case 'addConstraint':
        return this.#all([addConstraintSql(step.table, step.constraint)])
      case 'dropConstraint':
        return this.#dropConstraint(step)
      case 'createIndex':
        return this.#all([createIndexSql('postgresql', step.table, step.index)])
      case 'dropIndex':
        return this.#all([dropIndexSql(step)])
      case 'sql':
        return this.#all(step.postgresql)
    }
  }

  /** A step outside a transaction; an index that a killed run left invalid is made again. */
  async #runOutside(step: Exclude<Step, { kind: 'data' }>): Promise<void> {
    if (step.kind === 'createIndex') {
      const broken = `select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid`
      const found = await this.#connection.query(broken, [quote(step.index.name)])
      if (found.length > 0) await this.#connection.query(`drop index concurrently ${quote(step.index.name)}`)
    }
    await this.#run(step)
  }

  async #all(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.#connection.query(statement)
  }

  async #shape(table: string): Promise<TableShape> {
    return requireTable(await this.#describe(table), table)
  }

  async #renameTable(table: string, to: string): Promise<void> {
    const shape = await this.#shape(table)
    await this.#all([schema.alterTable(table).renameTo(to).compile().sql])
    await this.#renameParts(to, renamedWithTable(shape, to))
    const sequences = shape.columns.filter((column) =>
      column.default?.includes(`${table}_${column.name}_seq`),
    )
    const rename = ({ name }: { name: string }) =>
      `alter sequence ${quote(`${table}_${name}_seq`)} rename to ${quote(`${to}_${name}_seq`)}`
    await this.#all(sequences.map(rename))
  }

  async #renameColumn(table: string, column: string, to: string): Promise<void> {
    const shape = await this.#shape(table)
    requireColumn(shape, column)
    await this.#all([schema.alterTable(table).renameColumn(column, to).compile().sql])
    await this.#renameParts(table, renamedWithColumn(shape, column, to))
  }

  async #renameParts(table: string, renamed: readonly Renamed[]): Promise<void> {
    const sql = ({ what, from, to }: Renamed) =>
      what === 'rule'
        ? `alter table ${quote(table)} rename constraint ${quote(from)} to ${quote(to)}`
        : `alter index ${quote(from)} rename to ${quote(to)}`
    await this.#all(renamed.map(sql))
  }

  /** Existing rows are filled before the column becomes NOT NULL. */
  async #addColumn({ table, column, fill }: Extract<Step, { kind: 'addColumn' }>): Promise<void> {
    if (!fill) return this.#all([addColumnSql('postgresql', table, column)])
    const { default: value, ...bare } = column
    const target = `alter table ${quote(table)} alter column ${quote(column.name)}`
    await this.#all([
      addColumnSql('postgresql', table, { ...bare, nullable: true }),
      `update ${quote(table)} set ${quote(column.name)} = ${fill.sql}`,
      ...(value === undefined ? [] : [`${target} set default ${defaultSql(value, 'postgresql')}`]),
      ...(column.nullable ? [] : [`${target} set not null`]),
    ])
  }

  /** PostgreSQL drops every rule and statistic that mentions the column: rules about other columns too, and all statistics, are refused first. */
  async #dropColumn(table: string, column: string): Promise<void> {
    const shape = await this.#shape(table)
    requireColumn(shape, column)
    belongingsOf(shape, column)
    const statistics = `select s.stxname::text as name from pg_statistic_ext s join pg_depend d on d.classid = 'pg_statistic_ext'::regclass and d.objid = s.oid
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid where d.refobjid = to_regclass($1) and a.attname = $2`
    const [used] = await this.#connection.query<{ name: string }>(statistics, [quote(table), column])
    if (used)
      throw new MigrationError(
        `${table}.${column} is still used by the statistics ${used.name}: drop them first`,
      )
    await this.#all([schema.alterTable(table).dropColumn(column).compile().sql])
  }

  async #alterColumn(step: Extract<Step, { kind: 'alterColumn' }>): Promise<void> {
    const { table, column, change } = step
    const shape = await this.#shape(table)
    const from = requireColumn(shape, column)
    const target = `alter table ${quote(table)} alter column ${quote(column)}`
    if (change.type) {
      refuseStaleDefault(shape, step, 'postgresql')
      const obstacle = this.#offline ? undefined : await findObstacle(this.#connection, step)
      if (obstacle !== undefined) throw new MigrationError(obstacle)
      const type = this.#offline ? undefined : from.type
      const value = change.using ?? postgresConversion(column, change.type, type)
      const putBack = await setViewsAside(this.#connection, table)
      if (change.default !== undefined) await this.#all([`${target} drop default`])
      await this.#all([`${target} type ${typeName(change.type, 'postgresql')} using ${value}`])
      await putBack()
    }
    if (change.nullable !== undefined)
      await this.#all([`${target} ${change.nullable ? 'drop' : 'set'} not null`])
    if (change.default === null) await this.#all([`${target} drop default`])
    else if (change.default !== undefined)
      await this.#all([`${target} set default ${defaultSql(change.default, 'postgresql')}`])
  }

  async #dropConstraint(step: Extract<Step, { kind: 'dropConstraint' }>): Promise<void> {
    const name = requireRule(await this.#shape(step.table), step)
    await this.#all([schema.alterTable(step.table).dropConstraint(name).compile().sql])
  }
}

const dependentObjects = ['2BP01', '0A000']

/** "... because other objects depend on it: view recent depends on column year of table items". */
function dependentsIn(error: unknown): string | undefined {
  const { code = '', message, detail } = error as { code?: string; message: string; detail?: string }
  if (!dependentObjects.includes(code) || !detail) return undefined
  return `${message}: ${detail.split('\n').join(', ')}`
}

function addConstraintSql(table: string, constraint: Constraint): string {
  return `alter table ${quote(table)} add constraint ${quote(constraint.name)} ${ruleText(constraint).text}`
}

function dropIndexSql({ name, concurrently }: { name: string; concurrently?: boolean }): string {
  return `drop index ${concurrently ? 'concurrently ' : ''}${quote(name)}`
}
