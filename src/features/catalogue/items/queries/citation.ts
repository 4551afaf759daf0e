/** What is cited of an item, by the parts that the domain gives to its fields: what its reader may not read is not there. */
import { sql } from 'kysely'
import { declaration, itemReferences, lookups } from '../../../../declared.ts'
import type { LookupName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { citedName } from '../../../../rules/citations/names.ts'
import type { CitedName } from '../../../../rules/citations/names.ts'
import type { CitedWork } from '../../../../rules/citations/work.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemDetail } from './item.ts'

/** @returns undefined where the domain does not say how its items are cited */
export async function findCitation(
  db: Reader,
  item: ItemDetail,
  viewer: Viewer,
): Promise<CitedWork | undefined> {
  authorize(viewer, 'catalogue.read')
  const { citation } = declaration
  if (!citation) return undefined
  const { kinds, year, container, volume, pages, publisher, identifier, place } = citation
  const values = item as unknown as Readonly<Record<string, unknown>>
  const text = (name: string | undefined) => {
    const value = name === undefined ? undefined : values[name]
    return typeof value === 'string' ? value : ''
  }
  const number = year === undefined ? undefined : values[year]
  return {
    kind: kinds[item.type] ?? 'document',
    title: item.title,
    authors: await findAuthors(db, item, citation),
    year: typeof number === 'number' ? number : null,
    container: text(container),
    volume: text(volume),
    pages: text(pages),
    publisher: text(publisher),
    identifier: text(identifier),
    place: text(place),
  }
}

async function findAuthors(
  db: Reader,
  item: ItemDetail,
  { authors, citedAs }: { authors: string; citedAs?: string },
): Promise<CitedName[]> {
  const [name, field] = itemReferences.find(([each]) => each === authors) ?? []
  const rows = name === undefined ? [] : (item[name] ?? [])
  if (rows.length === 0 || citedAs === undefined || field?.of === undefined)
    return rows.map((row) => citedName(row.name))
  const { table } = lookups[field.of as LookupName]
  const found = await sql<{ id: number; cited: string | null }>`
    select id, ${sql.ref(citedAs)} as cited from ${sql.table(table)}
    where id in (${sql.join(rows.map(({ id }) => id))})`.execute(db)
  const cited = new Map(found.rows.map((row) => [row.id, row.cited ?? '']))
  return rows.map((row) => citedName(row.name, cited.get(row.id)))
}
