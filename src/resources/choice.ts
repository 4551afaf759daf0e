/** Which rows of a resource a list shows, in which order, and where in it a page begins: as it stands in an address. */
import { isReference } from '../fields/field.ts'
import type { AnyField, ReferenceField } from '../fields/field.ts'
import { limits } from '../rules/limits.ts'
import { resourceFields, resourceReferences } from './declared.ts'

export interface RowChoice {
  /** What the rows refer to, by the names of fields: the id of an item or an entry, a username or `me`. */
  readonly chosen: Readonly<Record<string, string>>
  /** What is chosen of each other field; see its `filterBy`. */
  readonly fields: Readonly<Record<string, unknown>>
  /** The fields that are empty in them: `without=returned`. */
  readonly without: readonly string[]
  /** A field's name, with `-` before it for the other way round. Empty: the newest first. */
  readonly sort: string
  /** The id of the row after, or before, which the page begins. */
  readonly after: number | null
  readonly before: number | null
}

/** The parameters of an address: each with its value, or with all that were sent. */
type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** The fields by which a list is sorted and narrowed are those that stand in it. */
const inList = (resource: string) => resourceFields(resource).filter(([, { table }]) => table === true)

export const sortableFields = (resource: string) =>
  inList(resource).filter(([, field]) => isReference(field) || field.keyed || field.order !== undefined)

/** Fields with a filter of their own: neither long texts, whose words no index of rows holds, nor references, which are chosen directly. */
export const filteringFields = (resource: string) =>
  inList(resource).flatMap(([name, field]) =>
    isReference(field) || !field.filterBy?.where ? [] : [[name, field, field.filterBy] as const],
  )

/** Fields that may be empty. */
export const optionalFields = (resource: string) =>
  inList(resource).filter(([, { required }]) => required !== true)

/** The choice in an address. What makes no sense is left out. */
export function readRowChoice(resource: string, query: Query): RowChoice {
  const all = (name: string) => [query[name] ?? []].flat()
  const last = (name: string) => all(name).at(-1)?.trim() ?? ''
  const chosen = resourceReferences(resource).flatMap(([name, { kind }]) => {
    const text = [...last(name)].slice(0, 200).join('')
    return text !== '' && (kind === 'person' || idIn(text) !== undefined) ? [[name, text]] : []
  })
  const fields = filteringFields(resource).map(([name, { label }, filterBy]) => [
    name,
    filterBy.read({ name, label }, all, () => undefined) as unknown,
  ])
  const sort = last('sort')
  const after = idIn(last('after')) ?? null
  return {
    chosen: Object.fromEntries(chosen) as Record<string, string>,
    fields: Object.fromEntries(fields.filter(([, choice]) => choice !== undefined)) as Record<
      string,
      unknown
    >,
    without: namesOf(optionalFields(resource)).filter((name) => all('without').includes(name)),
    sort: namesOf(sortableFields(resource)).includes(sort.replace(/^-/, '')) ? sort : '',
    after,
    before: after === null ? (idIn(last('before')) ?? null) : null,
  }
}

const namesOf = (fields: readonly (readonly [name: string, field: AnyField | ReferenceField])[]) =>
  fields.map(([name]) => name)

function idIn(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Infinity
  return id <= limits.id ? id : undefined
}

/** The choice as it stands in an address, from its first page. */
export function queryOfRows(
  resource: string,
  choice: RowChoice,
): Record<string, string | string[] | undefined> {
  const queries = filteringFields(resource).flatMap(([name, , filterBy]) =>
    choice.fields[name] === undefined ? [] : Object.entries(filterBy.query(name, choice.fields[name])),
  )
  return {
    ...choice.chosen,
    ...Object.fromEntries(queries),
    without: [...choice.without],
    sort: choice.sort === '' ? undefined : choice.sort,
  }
}
