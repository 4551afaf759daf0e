/** What the index holds of each item: the words of its fields, read from the database as it is now. */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { fieldNamed, itemReferences } from '../declared.ts'
import type { ReferenceName } from '../declared.ts'
import { engineUsedBy, isOneOf } from '../db/engine/many.ts'
import type { Reader } from '../db/engine/connection.ts'
import { referenceTables } from '../db/reading/references.ts'
import { normalForms } from '../rules/identifiers/index.ts'
import { chunksOf, indexedText, separator } from '../rules/tokens.ts'
import { identifiers, parts } from './shape.ts'
import type { IndexedName } from './shape.ts'

/** An item as one part of the index holds it. */
export interface PartOfDocument {
  /** By field: tokens with a space between (see `indexedText`). */
  readonly texts: Readonly<Record<string, string>>
  /** Its identifiers without the signs between their letters and digits, each between two separators; empty where the part has none. */
  readonly codes: string
}

export interface Document {
  readonly id: number
  /** By the name of the part. */
  readonly parts: Readonly<Record<string, PartOfDocument>>
  /** Of all its parts. */
  readonly hash: string
}

type Texts = Partial<Record<IndexedName, string[]>>

const indexedReferences = itemReferences.filter(([name]) => parts.some(({ fields }) => fields.includes(name)))
const own = parts.flatMap(({ fields }) => fields.filter((name) => fieldNamed(name) !== undefined))

/** The documents of those of these items that are there: two queries, however many. */
export async function readDocuments(db: Reader, ids: readonly number[]): Promise<Document[]> {
  const items = await readItems(db, ids)
  for (const { item_id, field, name } of await readNames(db, ids)) {
    const texts = items.get(item_id)
    if (texts) (texts[field] ??= []).push(name)
  }
  return [...items].map(([id, texts]) => documentOf(id, texts))
}

/** @param texts the values of each field */
function documentOf(id: number, texts: Texts): Document {
  const made = parts.map(({ name, fields }) => {
    const inPart = fields.map((field) => [field, indexedText(spellings(field, texts[field] ?? []))])
    const codes = fields.filter((field) => identifiers.includes(field)).flatMap((field) => texts[field] ?? [])
    return [name, { texts: Object.fromEntries(inPart) as Record<string, string>, codes: codesOf(codes) }]
  })
  const all = Object.fromEntries(made) as Document['parts']
  return { id, parts: all, hash: hash('sha1', JSON.stringify(all), 'base64url') }
}

/** An identifier is found by each of its forms: an ISBN of ten digits by that of thirteen as well. */
function spellings(field: IndexedName, texts: readonly string[]): readonly string[] {
  return identifiers.includes(field)
    ? [...new Set(texts.flatMap((text) => [text, ...normalForms(text)]))]
    : texts
}

function codesOf(texts: readonly string[]): string {
  const codes = texts
    .flatMap((text) => [text, ...normalForms(text)].map(identifierCode))
    .filter((code) => code !== '')
  return codes.length === 0 ? '' : separator + [...new Set(codes)].join(separator) + separator
}

/** An identifier as one word, whatever divides it. */
export function identifierCode(text: string): string {
  return chunksOf(text)
    .flatMap(({ tokens }) => tokens)
    .join('')
}

async function readItems(db: Reader, ids: readonly number[]): Promise<Map<number, Texts>> {
  const columns = sql.join(own.map((name) => sql.ref(`items.${name}`)))
  const { rows } = await sql<{ id: number; item_type: string } & Record<string, string | null>>`
    select items.id, item_types.name as item_type, ${columns}
    from items inner join item_types on item_types.id = items.item_type_id
    where ${isOneOf(engineUsedBy(db), 'items.id', ids)}`.execute(db)
  return new Map(
    rows.map((row) => {
      const texts: Texts = { item_type: [row.item_type] }
      for (const name of own) {
        const stored: unknown = row[name]
        if (stored !== null && stored !== '') texts[name] = [textOf(name, stored)]
      }
      return [row.id, texts]
    }),
  )
}

/** As a form holds it. */
function textOf(name: string, stored: unknown): string {
  const field = fieldNamed(name)
  return field?.text(field.fromRow ? field.fromRow(stored) : stored) ?? ''
}

interface NameOfItem {
  item_id: number
  field: ReferenceName
  name: string
}

/** What the items refer to, by name and in their order. */
async function readNames(db: Reader, ids: readonly number[]): Promise<NameOfItem[]> {
  if (indexedReferences.length === 0) return []
  const queries = indexedReferences.map(([field]) => {
    const { links, item, value, names, label } = referenceTables[field]
    const position = links === 'items' ? sql.lit(0) : sql.ref('link.position')
    return sql`
      select link.${sql.ref(item)} as item_id, ${sql.lit(field)} as field, target.${sql.ref(label)} as name, ${position} as position
      from ${sql.table(links)} as link inner join ${sql.table(names)} as target on target.id = link.${sql.ref(value)}
      where ${isOneOf(engineUsedBy(db), `link.${item}`, ids)}`
  })
  const { rows } =
    await sql<NameOfItem>`${sql.join(queries, sql` union all `)} order by item_id, field, position`.execute(
      db,
    )
  return rows
}
