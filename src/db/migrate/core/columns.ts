/** Columns as a revision writes them: `text().notNull().default('')`. One description serves both engines. */

/** What a column can hold. `key` is folded text, compared by code point on both engines (`collate "C"` on PostgreSQL). `time` is a moment in UTC: ISO 8601 text on SQLite, timestamptz(3) on PostgreSQL. */
export type ColumnType =
  | { kind: 'integer' | 'bigint' | 'real' | 'boolean' | 'text' | 'key' | 'time' | 'date' | 'json' | 'bytes' }
  | { kind: 'decimal'; precision: number; scale: number }
  | { kind: 'custom'; sqlite: string; postgresql: string }

/** SQL that stands as it is, where a value would be quoted: `expression('current_timestamp')`. */
export interface Expression {
  readonly sql: string
}

export type DefaultValue = string | number | boolean | Expression

/** What happens to a row when the row it refers to is deleted (or its key changes). */
export type ForeignKeyRule = 'restrict' | 'cascade' | 'set null' | 'set default' | 'no action'

export interface Reference {
  readonly table: string
  readonly column: string
  readonly onDelete?: ForeignKeyRule
  readonly onUpdate?: ForeignKeyRule
}

/** A column's definition, without its name. */
export interface ColumnDefinition {
  readonly type: ColumnType
  readonly nullable: boolean
  readonly default?: DefaultValue
  /** An integer that the database counts up by itself: `id()`. */
  readonly autoIncrement?: boolean
  /** SQL by which the database works the value out from the row's other columns, and stores it. */
  readonly generated?: string
  readonly unique?: boolean
  readonly references?: Reference
}

/** A column being described; each call answers a new one, so that a half-made column can be shared. */
export class Column {
  readonly definition: ColumnDefinition

  constructor(definition: ColumnDefinition) {
    this.definition = definition
  }

  /** Every row must have a value. */
  notNull(): Column {
    return new Column({ ...this.definition, nullable: false })
  }

  /** The value of a row that gives none. */
  default(value: DefaultValue): Column {
    return new Column({ ...this.definition, default: value })
  }

  /** The database works the value out from the row's other columns: `integer().generatedAs('width * height')`. */
  generatedAs(expression: string): Column {
    return new Column({ ...this.definition, generated: expression })
  }

  /** No two rows have the same value; the rule is called `uq_<table>_<column>`. */
  unique(): Column {
    return new Column({ ...this.definition, unique: true })
  }

  /** The value is the `id` of a row in another table; the rule is called `fk_<table>_<column>`. */
  references(table: string, rules: Partial<Omit<Reference, 'table'>> = {}): Column {
    return new Column({ ...this.definition, references: { column: 'id', ...rules, table } })
  }
}

const column = (type: ColumnType) => new Column({ type, nullable: true })

/** The usual primary key: a whole number that the database counts up and never uses twice. `bigint` where two billion may not be enough. */
export const id = (kind: 'integer' | 'bigint' = 'integer') =>
  new Column({ type: { kind }, nullable: false, autoIncrement: true })
export const integer = () => column({ kind: 'integer' })
export const bigint = () => column({ kind: 'bigint' })
export const real = () => column({ kind: 'real' })
export const boolean = () => column({ kind: 'boolean' })
export const text = () => column({ kind: 'text' })
/** A name or title as `searchKey()` folds it: both engines compare and sort it alike. */
export const key = () => column({ kind: 'key' })
export const time = () => column({ kind: 'time' })
export const date = () => column({ kind: 'date' })
export const json = () => column({ kind: 'json' })
export const bytes = () => column({ kind: 'bytes' })
/** An exact number with `scale` digits after the point: `decimal(10, 2)` for money. SQLite keeps it as a number of its own. */
export const decimal = (precision: number, scale: number) => column({ kind: 'decimal', precision, scale })
/** A type that only the engine knows, named for each. */
export const custom = (names: { sqlite: string; postgresql: string }) => column({ kind: 'custom', ...names })

export const expression = (sql: string): Expression => ({ sql })

export function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'sql' in value
}
