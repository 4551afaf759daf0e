/** A field that refers to one row of another table: typed in a form, and where the row is to be seen. */
import { lookups } from '../../declared.ts'
import type { LookupName } from '../../declared.ts'
import type { ReferenceField } from '../../fields/field.ts'
import { paths } from '../../paths.ts'
import { ItemField } from '../item-field.tsx'
import { TextField } from '../text-field.tsx'

/** Where a row is to be seen; accounts have no page for everybody. */
export function hrefOfRow({ kind, of = '' }: ReferenceField, id: number): string | undefined {
  return kind === 'person' ? undefined : kind === 'item' ? paths.item(id) : paths.entry(of, id)
}

interface ReferenceInputProps {
  readonly name: string
  readonly field: ReferenceField
  readonly value: string
  readonly error: string | undefined
  /** What the item is called that the value names. */
  readonly title?: string | undefined
}

/** The input of a field that refers to a row which is there already. */
export function ReferenceInput({ name, field, value, error, title }: ReferenceInputProps) {
  const { kind, of, label, required, help } = field
  const hint = help ?? (kind === 'lookup' ? `The name of ${lookups[of as LookupName].noun.a}` : undefined)
  const shared = { name, label, value, error, required, hint }
  return kind === 'item' ? <ItemField {...shared} title={title} /> : <TextField {...shared} width="medium" />
}
