/** What may be sent to a resource: the form of a row with what each field takes, and what stands in it. */
import { z } from 'zod'
import { isReference } from '../fields/field.ts'
import type { AnyField, ReferenceField } from '../fields/field.ts'
import { inputOf } from '../fields/input.ts'
import { field } from '../rules/checks.ts'
import type { Checked } from '../rules/checks.ts'
import { resourceFields } from './declared.ts'
import type { AnyRow, InputOf, ReferredRow, ResourceName } from './declared.ts'
import { limits } from '../rules/limits.ts'

export { readRowChoice } from './choice.ts'
export type { RowChoice } from './choice.ts'

/**
 * The form of a new row, and that of one that is there already, which names the `version` that was edited. Other rules of a resource are
 * added to them: `rowForm('loans').added.refine(...)`.
 */
export function rowForm<Name extends ResourceName>(name: Name) {
  const inputs = resourceFields(name).map(([column, declared]) => [column, inputOf(declared)] as const)
  // What a change does not send stays as it is; browsers send every field, if only as an empty text.
  const changed = inputs.map(([column, input]) => [column, input.optional()] as const)
  const added = inputs.map(([column, input], index) => {
    const isRequired = resourceFields(name)[index]?.[1].required === true
    return [column, isRequired ? input : input.optional()] as const
  })
  const version = field('The version', checkVersion)
  // The types of the fields come from their declarations, which zod's types cannot follow.
  return {
    added: z.strictObject(Object.fromEntries(added)) as unknown as z.ZodType<InputOf<Name>>,
    changed: z.strictObject({ ...Object.fromEntries(changed), version }) as unknown as z.ZodType<
      InputOf<Name> & { version: number }
    >,
  }
}

/** A deletion takes nothing but its address. */
export const parseRowDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)

function checkVersion(sent: string): Checked<number> {
  const version = idIn(sent)
  return version === undefined
    ? { problem: 'is not the number of a version', fix: 'Open the form again.' }
    : { value: version }
}

function idIn(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text.trim()) ? Number(text) : Infinity
  return id <= limits.id ? id : undefined
}

/** The text in each field of a form. */
export interface RowTexts {
  version: string
  [field: string]: string
}

type Query = Partial<Record<string, string>>

/** What a new row begins with. The address may say what it refers to: `/loans/new?item=7`. An id is no name that one could type. */
export function newTexts(name: ResourceName, query: Query = {}): RowTexts {
  return textsWith(name, '', (column, declared) =>
    isReference(declared)
      ? declared.kind === 'item'
        ? (query[column] ?? '')
        : ''
      : declared.text(declared.default ?? declared.empty),
  )
}

/** What a form shows of a row. */
export function textsOfRow(name: ResourceName, row: AnyRow): RowTexts {
  return textsWith(name, String(row.version), (column, declared) => {
    if (!isReference(declared)) return declared.text(row[column])
    const referred = row[column] as ReferredRow | null
    // Two items may have one title: an item is named by its number.
    return referred === null ? '' : declared.kind === 'item' ? String(referred.id) : referred.name
  })
}

function textsWith(
  name: ResourceName,
  version: string,
  textOf: (column: string, declared: AnyField | ReferenceField) => string,
): RowTexts {
  const texts: RowTexts = { version }
  for (const [column, declared] of resourceFields(name)) texts[column] = textOf(column, declared)
  return texts
}
