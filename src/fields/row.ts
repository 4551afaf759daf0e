/** The columns of declared fields, as they are written. */
import type { AnyField } from './field.ts'

/** A field's column and, where it has one, that of its folded text. */
export function columnsIn(name: string, field: AnyField, value: unknown): [column: string, value: unknown][] {
  return field.keyOf
    ? [
        [name, value],
        [`${name}_key`, field.keyOf(value)],
      ]
    : [[name, value]]
}
