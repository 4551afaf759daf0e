/** Brings items into the catalogue: from a CSV file, or from one of the samples. */
import { sql } from 'kysely'
import { lookups } from '../../declared.ts'
import type { Lookup, LookupName } from '../../declared.ts'
import { domain } from '../../domain.ts'
import type { AnyField } from '../../fields/field.ts'
import { columnsIn } from '../../fields/row.ts'
import type { Database, Reader } from '../../db/engine/connection.ts'
import type { DeclaredType } from '../../fields/domain.ts'
import { settleCounts } from '../../db/reading/counts.ts'
import { insertMany } from '../../db/engine/many.ts'
import { sortKeyOfName } from '../../rules/sort-name.ts'
import { searchKey } from '../../rules/text.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { authorize } from '../../security/rights/authorize.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { CsvFileError } from './queries/csv-file.ts'
import { columns } from './forms.ts'
import type { Header } from './forms.ts'
import { RowImport } from './commands/add-rows.ts'
import { listSchemes } from './commands/import.ts'
import { checkRow } from './commands/rows.ts'
import type { ImportedItem } from './commands/rows.ts'
import { readCells } from './commands/sample-cells.ts'
import type { Sample, SampleRow } from './queries.ts'

export { importFile } from './commands/import.ts'
export type { ImportOptions, ImportReport } from './commands/import.ts'
export type { LeftOut, CellProblem } from './commands/rows.ts'

/**
 * Adds a sample: first what is known about its types, creators and categories, then its items by the rules of every import.
 * Runs in the caller's transaction. @returns how many items were added
 */
export async function addSample(
  tx: Writer,
  engine: Database['engine'],
  sample: Sample,
  actor: Viewer,
): Promise<number> {
  authorize(actor, 'import.run')
  const db = tx.getKysely()
  await addTypes(db, engine)
  for (const { name, entries } of sample.lookups) {
    const table = lookups[name].table as 'creators'
    await insertMany(db, engine, table, entries.map((entry) => entryOf(name, entry)) as never, ifNew)
  }

  const writer = await RowImport.open(db, { onDuplicate: 'skip', actor })
  const [problem] = await writer.write(await readItems(db, sample))
  if (problem) throw cannotBeUsed(sample, problem.line, problem.message)
  await settleCounts(db, engine)
  return writer.counts.added
}

/** The sample's items as rows of a file, whose head is its first line. */
async function readItems(db: Reader, sample: Sample): Promise<ImportedItem[]> {
  const named = columns.filter((column) => sample.items.some((item) => item[column] !== undefined))
  const header: Header = { columns: named, unknown: [] }
  const schemes = await listSchemes(db)
  const cellOf = await readCells(db, sample, new Date())
  return sample.items.map((item, index) => {
    const cells = named.map((column) => cellOf(item, column))
    const row = checkRow({ line: index + 2, row: index + 1, cells }, header, schemes)
    if (Array.isArray(row)) throw cannotBeUsed(sample, index + 2, row[0]?.message)
    return row
  })
}

const cannotBeUsed = ({ items }: Sample, line: number, why = '') =>
  new CsvFileError(
    `The sample's ${domain.item.one} “${items[line - 2]?.title ?? ''}” cannot be used: ${why}.`,
  )

/** The types that the domain declares, with their rules. One that is there already keeps what staff have made of it. */
async function addTypes(db: Reader, engine: Database['engine']): Promise<void> {
  const declared = new Map<string, DeclaredType>(domain.types.map((type) => [searchKey(type.name), type]))
  const rows = [...declared.values()].map(({ name, description = '', scheme = null, pattern = null }) => ({
    ...entryOf('types', { name, description }),
    identifier_scheme: scheme,
    identifier_pattern: pattern,
  }))
  const returning = sql<{ id: number; name_key: string }>`${ifNew} returning id, name_key`
  const added = await insertMany(db, engine, 'item_types', rows as never, returning)
  const rules = added.flatMap(({ id: item_type_id, name_key }) => {
    const { needs = [], hides = [] } = declared.get(name_key) ?? {}
    const rows = (fields: readonly string[], rule: string) =>
      fields.map((field) => ({ item_type_id, field, rule }))
    return [...rows(needs, 'required'), ...rows(hides, 'hidden')]
  })
  await insertMany(db, engine, 'item_type_fields', rules)
}

/** What is there already under the same name stays as it is. */
const ifNew = sql<never>`on conflict (name_key) do nothing`

function entryOf(lookup: LookupName, row: SampleRow): object {
  const { name = '' } = row
  const fields = Object.entries<AnyField>(lookups[lookup].fields).flatMap(([field, declared]) =>
    columnsIn(field, declared, declared.parse(row[field] ?? '').value),
  )
  const { sortName }: Lookup = lookups[lookup]
  return {
    ...{ name, name_key: searchKey(name), ...Object.fromEntries(fields) },
    ...(sortName && { sort_key: sortKeyOfName(name, row.sort_name || null) }),
  }
}
