/**
 * What a field is: one declaration in `domain.ts`, from which its column, its input, its filter and everything else follow. Each kind of field
 * is a file of this folder (column, parse, text, filter, order) and a file of the same name in `ui/fields` (input and display).
 */
import type { RawBuilder } from 'kysely'
import type { Checked, NameRef } from '../rules/checks.ts'
import type { Permission } from '../rules/permissions.ts'

/** What every field may be declared with, whatever its kind. */
export interface FieldOptions {
  /** Said beside the field in the form. */
  help?: string
  /** Holds for what is saved from now on. The column stays open, and rows from before may lack a value. */
  required?: boolean
  /** No two items have the same value. */
  unique?: boolean
  /** The heading under which it stands in the form and on the item's page. */
  group?: string
  /** Whether it is a column of the list's table. */
  table?: boolean
  /** Whether it stands on the item's card. */
  card?: boolean
  /** Whether the list can be ordered by it; makes two indexes. */
  sort?: boolean
  /** Whether the list can be narrowed by it. */
  filter?: boolean
  /** Whether it is searched. */
  search?: boolean
  /** Who may read it, in whatever form. For all others the field does not exist. Default: whoever may read the catalogue. */
  read?: Permission
  /** Who may write it, beyond being allowed to save the item at all. Default: everybody who may. */
  write?: Permission
}

export interface OptionsWith<Value> extends FieldOptions {
  /** What a new item has where nothing else is said. */
  default?: Value
}

/** A rule that the database itself keeps. */
export interface Check {
  /** Follows `ck_TABLE_NAME_`: `range`. */
  name: string
  /** SQL that both engines understand. */
  expression: string
}

/** How the list is ordered by a field: the SQL that is compared, by direction. What has no value comes last both ways. */
export interface Order {
  up: string
  down: string
}

export type KindName =
  | 'title'
  | 'text'
  | 'longText'
  | 'identifier'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'rating'
  | 'year'
  | 'date'
  | 'dateTime'
  | 'choice'
  | 'yesNo'
  | 'link'

/**
 * A declared field. `Value` is what it holds in our code, with `null` or an empty text where there is none; `Column` is MikroORM's
 * builder of its column; `Keyed` says whether a column `NAME_key` stands beside it, with the folded text by which it is compared.
 */
export interface DeclaredField<
  Value = unknown,
  Column = unknown,
  Keyed extends boolean = boolean,
> extends FieldOptions {
  readonly kind: KindName
  readonly label: string
  /** The value of an item that has none. */
  readonly empty: Value
  readonly default?: Value
  readonly keyed: Keyed
  /** The column, for the model: a new builder with each call. */
  readonly column: () => Column
  readonly checks: (name: string) => Check[]
  /** What a form or a cell of a file says, as a value. Empty text is no value. */
  readonly parse: (sent: string) => Checked<Value>
  /** The value as a form and a file hold it; `parse(text(value))` is `value`. Empty where there is none. */
  readonly text: (value: Value) => string
  /** The value as JSON holds it. Without it: as it is. */
  readonly json?: (value: Value) => unknown
  /** The value of what the database answered, where an engine answers it in a form of its own. */
  readonly fromRow?: (stored: unknown) => Value
  /** The folded text beside it. */
  readonly keyOf?: (value: Value) => string | null
  /** Words that do not count for the order of the list where the text begins with them, folded. */
  readonly articles?: readonly string[]
  /** @param column the column with its table, or alone */
  readonly order?: (column: string) => Order
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what was chosen is only passed on to the filter it comes from
  readonly filterBy?: Filter<any>
}

/**
 * A declared field that refers to rows of another table: entries of a lookup, accounts, other items. In our code it is a list of names
 * by which the rows are found, whether it takes one or many.
 */
export interface ReferenceField extends FieldOptions {
  readonly kind: 'lookup' | 'person' | 'item'
  readonly label: string
  /** The lookup; nothing where it refers to an account or an item. */
  readonly of?: string
  /** Whether it takes many, in an order. */
  readonly many: boolean
  /** Whether a name that is not there yet is made. */
  readonly makes: boolean
  /** Reads the names that were sent; empty ones are none. */
  readonly readNames: (sent: readonly string[]) => Checked<NameRef[]>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what was chosen is only passed on to the filter it comes from
  readonly filterBy?: Filter<any>
}

/** Whether the search index holds its words: always for titles, identifiers and lookups, else where the declaration asks for it. */
export function isIndexed({
  kind,
  search,
  filter,
}: Pick<AnyField | ReferenceField, 'kind' | 'search' | 'filter'>) {
  if (kind === 'person' || kind === 'item') return false
  if (kind === 'title' || kind === 'identifier' || kind === 'lookup') return true
  return search === true || (kind === 'longText' && filter === true)
}

export type Declarations = Readonly<Record<string, AnyField | ReferenceField>>

export const isReference = (field: AnyField | ReferenceField): field is ReferenceField => 'many' in field

/** Any declared field of the item's own row. Values are only passed on to the field that they come from. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has a value of its own
export type AnyField = DeclaredField<any>

export type Fields = Readonly<Record<string, AnyField>>

/** The value of each field, by name. */
export type ValuesOf<F extends Fields> = {
  [Name in keyof F]: F[Name] extends DeclaredField<infer Value> ? Value : never
}

/** MikroORM's builders of the fields' columns, by name. */
export type ColumnsOf<F extends Declarations> = {
  [Name in keyof F as F[Name] extends { many: boolean } ? never : Name]: F[Name] extends DeclaredField<
    infer _Value,
    infer Column
  >
    ? Column
    : never
}

/** Whether a column `NAME_sort_key` stands beside it, with what the list is ordered by. */
export const hasSortKey = ({ keyed, sort }: AnyField): boolean => keyed && sort === true

/** The names of the columns with the folded text of fields. */
export type KeysOf<F extends Declarations> = {
  [Name in keyof F & string]: F[Name] extends { keyed: true } ? `${Name}_key` : never
}[keyof F & string]

/** One thing by which a list is narrowed. What was chosen is a plain value, so that it can stand in an address and in a cache's key. */
export interface Filter<Choice = unknown> {
  readonly kind: 'range' | 'choices' | 'contains' | 'words' | 'person'
  /** All that can be chosen, where it is one of a list. */
  readonly keys?: readonly string[]
  /** The names of its parameters in the address. */
  parameters(name: string): string[]
  /**
   * @param sent the values of a parameter
   * @param say takes a sentence for the visitor about what could not be used
   * @returns undefined where nothing is chosen
   */
  read(
    of: {
      name: string
      label: string
      /** The viewer's own username, where they have one. */ me?: string | undefined
    },
    sent: (parameter: string) => readonly string[],
    say: (notice: string) => void,
  ): Choice | undefined
  /** The parameters as they stand in an address. */
  query(name: string, choice: Choice): Record<string, string | string[]>
  /** How many things are chosen, for the number beside the button "Filters". */
  count(choice: Choice): number
  /**
   * None where the search index finds what is chosen, and not the column.
   * @param column the column with its table
   */
  where?(column: string, choice: Choice): RawBuilder<boolean>
}
