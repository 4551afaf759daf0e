/** What somebody may send to a lookup: one entry, a deletion, and where in its index or in an entry's items they are. */
import { lookups } from '../../../declared.ts'
import type { DeclaredName, Lookup, LookupName } from '../../../declared.ts'
import type { AnyField } from '../../../fields/field.ts'
import { checkRequired } from '../../../fields/required.ts'
import { z } from 'zod'
import { checkName, field } from '../../../rules/checks.ts'
import type { Checked } from '../../../rules/checks.ts'
import { limits } from '../../../rules/limits.ts'
import { inputsOfRules } from './forms/rules.ts'

/** What a lookup's own field holds, as it is stored. */
export type FieldValue = string | number | boolean | null

/** An entry with its own fields beside the name, by their columns' names. A field that was not sent is not there. */
export interface EntryInput {
  name: string
  [field: string]: FieldValue
}

/** The text in each field of the form. */
export interface EntryTexts {
  name: string
  [field: string]: string
}

export const nameLabel = 'Name'

/** A lookup's own fields in the order of the form. */
export function fieldsOf(lookup: LookupName): [name: string, field: AnyField][] {
  return Object.entries(lookups[lookup].fields)
}

function formOf(lookup: LookupName, readable: readonly DeclaredName[]): z.ZodType<EntryInput> {
  const own = fieldsOf(lookup).map(([name, declared]) => {
    // What is not sent stays as it is; browsers send every field.
    const check = (sent: string) => checkRequired(declared, declared.parse(sent) as Checked<FieldValue>)
    return [name, field(declared.label, check).optional()]
  })
  const form = z.strictObject({
    name: field(nameLabel, checkName),
    // The state in which the form was shown; without it, nobody is told that someone else saved meanwhile.
    version: z.string().max(64).optional(),
    ...Object.fromEntries(own),
    ...(lookup === 'types' && inputsOfRules(readable)),
  })
  const checked = form.superRefine((entry, context) => {
    const problem = spanProblem(lookup, entry)
    if (problem) context.addIssue({ code: 'custom', path: [problem.field], message: problem.message })
  })
  return checked as unknown as z.ZodType<EntryInput>
}

/** Built once for each lookup and set of fields. */
const forms = new Map<string, z.ZodType<EntryInput>>()

/** @param readable the fields of items that the sender may read, and so make rules about */
export const parseEntryForm = (lookup: LookupName, readable: readonly DeclaredName[]) => (body: unknown) => {
  const key = lookup === 'types' ? [lookup, ...readable].join() : lookup
  const form = forms.get(key) ?? formOf(lookup, readable)
  forms.set(key, form)
  return form.safeParse(body)
}

/** A deletion takes nothing but its address. */
export const parseEntryDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)

/** What is wrong where the second year of a span comes before the first. */
export function spanProblem(
  lookup: LookupName,
  entry: Readonly<Record<string, unknown>>,
): { field: string; message: string } | undefined {
  const { span, fields }: Lookup = lookups[lookup]
  if (!span || Number(entry[span.to] ?? Infinity) >= Number(entry[span.from] ?? -Infinity)) return undefined
  const [from, to] = [fields[span.from]?.label ?? '', fields[span.to]?.label ?? '']
  return {
    field: span.to,
    message: `${to} comes before ${from.toLowerCase()}. Correct one of the two.`,
  }
}

/** An entry as the form shows it; without one, an empty form. */
export function textsOf(lookup: LookupName, entry: Readonly<Record<string, FieldValue>> = {}): EntryTexts {
  const own = fieldsOf(lookup).map(([name, declared]): [string, string] => {
    const value = entry[name]
    return [name, value === undefined ? '' : declared.text(value)]
  })
  return { name: String(entry.name ?? ''), ...Object.fromEntries(own) }
}

/** Stands for all digits where entries are chosen by the first letter of what they are ordered by. */
export const anyDigit = '0'

/** Which entries of an index. */
export interface EntryChoice {
  /** Only what is ordered under this, as it is folded: a letter, or several; a digit stands for all. */
  letter: string
  /** Only names that hold this. */
  q: string
  /** From 1. */
  page: number
  per_page: number
}

type Query = Partial<Record<string, string>>

const perPage = 48
const mostPages = 100_000

/** The choice in an address; what makes no sense is brought to the nearest sensible value. */
export function readEntryChoice({ letter = '', q = '', page }: Query): EntryChoice {
  return {
    letter: [...letter].slice(0, 20).join(''),
    q: [...q.trim()].slice(0, 200).join(''),
    page: whole(page, mostPages) ?? 1,
    per_page: perPage,
  }
}

/** Where in the list of an entry's items: a page up to the last numbered one, or the item to go on from. */
export function readPosition(query: Query): { page: number; after: number | null; before: number | null } {
  const after = whole(query.after, limits.id)
  return {
    page: whole(query.page, limits.numberedPages) ?? 1,
    after,
    before: after === null ? whole(query.before, limits.id) : null,
  }
}

/** A whole number from 1 to `most` (more becomes `most`), or null for anything else. */
function whole(text: string | undefined, most: number): number | null {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) && Number(text) > 0
    ? Math.min(Number(text), most)
    : null
}
