/** What the pages of a resource are called: its list, one row, the form of a row. */
import { isReference } from '../fields/field.ts'
import { capital } from '../rules/words.ts'
import { resourceFields, resourceNamed } from './declared.ts'
import type { AnyRow } from './declared.ts'

/** "Loans" */
export function titleOfRows(resource: string): string {
  return capital(resourceNamed(resource)?.noun.many ?? '')
}

/** What a row is called: the first line of text that it has, or its noun and its number, "Loan 7". */
export function titleOfRow(resource: string, row: AnyRow): string {
  for (const [name, field] of resourceFields(resource)) {
    const text = isReference(field) || field.kind !== 'text' ? '' : field.text(row[name])
    if (text !== '') return text
  }
  return `${capital(resourceNamed(resource)?.noun.one ?? '')} ${row.id}`
}

/** "Edit the loan", or "Add a loan" where there is none yet. */
export function titleOfRowForm(resource: string, row: AnyRow | undefined): string {
  const noun = resourceNamed(resource)?.noun
  return row ? `Edit the ${noun?.one ?? ''}` : `Add ${noun?.a ?? ''}`
}
