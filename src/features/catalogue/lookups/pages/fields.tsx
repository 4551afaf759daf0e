/** A lookup's own fields, as the form asks for them and as the other pages show them. */
import { lookups } from '../../../../domain.ts'
import type { Lookup, LookupField, LookupName } from '../../../../domain.ts'
import { TextArea } from '../../../../ui/text-area.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { lifeText, yearText } from '../../../../ui/year.ts'
import { fieldsOf } from '../forms.ts'
import type { FieldValue } from '../forms.ts'

interface FieldInputProps {
  readonly name: string
  readonly field: LookupField
  readonly value: string
  readonly error: string | undefined
}

export function FieldInput({ name, field: { kind, label, help }, value, error }: FieldInputProps) {
  const shared = { name, label, hint: help, value, error }
  return kind === 'year' ? <TextField {...shared} width="short" code /> : <TextArea {...shared} rows={3} />
}

/** The fields that are shown by themselves: all but the two of a span. */
export function shownFields(lookup: LookupName): [name: string, field: LookupField][] {
  const { span }: Lookup = lookups[lookup]
  return fieldsOf(lookup).filter(([name]) => name !== span?.from && name !== span?.to)
}

/** What a field holds, as people read it. */
export function fieldText({ kind }: LookupField, value: FieldValue | undefined): string {
  return kind === 'year' && typeof value === 'number' ? yearText(value) : String(value ?? '')
}

/** The two years of an entry's span, such as "1815–1852"; undefined where the lookup has none. */
export function spanText(
  lookup: LookupName,
  entry: Readonly<Record<string, FieldValue>>,
): string | undefined {
  const { span }: Lookup = lookups[lookup]
  return span && lifeText(yearIn(entry[span.from]), yearIn(entry[span.to]))
}

const yearIn = (value: FieldValue | undefined): number | null => (typeof value === 'number' ? value : null)
