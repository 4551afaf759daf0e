/** What is read to be brought in or taken out: the sample catalogues, CSV files, and everything in the database. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { lookupNames } from '../../declared.ts'
import type { LookupName } from '../../declared.ts'
import type { Database, Reader } from '../../db/engine/connection.ts'
import { authorize } from '../../security/rights/authorize.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { noFilter } from '../catalogue/items/forms/filter.ts'
import { readWhole } from '../catalogue/items/queries.ts'
import type { WholeItem } from '../catalogue/items/queries.ts'

export { CsvFileError } from './queries/csv-file.ts'

/** A row of one of the files of a sample: the text in each column. */
export type SampleRow = Partial<Record<string, string>>

/** A sample catalogue: its items, and what is known of the entries of each lookup. See `samples/library/README.md`. */
export interface Sample {
  items: SampleRow[]
  lookups: { name: LookupName; entries: SampleRow[] }[]
}

/** The names of the samples: the folders in `folder` that hold items. */
export async function listSamples(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => existsSync(join(folder, name, 'items.csv'))).sort()
}

/** @param folder the folder of one sample, such as `samples/library` */
export async function readSample(folder: string): Promise<Sample> {
  const table = async (name: string): Promise<SampleRow[]> => {
    const file = join(folder, `${name}.csv`)
    if (!existsSync(file)) return []
    return parse(await readFile(file, 'utf8'), { columns: true, skip_empty_lines: true })
  }
  const entries = lookupNames.map(async (name) => ({ name, entries: await table(name) }))
  return { items: await table('items'), lookups: await Promise.all(entries) }
}

/** Whether the database holds neither people nor items: only then is it filled at the first start. */
export async function isEmpty(db: Reader): Promise<boolean> {
  const user = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  const item = await db.selectFrom('items').select('id').limit(1).executeTakeFirst()
  return user === undefined && item === undefined
}

/** Every item, the oldest first, all as they are at one moment: what is written meanwhile is not in it. */
export async function* readEverything(
  { heavy }: Pick<Database, 'heavy'>,
  viewer: Viewer,
): AsyncGenerator<WholeItem[], void, void> {
  authorize(viewer, 'export.run')
  const moment = await heavy
    .startTransaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute()
  try {
    yield* readWhole({ db: moment, heavy: moment }, noFilter, viewer, 'oldest')
  } finally {
    await moment.rollback().execute()
  }
}
