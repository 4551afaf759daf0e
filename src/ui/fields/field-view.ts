/** What each kind of field looks like: where it is typed, and where it is read. */
import type { ComponentChildren } from 'preact'
import type { SchemeOfType } from '../../rules/identifiers/index.ts'

/** What an input of a form is told. */
export interface InputProps {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly required?: boolean | undefined
  /** What stands in it: the text that `parse` of the field reads. */
  readonly value: string
}

/**
 * `Declared` is what `fields/` makes of a declaration of this kind, as far as it is needed here.
 */
export interface FieldView<Value, Declared = object> {
  readonly Input: (props: InputProps & { readonly field: Declared }) => ComponentChildren
  /** The value as people read it, in the language of the domain. Never asked for a value that is empty. */
  readonly show: (value: Value, field: Declared, type?: SchemeOfType) => ComponentChildren
  /** How a cell of a table sets it; see `TableColumn`. */
  readonly cell?: 'text' | 'long' | 'number' | 'code'
  /** How one end of a range is typed. */
  readonly rangeInput?: 'number' | 'date' | 'text'
}
