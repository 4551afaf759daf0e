/** The plan of a revision: its steps as plain data, which the engines carry out and the rehearsal prints. */
import type { Kysely } from 'kysely'
import type { Engine } from '../../engine/connection.ts'
import type { ColumnDefinition, ColumnType, DefaultValue, Expression, ForeignKeyRule } from './columns.ts'

export type { Engine }

/** The tables as they are at a revision. No type of today describes them: a revision is history. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type TablesThen = any

/** A rule over a table, with its name. */
export type Constraint =
  | { readonly kind: 'primaryKey'; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'unique'; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'check'; readonly name: string; readonly expression: string }
  | ForeignKey

export interface ForeignKey {
  readonly kind: 'foreignKey'
  readonly name: string
  readonly columns: readonly string[]
  readonly table: string
  readonly references: readonly string[]
  readonly onDelete?: ForeignKeyRule
  readonly onUpdate?: ForeignKeyRule
  /** Checked at the end of the transaction; with `immediate` only if the transaction asks for that. If undefined: at each statement. */
  readonly deferrable?: 'deferred' | 'immediate'
}

/** A column of an index: its name, or an expression; `desc` sorts it from the greatest. */
export interface IndexPart {
  readonly column: string | Expression
  readonly desc?: boolean
}

export interface Index {
  readonly name: string
  readonly parts: readonly IndexPart[]
  readonly unique: boolean
  /** Only the rows for which this holds are in the index. */
  readonly where?: string
  /** PostgreSQL only: how it is built, such as `gin`; and columns that it holds besides. */
  readonly method?: string
  readonly include?: readonly string[]
  /** PostgreSQL only: built without stopping writers, and so outside a transaction. */
  readonly concurrently?: boolean
}

/** What a column becomes; what is left out stays. A `default` of null takes the default away. */
export interface ColumnChange {
  readonly type?: ColumnType
  /** How the old value becomes the new one, where a plain cast is not meant. */
  readonly using?: string
  readonly nullable?: boolean
  readonly default?: DefaultValue | null
}

export type NamedColumn = ColumnDefinition & { readonly name: string }

/** Work on rows, with the tables as they are at this point of the revision. */
export type DataWork = (db: Kysely<TablesThen>, engine: Engine, say: Say) => Promise<void>

/** Tells whoever runs the revision a line: what it did with their rows that they have to know. */
export type Say = (line: string) => void

export type Step =
  | {
      kind: 'createTable'
      table: string
      columns: readonly NamedColumn[]
      constraints: readonly Constraint[]
    }
  | { kind: 'dropTable'; table: string }
  | { kind: 'renameTable'; table: string; to: string }
  | { kind: 'addColumn'; table: string; column: NamedColumn; after?: string; fill?: Expression }
  | { kind: 'dropColumn'; table: string; column: string }
  | { kind: 'renameColumn'; table: string; column: string; to: string }
  | { kind: 'alterColumn'; table: string; column: string; change: ColumnChange }
  | { kind: 'addConstraint'; table: string; constraint: Constraint }
  | { kind: 'dropConstraint'; table: string; what: Constraint['kind']; name: string }
  | { kind: 'createIndex'; table: string; index: Index }
  | { kind: 'dropIndex'; table: string; name: string; concurrently?: boolean }
  | {
      kind: 'sql'
      sqlite: readonly string[]
      postgresql: readonly string[]
      loses: readonly string[]
      transaction: boolean
      /** What of the models it makes, or takes away: `view recent_items`. */
      makes?: string
      drops?: string
    }
  | {
      kind: 'data'
      title: string
      work: DataWork
      loses: readonly string[]
      /** Where these tables are empty it has nothing to do: so far a script can go without it. */
      empty?: readonly string[]
      /** Its author has still to write it. */
      unwritten?: boolean
    }

/** Whether a step must stand alone, because the database refuses it inside a transaction. */
export function needsNoTransaction(step: Step, engine: Engine): boolean {
  if (step.kind === 'sql') return !step.transaction && step[engine].length > 0
  if (engine === 'sqlite') return false
  return (
    (step.kind === 'createIndex' && step.index.concurrently === true) ||
    (step.kind === 'dropIndex' && step.concurrently === true)
  )
}
