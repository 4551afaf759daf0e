/** The shape of a database: its tables with columns, rules and indexes, in one form for both engines, for comparing. */

export interface ColumnShape {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  /** As SQL, in the engine's own spelling. */
  readonly default: string | null
  /** Whatever else the engine says of it: that it counts by itself, its collation, how it is computed. */
  readonly extra: string
}

export interface ForeignKeyShape {
  readonly name: string
  readonly columns: readonly string[]
  readonly table: string
  readonly references: readonly string[]
  readonly onDelete: string
  readonly onUpdate: string
  readonly extra: string
}

/** A primary key or unique rule; `extra` is what the engine says besides: deferrable, on conflict, nulls not distinct. */
export interface KeyShape {
  readonly name: string
  readonly columns: readonly string[]
  readonly extra: string
}

export interface IndexShape {
  readonly name: string
  readonly unique: boolean
  /** Columns by name and expressions in brackets, with `desc` where it is so. */
  readonly parts: readonly string[]
  readonly where: string | null
  /** Its method, what it holds besides, and whether it is fit for use, where any of that is not as usual. */
  readonly extra: string
}

/** Something whose text says all of it. */
export interface TextShape {
  readonly name: string
  readonly sql: string
}

export interface TableShape {
  readonly name: string
  readonly columns: readonly ColumnShape[]
  readonly primaryKey: KeyShape | null
  readonly uniques: readonly KeyShape[]
  readonly checks: readonly { readonly name: string; readonly expression: string }[]
  readonly foreignKeys: readonly ForeignKeyShape[]
  readonly indexes: readonly IndexShape[]
  readonly triggers: readonly TextShape[]
  /** What holds for the whole table: `strict`, row security with its policies. */
  readonly options: string
}

export interface Shape {
  readonly tables: readonly TableShape[]
  readonly views: readonly TextShape[]
  readonly functions: readonly TextShape[]
  /** Types of the database's own, such as an enum. */
  readonly types: readonly TextShape[]
  /** Tables that an extension keeps for itself, such as those of a full-text index; named only. */
  readonly others: readonly string[]
}
