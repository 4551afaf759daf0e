/** A lookup's own fields, as its pages show them. */
import { lookups } from '../../../../declared.ts'
import type { Lookup, LookupName } from '../../../../declared.ts'
import type { AnyField } from '../../../../fields/field.ts'
import { proposedSortName } from '../../../../rules/sort-name.ts'
import { lifeText } from '../../../../ui/year.ts'
import { fieldsOf } from '../forms.ts'
import type { FieldValue } from '../forms.ts'
import type { Entry } from '../queries.ts'

/** The fields that are shown by themselves: all but the two of a span, and the sort name. */
export function shownFields(lookup: LookupName): [name: string, field: AnyField][] {
  const { span }: Lookup = lookups[lookup]
  return fieldsOf(lookup).filter(([name]) => ![span?.from, span?.to, 'sort_name'].includes(name))
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

/** What an entry is called in a list, which is ordered by it. */
export function listedName(lookup: LookupName, { name, sort_name }: Entry): string {
  const { sortName }: Lookup = lookups[lookup]
  return sortName ? String(sort_name ?? proposedSortName(name)) : name
}
