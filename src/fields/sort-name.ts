/** The name under which an entry stands in its list, of lookups with `sortName: true`. It is a field of the entry like its other ones. */
import { limits } from '../rules/limits.ts'
import { textField } from './text.ts'

// It has no key of its own: `sort_key` is made from it or, where it is empty, from the name.
const { keyOf: _, ...text } = textField('Sort name', {
  help: 'Where it stands in lists, such as Le Guin, Ursula K. Left empty, it is made from the name.',
  limit: limits.name,
})

export const sortNameField = {
  ...text,
  keyed: false as const,
  checks: (name: string) => [
    { name: 'not_blank', expression: `trim(${name}) <> ''` },
    { name: 'length', expression: `length(${name}) <= ${limits.name}` },
  ],
}

/** What the entries of a lookup are ordered by, as SQL; those that were written by hand may have no `sort_key`. */
export const entryOrder = ({ sortName }: { readonly sortName?: boolean }, table?: string): string => {
  const of = table === undefined ? '' : `${table}.`
  return sortName ? `coalesce(${of}sort_key, ${of}name_key)` : `${of}name_key`
}
