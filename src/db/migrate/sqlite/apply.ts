/** Carries out steps on SQLite: by ALTER TABLE where it can, and otherwise by one rebuild for all steps on a table that need it. */
import type { Connection } from '../connection/connection.ts'
import { addColumnSql, builders, createIndexSql, createTableSql, uniqueIndexSql } from '../ddl/create.ts'
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
import type { Step } from '../core/plan.ts'
import { renamedWithColumn, renamedWithTable } from '../ddl/renames.ts'
import type { Renamed } from '../ddl/renames.ts'
import { describeTable } from '../shape/index.ts'
import type { TableShape } from '../shape/shape.ts'
import type { MasterRow } from '../shape/sqlite.ts'
import { parseTable } from './definition.ts'
import { edit } from './edit.ts'
import { ruleText } from '../ddl/rule.ts'
import type { Rebuild } from './edit.ts'
import { isEdit, joins, needsRebuild } from './needs-rebuild.ts'
import { rebuildTable } from './rebuild.ts'
import { sqlTokensOf, unquote } from './tokens.ts'
import { quote } from '../ddl/quote.ts'

const schema = builders.sqlite.schema
const SQLITE_CONSTRAINT = 19

/** One step at a time: `prepare`, then `apply`; `flush` at the end, so that a rebuild that waits for more steps is done. */
export class SqliteApplier {
  readonly #connection: Connection
  /** Only statements that SQLite 3.40 knows, for a script that another program runs. */
  readonly #portable: boolean
  #rebuild: Rebuild | undefined

  constructor(connection: Connection, { portable = false }: { portable?: boolean } = {}) {
    this.#connection = connection
    this.#portable = portable
  }

  /** Carries out the rebuild that waits, unless the next step is part of it. */
  async prepare(step: Step): Promise<void> {
    if (this.#rebuild && !joins(step, this.#rebuild)) await this.flush()
  }

  async apply(step: Step): Promise<void> {
    if (step.kind === 'data')
      return step.work(this.#connection.kysely, 'sqlite', (line) => this.#connection.onMessage?.(line))
    if (!isEdit(step) || (!this.#rebuild && !needsRebuild(step, this.#portable))) return this.#native(step)
    this.#rebuild ??= { table: await this.#definition(step.table), values: new Map(), steps: [] }
    await this.#check(step)
    edit(this.#rebuild, step)
    this.#rebuild.steps.push(step)
  }

  async flush(): Promise<void> {
    const rebuild = this.#rebuild
    this.#rebuild = undefined
    if (rebuild) await rebuildTable(this.#connection, rebuild)
  }

  async #check(step: Step): Promise<void> {
    if (step.kind !== 'alterColumn' || this.#rebuild?.values.has(step.column)) return
    const waitingDefault = this.#rebuild?.steps.some(
      (other) =>
        other.kind === 'alterColumn' && other.column === step.column && other.change.default !== undefined,
    )
    if (!waitingDefault) refuseStaleDefault(await this.#shape(step.table), step, 'sqlite')
  }

  async #native(step: Exclude<Step, { kind: 'data' }>): Promise<void> {
    switch (step.kind) {
      case 'createTable':
        return this.#run(step, createTableSql('sqlite', step))
      case 'dropTable':
        await this.#shape(step.table)
        await refuseDropOfReferred(this.#connection, step.table)
        return this.#run(step, [schema.dropTable(step.table).compile().sql])
      case 'renameTable':
        return this.#renameTable(step.table, step.to)
      case 'renameColumn':
        return this.#renameColumn(step.table, step.column, step.to)
      case 'addColumn':
        await this.#shape(step.table)
        return this.#run(step, [addColumnSql('sqlite', step.table, step.column)])
      case 'dropColumn':
        return this.#dropColumn(step.table, step.column)
      case 'alterColumn': {
        requireColumn(await this.#shape(step.table), step.column)
        const to = step.change.nullable ? 'drop' : 'set'
        return this.#run(step, [
          `alter table ${quote(step.table)} alter column ${quote(step.column)} ${to} not null`,
        ])
      }
      case 'addConstraint': {
        const { constraint } = step
        if (constraint.kind === 'unique') return this.#run(step, [uniqueIndexSql(step.table, constraint)])
        return this.#addCheck(step)
      }
      case 'dropConstraint':
        return this.#dropConstraint(step)
      case 'createIndex':
        return this.#run(step, [createIndexSql('sqlite', step.table, step.index)])
      case 'dropIndex':
        return this.#run(step, [schema.dropIndex(step.name).compile().sql])
      case 'sql':
        return this.#run(step, step.sqlite)
    }
  }

  /** Runs statements; when one fails because of rows, says which rows. */
  async #run(step: Step, statements: readonly string[]): Promise<void> {
    try {
      for (const statement of statements) await this.#connection.query(statement)
    } catch (error) {
      const obstacle = await findObstacle(this.#connection, step).catch(() => undefined)
      throw obstacle === undefined ? error : new MigrationError(obstacle, { cause: error })
    }
  }

  /** SQLite 3.53 refuses a new check also where it answers null for a row, which is no breach of it: the table is then rebuilt. */
  async #addCheck(step: Extract<Step, { kind: 'addConstraint' }>): Promise<void> {
    const { table, constraint } = step
    try {
      await this.#connection.query(
        `alter table ${quote(table)} add constraint ${quote(constraint.name)} ${ruleText(constraint).text}`,
      )
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_CONSTRAINT) throw error
      const rebuild: Rebuild = { table: await this.#definition(table), values: new Map(), steps: [step] }
      edit(rebuild, step)
      await rebuildTable(this.#connection, rebuild)
    }
  }

  /** The table goes first, so that SQLite writes the new name wherever the old one stands; the names built from it follow. */
  async #renameTable(table: string, to: string): Promise<void> {
    const shape = await this.#shape(table)
    await this.#connection.query(schema.alterTable(table).renameTo(to).compile().sql)
    await this.#renameParts(to, renamedWithTable(shape, to))
  }

  async #renameColumn(table: string, column: string, to: string): Promise<void> {
    const shape = await this.#shape(table)
    requireColumn(shape, column)
    await this.#connection.query(schema.alterTable(table).renameColumn(column, to).compile().sql)
    await this.#renameParts(table, renamedWithColumn(shape, column, to))
  }

  async #renameParts(table: string, renamed: readonly Renamed[]): Promise<void> {
    const names = new Map(renamed.map(({ from, to }) => [from, to]))
    await this.#renameRules(table, names)
    const indexes = await this.#connection.query<MasterRow>(
      `select * from sqlite_master where type = 'index' and tbl_name = ? and sql is not null`,
      [table],
    )
    for (const { name, sql } of indexes) {
      const to = names.get(name)
      if (to === undefined || sql === null) continue
      await this.#connection.query(schema.dropIndex(name).compile().sql)
      await this.#connection.query(withIndexName(sql, to))
    }
  }

  /** The name of a rule stands in the table's definition, and only a rebuild writes that anew. */
  async #renameRules(table: string, names: ReadonlyMap<string, string>): Promise<void> {
    const definition = await this.#definition(table)
    const rules = [definition, ...definition.columns].flatMap((owner) => owner.rules)
    const affected = rules.filter(({ name }) => name !== undefined && names.has(name))
    if (affected.length === 0) return
    for (const rule of affected) rule.name = names.get(rule.name ?? '') ?? rule.name ?? ''
    await rebuildTable(this.#connection, { table: definition, values: new Map(), steps: [] })
  }

  /** A column with the rules and indexes that are about it alone. */
  async #dropColumn(table: string, column: string): Promise<void> {
    const shape = await this.#shape(table)
    requireColumn(shape, column)
    const { uniques, checks, foreignKeys, indexes } = belongingsOf(shape, column)
    for (const name of [...indexes, ...uniques.filter(Boolean)])
      await this.#connection.query(`drop index if exists ${quote(name)}`)
    for (const name of this.#portable ? [] : checks.filter(Boolean))
      await this.#connection.query(`alter table ${quote(table)} drop constraint ${quote(name)}`)
    const definition = await this.#definition(table)
    const gone = [...foreignKeys, ...uniques, ...(this.#portable ? checks : [])]
    const inTable = definition.rules.filter(({ name }) => name !== undefined && gone.includes(name))
    if (inTable.length === 0 && foreignKeys.length === 0) {
      await this.#connection.query(schema.alterTable(table).dropColumn(column).compile().sql)
      return
    }
    definition.rules = definition.rules.filter((rule) => !inTable.includes(rule))
    const rebuild: Rebuild = { table: definition, values: new Map(), steps: [] }
    edit(rebuild, { kind: 'dropColumn', table, column })
    await rebuildTable(this.#connection, rebuild)
  }

  async #dropConstraint(step: Extract<Step, { kind: 'dropConstraint' }>): Promise<void> {
    const { table, what, name } = step
    requireRule(await this.#shape(table), step)
    if (what === 'check')
      return this.#run(step, [`alter table ${quote(table)} drop constraint ${quote(name)}`])
    const definition = await this.#definition(table)
    const inDefinition = [definition, ...definition.columns].some(({ rules }) =>
      rules.some((rule) => rule.name === name),
    )
    if (!inDefinition) return this.#run(step, [schema.dropIndex(name).compile().sql])
    const rebuild: Rebuild = { table: definition, values: new Map(), steps: [] }
    edit(rebuild, step)
    await rebuildTable(this.#connection, rebuild)
  }

  async #shape(table: string): Promise<TableShape> {
    return requireTable(await describeTable(this.#connection, table), table)
  }

  async #definition(table: string): Promise<Rebuild['table']> {
    const [row] = await this.#connection.query<MasterRow>(
      `select * from sqlite_master where type = 'table' and name = ?`,
      [table],
    )
    if (!row?.sql) throw new MigrationError(`there is no table ${table}`)
    return parseTable(row.sql)
  }
}

function withIndexName(sql: string, name: string): string {
  const tokens = sqlTokensOf(sql)
  const on = tokens.findIndex(({ kind, text }) => kind === 'word' && text.toLowerCase() === 'on')
  const token = tokens[on - 1]
  if (!token || unquote(token.text) === name) return sql
  return sql.slice(0, token.start) + quote(name) + sql.slice(token.end)
}
