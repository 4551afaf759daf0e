/** What a revision can do. Each call only writes a step into the plan; the runner carries them out in order, in one transaction. */
import { isExpression } from './columns.ts'
import { inBatches } from './batches.ts'
import type { BatchWork } from './batches.ts'
import type { Column, DefaultValue, Expression } from './columns.ts'
import { nameOfCheck, foreignKeyName, indexName, primaryKeyName, uniqueName } from './names.ts'
import type { Constraint, DataWork, IndexPart, Step } from './plan.ts'
import { check, makeForeignKey, ownRules } from './rules.ts'
import type { ForeignKeyOptions, TableRule } from './rules.ts'
import { renameInAddresses, renameInRules } from './stored-names.ts'
import type { AddressOptions } from './stored-names.ts'

export interface IndexOptions {
  name?: string
  unique?: boolean
  where?: string
  method?: string
  include?: readonly string[]
  concurrently?: boolean
}

/** An index or rule by its columns (its name then follows the convention) or by its name. */
export type Which = readonly string[] | { readonly name: string }

/** Sorts an index from the greatest to the least: `op.createIndex('items', [desc('created_at'), desc('id')])`. */
export const desc = (column: string | Expression): IndexPart => ({ column, desc: true })

export class Operations {
  /** The plan so far. */
  readonly steps: Step[] = []

  createTable(table: string, columns: Record<string, Column>, rules: readonly TableRule[] = []): void {
    const named = Object.entries(columns).map(([name, column]) => ({ ...column.definition, name }))
    const constraints = [
      ...named.flatMap((column) => ownRules(table, column)),
      ...rules.map((rule) => rule(table)),
    ]
    this.steps.push({ kind: 'createTable', table, columns: named, constraints })
  }

  /** Drops the table with its rows: the summary and the rehearsal name them as lost. */
  dropTable(table: string): void {
    this.steps.push({ kind: 'dropTable', table })
  }

  /** Rules and indexes that are named after the table follow it to the new name. */
  renameTable(table: string, to: string): void {
    this.steps.push({ kind: 'renameTable', table, to })
  }

  /**
   * Adds a column at the end, or after the one named.
   * @param options.fill SQL for the value of the rows that are there, where it is not the default
   */
  addColumn(
    table: string,
    name: string,
    column: Column,
    options: { after?: string; fill?: Expression } = {},
  ): void {
    const named = { ...column.definition, name }
    this.steps.push({ kind: 'addColumn', table, column: named, ...options })
    for (const constraint of ownRules(table, named))
      this.steps.push({ kind: 'addConstraint', table, constraint })
  }

  /** Drops the column with its values. Drop the indexes and rules that use it first: they are part of what is undone. */
  dropColumn(table: string, column: string): void {
    this.steps.push({ kind: 'dropColumn', table, column })
  }

  renameColumn(table: string, column: string, to: string): void {
    this.steps.push({ kind: 'renameColumn', table, column, to })
  }

  /**
   * Another type, and with it another default where one is given: `op.alterType('items', 'year', integer().default(0))`.
   * Values that do not fit stop the revision; `using` is SQL that makes the new value from the old one.
   */
  alterType(table: string, column: string, to: Column, options: { using?: Expression } = {}): void {
    const { type, default: value } = to.definition
    const change = {
      type,
      ...(options.using && { using: options.using.sql }),
      ...(value !== undefined && { default: value }),
    }
    this.steps.push({ kind: 'alterColumn', table, column, change })
  }

  /** From now on every row must have a value; a row without one stops the revision. */
  setNotNull(table: string, column: string): void {
    this.steps.push({ kind: 'alterColumn', table, column, change: { nullable: false } })
  }

  dropNotNull(table: string, column: string): void {
    this.steps.push({ kind: 'alterColumn', table, column, change: { nullable: true } })
  }

  setDefault(table: string, column: string, value: DefaultValue): void {
    this.steps.push({ kind: 'alterColumn', table, column, change: { default: value } })
  }

  dropDefault(table: string, column: string): void {
    this.steps.push({ kind: 'alterColumn', table, column, change: { default: null } })
  }

  addPrimaryKey(table: string, columns: readonly string[]): void {
    const constraint = { kind: 'primaryKey', name: primaryKeyName(table), columns } as const
    this.steps.push({ kind: 'addConstraint', table, constraint })
  }

  /** Foreign keys that refer to it go first. */
  dropPrimaryKey(table: string): void {
    this.dropConstraint(table, 'primaryKey', primaryKeyName(table))
  }

  addUnique(table: string, columns: readonly string[], options: { name?: string } = {}): void {
    const constraint = { kind: 'unique', name: options.name ?? uniqueName(table, columns), columns } as const
    this.steps.push({ kind: 'addConstraint', table, constraint })
  }

  dropUnique(table: string, which: Which): void {
    this.dropConstraint(table, 'unique', nameOf(which, table, uniqueName))
  }

  addCheck(table: string, rule: string | { readonly name: string }, expression: string): void {
    this.steps.push({ kind: 'addConstraint', table, constraint: check(rule, expression)(table) })
  }

  dropCheck(table: string, rule: string | { readonly name: string }): void {
    this.dropConstraint(table, 'check', typeof rule === 'string' ? nameOfCheck(table, rule) : rule.name)
  }

  addForeignKey(
    table: string,
    columns: readonly string[],
    to: string,
    options: ForeignKeyOptions = {},
  ): void {
    this.steps.push({ kind: 'addConstraint', table, constraint: makeForeignKey(table, columns, to, options) })
  }

  dropForeignKey(table: string, which: Which): void {
    this.dropConstraint(table, 'foreignKey', nameOf(which, table, foreignKeyName))
  }

  /** The same link with other rules, as when deleting a type should no longer be refused. */
  changeForeignKey(
    table: string,
    columns: readonly string[],
    to: string,
    options: ForeignKeyOptions = {},
  ): void {
    this.dropForeignKey(table, options.name === undefined ? columns : { name: options.name })
    this.addForeignKey(table, columns, to, options)
  }

  /** An index over columns or expressions; `where` makes it partial. An index on an expression needs a name. */
  createIndex(
    table: string,
    parts: readonly (string | Expression | IndexPart)[],
    options: IndexOptions = {},
  ): void {
    const { name, unique = false, ...rest } = options
    const made = parts.map((part) =>
      typeof part === 'string' || isExpression(part) ? { column: part } : part,
    )
    this.steps.push({
      kind: 'createIndex',
      table,
      index: { ...rest, unique, parts: made, name: name ?? indexName(table, made.map(columnOf)) },
    })
  }

  dropIndex(table: string, which: Which, options: { concurrently?: boolean } = {}): void {
    const name = nameOf(which, table, indexName)
    this.steps.push({ kind: 'dropIndex', table, name, ...options })
  }

  /**
   * SQL as it stands, for what no operation says. An engine that is left out has nothing to do.
   * @param options.loses tables that have fewer rows afterwards, on purpose
   * @param options.makes what of the models it makes (`db revision` writes this), and `drops` what it takes away
   * @param options.transaction false for a statement that the engine refuses inside a transaction; it then stands alone in its revision
   */
  sql(
    statements: { sqlite?: string | readonly string[]; postgresql?: string | readonly string[] },
    options: { loses?: readonly string[]; transaction?: boolean; makes?: string; drops?: string } = {},
  ): void {
    const { loses = [], transaction = true, ...models } = options
    const list = (text: string | readonly string[] = []) => (typeof text === 'string' ? [text] : text)
    this.steps.push({
      kind: 'sql',
      sqlite: list(statements.sqlite),
      postgresql: list(statements.postgresql),
      loses,
      transaction,
      ...models,
    })
  }

  /**
   * Work on rows, with the tables as they are at this point of this revision.
   * @param title what it does, for the rehearsal: "give each item its shelf mark"
   * @param work gets `say` as well, which tells whoever runs it a line: what became of their rows that they have to know
   * @param options.loses tables that have fewer rows afterwards, on purpose
   * @param options.empty tables without rows in which it has nothing to do: `db sql` can then write a script for a new database
   */
  data(
    title: string,
    work: DataWork,
    options: { loses?: readonly string[]; empty?: readonly string[] } = {},
  ): void {
    this.steps.push({ kind: 'data', title, work, loses: options.loses ?? [], ...options })
  }

  /** Holds the place of a data step that has still to be written: until then the revision is refused before anything runs. */
  todo(title: string): void {
    this.steps.push({ kind: 'data', title, work: async () => {}, loses: [], unwritten: true })
  }

  /** The same for a large table: its rows in the order of `id`, or of another key that is unique, so many at a time. */
  batches(title: string, from: { table: string; size?: number; key?: string }, work: BatchWork): void {
    this.data(title, (db, engine) => inBatches(db, engine, from, work))
  }

  /** A field of items has another name: the rules of types about it follow. */
  renameInTypeRules(field: string, to: string): void {
    // The name is part of the row's key, and a key that changes counts as a row that is gone.
    const loses = ['item_type_fields']
    this.data(`rename ${field} to ${to} in the rules of types`, renameInRules(field, to), { loses })
  }

  /**
   * The same for the addresses of saved searches.
   * @param options.range whether its filter has two ends in an address: `year_from` and `year_to`
   * @param options.read the permission that is needed to read it: to anybody else the old name was no name of a field
   */
  renameInSavedSearches(field: string, to: string, options: AddressOptions = {}): void {
    const empty = ['saved_searches']
    this.data(`rename ${field} to ${to} in saved searches`, renameInAddresses(field, to, options), { empty })
  }

  private dropConstraint(table: string, what: Constraint['kind'], name: string): void {
    this.steps.push({ kind: 'dropConstraint', table, what, name })
  }
}

function nameOf(which: Which, table: string, name: typeof indexName): string {
  return 'name' in which ? which.name : name(table, which)
}

function columnOf(part: IndexPart): string {
  if (typeof part.column === 'string') return part.column
  throw new Error('an index on an expression needs a name: createIndex(table, [...], { name: ... })')
}
