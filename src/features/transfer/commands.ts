/** Brings items into the catalogue: from a CSV file, or from one of the samples. */
import type { Database, Reader } from '../../db/engine/connection.ts'
import { settleCounts } from '../../db/reading/counts.ts'
import { searchKey } from '../../rules/text.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { authorize } from '../../security/rights/authorize.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { CsvFileError } from './queries/csv-file.ts'
import { columns } from './forms.ts'
import type { Header } from './forms.ts'
import { portions } from './commands/names.ts'
import { checkRow } from './commands/rows.ts'
import { ItemWriter } from './commands/write.ts'
import type { Sample } from './queries.ts'

export { importFile } from './commands/import.ts'
export type { ImportOptions, ImportReport } from './commands/import.ts'
export type { LeftOut, Problem } from './commands/rows.ts'

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
  const creators = sample.creators.map(({ name, birth_year, death_year }) => ({
    ...{ name, name_key: searchKey(name) },
    birth_year: yearOf(birth_year),
    death_year: yearOf(death_year),
  }))
  for (const some of portions(creators)) await addNew(db, 'creators', some)
  await addNew(db, 'item_types', sample.types.map(withKey))
  await addNew(db, 'categories', sample.categories.map(withKey))

  const writer = await ItemWriter.open(db, engine, { onDuplicate: 'skip', actor: null })
  const header: Header = { columns: [...columns], unknown: [] }
  for (const some of portions(sample.items)) {
    const rows = some.map((item, index) => {
      const row = checkRow(
        { line: index + 2, row: index + 1, cells: columns.map((column) => item[column]) },
        header,
      )
      if (Array.isArray(row))
        throw new CsvFileError(`The sample's item “${item.title}” cannot be used: ${row[0]?.message ?? ''}.`)
      return row
    })
    await writer.write(rows)
  }
  await settleCounts(db, engine)
  return writer.counts.added
}

/** Rows whose name is there already stay as they are. */
async function addNew(
  db: Reader,
  table: 'item_types' | 'creators' | 'categories',
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto(table)
    .values(rows as never)
    .onConflict((conflict) => conflict.column('name_key').doNothing())
    .execute()
}

function withKey<T extends { name: string }>(row: T): T & { name_key: string } {
  return { ...row, name_key: searchKey(row.name) }
}

function yearOf(text: string): number | null {
  return text === '' ? null : Number(text)
}
