/** Brings the items of a CSV file into the catalogue: all of them in one transaction, or none. */
import { sql } from 'kysely'
import { lookupNames } from '../../../declared.ts'
import type { LookupName } from '../../../declared.ts'
import type { Database, Reader } from '../../../db/engine/connection.ts'
import { cleanCounts, settleCounts } from '../../../db/reading/counts.ts'
import { isConstraintViolation, isSerializationFailure } from '../../../db/engine/failures.ts'
import {
  firstLook,
  looksAt,
  updateStatistics,
  updateStatisticsWithin,
} from '../../../db/engine/statistics.ts'
import { withLargeCache } from '../../../db/engine/sqlite/cache.ts'
import { indexChanges } from '../../../search/changes.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import { readHeader } from '../forms.ts'
import { CsvFileError, openCsv } from '../queries/csv-file.ts'
import { RowImport } from './add-rows.ts'
import type { Counts } from './add-rows.ts'
import { checkRows } from './check-rows.ts'
import type { CheckedRows, CheckRowsOptions } from './check-rows.ts'
import { Repeats } from './repeats.ts'
import type { ImportedItem, Schemes } from './rows.ts'

export interface ImportOptions extends CheckRowsOptions {
  /** Do everything, tell what came of it, and take it back. */
  dryRun: boolean
  /** Told now and then how many of the file's bytes are read. */
  onProgress?: (bytes: number, size: number) => void
}

export interface ImportReport extends Counts, CheckedRows {
  /** New names that the items needed. */
  made: Partial<Record<LookupName, number>>
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
    ...{ rows: 0, refused: 0, repeated: 0, added: 0, updated: 0, skipped: 0 },
    made: Object.fromEntries(lookupNames.map((name) => [name, 0])),
    unknownColumns: header.unknown,
  }
  const portions = file.portions(portion)
  const repeats = new Repeats()
  const schemes = await listSchemes(db)
  const nextGood = async (): Promise<ImportedItem[] | undefined> => {
    const { value: rows } = await portions.next()
    if (!rows) return undefined
    options.onProgress?.(file.position(), file.size)
    return checkRows(rows, header, { report, repeats, options, schemes })
  }
  let isBegun = false
  try {
    await transaction(em(), options.actor, 'import.run', async ({ db }) => {
      // Also where only the search index, which follows at the end, was in somebody's way.
      if (isBegun) throw conflict()
      isBegun = true
      const write = () => writeAll(db, engine, nextGood, report, options)
      await (engine === 'sqlite' ? withLargeCache(db, write) : write()).catch(failOnce)
      if (options.dryRun) throw new TakeBack()
    })
  } catch (error) {
    if (!(error instanceof TakeBack)) {
      await portions.return()
      throw error
    }
  }
  if (report.added > 0 && !options.dryRun) await updateStatistics({ em, db, engine })
  if (engine === 'postgresql' && report.added >= firstLook && !options.dryRun)
    await cleanCounts(em().getKysely())
  // Nothing is written any more: the rest is read to tell all that is wrong at once.
  while ((await nextGood()) !== undefined);
  return report
}

/** The file is read once: if the work began again in the middle of it, the rows before would be lost without a word. */
function failOnce(error: unknown): never {
  throw isSerializationFailure(error) || isConstraintViolation(error) ? conflict() : error
}

function conflict(): CsvFileError {
  return new CsvFileError(
    'Nothing was imported: someone else changed the same items or names at the same time. Import the file again.',
  )
}

async function writeAll(
  db: Reader,
  engine: Database['engine'],
  nextGood: () => Promise<ImportedItem[] | undefined>,
  report: ImportReport,
  options: ImportOptions,
): Promise<void> {
  // Two imports at once could deadlock: each would wait for a new name that the other one holds.
  if (engine === 'postgresql') await sql`select pg_advisory_xact_lock(${importLock})`.execute(db)
  const writer = await RowImport.open(db, options)
  let refusedByRules = 0
  const isTime = looksAt(engine)
  for (let items = await nextGood(); items !== undefined; items = await nextGood()) {
    if (report.refused > refusedByRules) throw new TakeBack()
    const problems = await writer.write(items)
    // On PostgreSQL the index follows at the end: until then, neither others nor we have to wait for it.
    if (engine === 'sqlite' && !options.dryRun) await indexChanges(db)
    for (const problem of problems) options.onProblem?.(problem)
    // A row may break several rules.
    report.refused += new Set(problems.map(({ line }) => line)).size
    refusedByRules = report.refused
    // PostgreSQL keeps the plans that it began with: right for an empty table, not for one that fills.
    if (isTime(writer.counts.added)) await updateStatisticsWithin(db)
  }
  if (report.refused > 0) throw new TakeBack()
  await settleCounts(db, engine)
  // What follows at the end of the transaction reads all that was written, for the search index.
  if (engine === 'postgresql' && writer.counts.added > 0 && !options.dryRun) await updateStatisticsWithin(db)
  report.added = writer.counts.added
  report.updated = writer.counts.updated
  report.skipped = writer.counts.skipped
  report.made = writer.names.made()
}

/** The schemes of types when the import begins; the writer checks every row again, by the schemes at the moment of writing. */
export async function listSchemes(db: Reader): Promise<Schemes> {
  const types = await db
    .selectFrom('item_types')
    .select(['name_key', 'identifier_scheme', 'identifier_pattern'])
    .where('identifier_scheme', 'is not', null)
    .execute()
  return new Map(types.map((type) => [type.name_key, type]))
}

/** Any number, as long as it is ours alone and always the same. */
const importLock = 1_868_787_301
