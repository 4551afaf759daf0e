/** Rows of resources for tests, with a value for each field that is declared, whichever they are. */
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Database } from '../../src/db/engine/connection.ts'
import { lookups } from '../../src/declared.ts'
import type { LookupName } from '../../src/declared.ts'
import { isReference } from '../../src/fields/field.ts'
import type { ReferenceField } from '../../src/fields/field.ts'
import { filteringFields, optionalFields, sortableFields } from '../../src/resources/choice.ts'
import { resourceFields, resourceReferences } from '../../src/resources/declared.ts'
import { searchKey } from '../../src/rules/text.ts'
import { isFilled, showField } from '../../src/ui/fields/index.tsx'
import { addItems } from './catalogue.ts'
import { sampleOfField } from './field-samples.ts'
import { addPerson } from './people.ts'

/** Two rows as their form sends them, different in every field. What they refer to is there. */
export interface RowSample {
  first: Record<string, string>
  second: Record<string, string>
  /** The fields that may not be left empty. */
  required: string[]
}

export async function rowSample(database: Database, resource: string): Promise<RowSample> {
  const fields = resourceFields(resource)
  const sample: RowSample = { first: {}, second: {}, required: [] }
  for (const [place, [name, field]] of fields.entries()) {
    const [first, second] = isReference(field)
      ? [await addTarget(database, field), await addTarget(database, field)]
      : Object.values(sampleOfField(name, field, place))
    sample.first[name] = String(first)
    sample.second[name] = String(second)
    if (field.required === true) sample.required.push(name)
  }
  return sample
}

let targets = 0

/** @returns by what the form names it */
async function addTarget(database: Database, { kind, of }: ReferenceField): Promise<string> {
  targets++
  if (kind === 'person') return (await addPerson(database, 'member', `person${targets}`)).username
  if (kind === 'item') return String((await addItems(database, [{ title: `Target ${targets}` }]))[0])
  const name = `Entry ${targets}`
  const { table } = lookups[of as LookupName]
  await database.em().execute(`insert into ${table} (name, name_key) values (?, ?)`, [name, searchKey(name)])
  return name
}

/** What a page shows of a row that was sent so, in HTML: all but what it refers to, which has a name of its own. */
export function shownTexts(resource: string, sent: Readonly<Record<string, string>>): string[] {
  return resourceFields(resource).flatMap(([name, field]) => {
    if (isReference(field)) return field.kind === 'item' ? [] : [sent[name] ?? '']
    const { value } = field.parse(sent[name] ?? '')
    return isFilled(field, value) ? [renderToString(h('p', null, showField(field, value))).slice(3, -4)] : []
  })
}

/** The ids of the rows in a list, in their order. */
export function linksIn(resource: string, html: string): string[] {
  const links = [...html.matchAll(new RegExp(`<th scope="row"[^>]*><a href="/${resource}/(\\d+)"`, 'g'))]
  return links.map(([, id = '']) => id)
}

/** The columns by which a list can be sorted. */
export const sortsOfRows = (resource: string) => sortableFields(resource).map(([name]) => name)

/** The columns that may be empty. */
export const optionalOfRow = (resource: string) => optionalFields(resource).map(([name]) => name)

/** The addresses that choose a row which was sent so, one for each field, and no row that differs from it there. */
export function queriesOfRow(resource: string, sent: Readonly<Record<string, string>>): string[] {
  const query = (parameters: Record<string, string | undefined>) =>
    new URLSearchParams(Object.entries(parameters).map(([name, text = '']) => [name, text])).toString()
  const named = resourceReferences(resource).filter(([, { kind }]) => kind !== 'lookup')
  return [
    ...named.map(([name]) => query({ [name]: sent[name] })),
    ...filteringFields(resource).map(([name, , { kind }]) =>
      query(
        kind === 'range'
          ? { [`${name}_from`]: sent[name], [`${name}_to`]: sent[name] }
          : { [name]: sent[name] },
      ),
    ),
  ]
}
