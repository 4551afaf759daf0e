/** Brings the items of a CSV file into the catalogue: all of them in one transaction, or none. */
import { sql } from 'kysely'
import type { Database, Reader } from '../../../db/connection.ts'
import { settleCounts } from '../../../db/counts.ts'
import { updateStatistics } from '../../../db/statistics.ts'
import { withLargeCache } from '../../../db/sqlite/cache.ts'
import { authorize } from '../../../security/authorize.ts'
import { transaction } from '../../../security/transaction.ts'
import type { Viewer } from '../../../security/viewer.ts'
import { readHeader } from '../forms.ts'
import type { Header } from '../forms.ts'
import { CsvFileError, openCsv } from '../queries/csv-file.ts'
import type { CsvRow } from '../queries/csv-file.ts'
import { checkRow } from './rows.ts'
import type { ImportedItem, Problem } from './rows.ts'
import { ItemWriter } from './write.ts'
import type { Counts, WriteOptions } from './write.ts'

export interface ImportOptions extends Pick<WriteOptions, 'onDuplicate'> {
  /** Who brings the items in. */
  actor: Viewer
  /** Do everything, tell what came of it, and take it back. */
  dryRun: boolean
  /** Told each cell that is refused, as it is found. */
  onProblem?: (problem: Problem) => void
  /** Told now and then how many of the file's bytes are read. */
  onProgress?: (bytes: number, size: number) => void
}

export interface ImportReport extends Counts {
  /** Rows of the file below its header. */
  rows: number
  /** Rows that were refused. If there is one, nothing was written. */
  refused: number
  /** New names that the items needed. */
  made: { types: number; creators: number; categories: number }
  /** Columns of the file that mean nothing here; their cells were left out. */
  unknownColumns: string[]
}

/** Rows that are checked and written together. */
const portion = 1_000

/** Ends the transaction without an error of its own. */
class TakeBack extends Error {}

/**
 * Reads the file once. As soon as a row is refused the transaction is given up, so that nobody waits for it, and the rest
 * is only checked: the report then names all that is wrong with the file itself.
 * @throws CsvFileError when it is not a CSV file with our columns; nothing was written then
 */
export async function importFile(
  { em, db, engine }: Pick<Database, 'em' | 'db' | 'engine'>,
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  authorize(options.actor, 'import.run')
  const file = await openCsv(path)
  const header = readHeader(file.header)
  if (typeof header === 'string') throw new CsvFileError(header)
  const report: ImportReport = {
    ...{ rows: 0, refused: 0, added: 0, updated: 0, skipped: 0 },
    made: { types: 0, creators: 0, categories: 0 },
    unknownColumns: header.unknown,
  }
  const portions = file.portions(portion)
  const nextGood = async (): Promise<ImportedItem[] | undefined> => {
    const { value: rows } = await portions.next()
    if (!rows) return undefined
    options.onProgress?.(file.position(), file.size)
    return checkRows(rows, header, report, options)
  }
  try {
    await transaction(em(), options.actor, 'import.run', async ({ db }) => {
      const write = () => writeAll(db, engine, nextGood, report, options)
      await (engine === 'sqlite' ? withLargeCache(db, write) : write())
      if (options.dryRun) throw new TakeBack()
    })
  } catch (error) {
    if (!(error instanceof TakeBack)) {
      await portions.return()
      throw error
    }
  }
  if (report.added > 0 && !options.dryRun) await updateStatistics({ em, db, engine })
  // Nothing is written any more: the rest is read to tell all that is wrong at once.
  while ((await nextGood()) !== undefined);
  return report
}

async function writeAll(
  db: Reader,
  engine: Database['engine'],
  nextGood: () => Promise<ImportedItem[] | undefined>,
  report: ImportReport,
  options: ImportOptions,
): Promise<void> {
  // Two imports at once would wait for each other's new names, each holding what the other needs.
  if (engine === 'postgresql') await sql`select pg_advisory_xact_lock(${importLock})`.execute(db)
  const { onDuplicate, actor } = options
  const writer = await ItemWriter.open(db, engine, { onDuplicate, actor: actor.user?.id ?? null })
  let refusedByRules = 0
  for (let items = await nextGood(); items !== undefined; items = await nextGood()) {
    if (report.refused > refusedByRules) throw new TakeBack()
    const duplicates = await writer.write(items)
    for (const problem of duplicates) options.onProblem?.(problem)
    report.refused += duplicates.length
    refusedByRules = report.refused
  }
  if (report.refused > 0) throw new TakeBack()
  await settleCounts(db, engine)
  const { types, creators, categories } = writer.names
  Object.assign(report, writer.counts)
  report.made = { types: types.made, creators: creators.made, categories: categories.made }
}

/** Any number, as long as it is ours alone and always the same. */
const importLock = 1_868_787_301

function checkRows(
  rows: readonly CsvRow[],
  header: Header,
  report: ImportReport,
  options: ImportOptions,
): ImportedItem[] {
  const good: ImportedItem[] = []
  for (const row of rows) {
    report.rows++
    const item = checkRow(row, header)
    if (!Array.isArray(item)) {
      good.push(item)
      continue
    }
    report.refused++
    for (const problem of item) options.onProblem?.(problem)
  }
  return good
}
