/** Writes checked rows: those that are new as new items, and those that are there already as the choice for duplicates says. */
import type { Engine, Reader } from '../../../db/engine/connection.ts'
import { countTogether } from '../../../db/reading/counts.ts'
import { insertMany } from '../../../db/engine/many.ts'
import { now } from '../../../db/schema/time.ts'
import type { OnDuplicate } from '../forms.ts'
import { lastId, reserveIds } from '../queries/ids.ts'
import { Duplicates } from './duplicates.ts'
import type { FoundItem, KnownNames } from './duplicates.ts'
import { addLinks } from './links.ts'
import { Names } from './names.ts'
import type { ImportedItem, LeftOut, Problem } from './rows.ts'
import { updateItems } from './update.ts'

export interface WriteOptions {
  /** What becomes of a row whose item is in the catalogue already; where nobody chose, it is left out. */
  onDuplicate?: OnDuplicate | undefined
  /** Told each row that is left out, and why. */
  onLeftOut?: (row: LeftOut) => void
  /** Who brings the items in: the id of an account, or null for the command line. */
  actor: number | null
}

/** How many items became what. */
export interface Counts {
  added: number
  updated: number
  /** In the catalogue already, and left as they were. */
  skipped: number
}

export class ItemWriter {
  readonly counts: Counts = { added: 0, updated: 0, skipped: 0 }
  readonly names: KnownNames
  readonly #db: Reader
  readonly #engine: Engine
  readonly #options: WriteOptions
  readonly #duplicates: Duplicates
  readonly #moment = now()

  private constructor(db: Reader, engine: Engine, options: WriteOptions, lastOld: number) {
    this.#db = db
    this.#engine = engine
    this.#options = options
    this.names = {
      types: new Names(db, 'item_types'),
      creators: new Names(db, 'creators'),
      categories: new Names(db, 'categories'),
    }
    this.#duplicates = new Duplicates(db, engine, this.names, lastOld)
  }

  /** @param db the transaction in which everything is written */
  static async open(db: Reader, engine: Engine, options: WriteOptions): Promise<ItemWriter> {
    return new ItemWriter(db, engine, options, await lastId(db))
  }

  /** Writes the rows. @returns those that may not be there a second time, when duplicates are to fail */
  async write(rows: readonly ImportedItem[]): Promise<Problem[]> {
    const problems: Problem[] = []
    for (const some of apartFromRepeats(rows)) problems.push(...(await this.#write(some)))
    return problems
  }

  async #write(rows: readonly ImportedItem[]): Promise<Problem[]> {
    const { types, creators, categories } = this.names
    const named = (rows: readonly ImportedItem[]) =>
      [
        [types, rows.map((row) => row.type)],
        [creators, rows.flatMap((row) => row.creators ?? [])],
        [categories, rows.flatMap((row) => row.categories ?? [])],
      ] as const
    // Only looked up so far: a row that is left out must not leave a new creator behind.
    for (const [names, refs] of named(rows)) await names.find(refs)
    const found = await this.#duplicates.find(rows)
    const fresh = rows.filter((row) => !found.has(row))
    const { onDuplicate } = this.#options
    for (const [names, refs] of named(onDuplicate === 'update' ? rows : fresh)) await names.make(refs)
    await this.#add(fresh)
    if (onDuplicate === 'fail') return rows.filter((row) => found.has(row)).map(alreadyThere)
    const updated =
      onDuplicate === 'update'
        ? await updateItems(this.#db, this.#engine, found, this.names, this.#moment)
        : new Set<ImportedItem>()
    this.counts.updated += updated.size
    this.counts.skipped += found.size - updated.size
    for (const [row, item] of found)
      if (!updated.has(row)) this.#options.onLeftOut?.(leftOut(row, item, onDuplicate))
    return []
  }

  async #add(rows: readonly ImportedItem[]): Promise<void> {
    if (rows.length === 0) return
    const ids = await reserveIds(this.#db, this.#engine, rows.length)
    const values = rows.map((row, index) => ({
      id: ids[index] ?? 0,
      title: row.title,
      title_key: row.title_key,
      description: row.description ?? '',
      year: row.year ?? null,
      identifier: row.identifier,
      identifier_key: row.identifier_key,
      item_type_id: this.names.types.id(row.type.key) ?? 0,
      internal_notes: row.internal_notes ?? '',
      created_by: this.#options.actor,
      created_at: this.#moment,
      updated_at: this.#moment,
      version: 1,
    }))
    const links = rows.map(({ creators, categories }, index) => ({
      id: ids[index] ?? 0,
      creators,
      categories,
    }))
    await countTogether(this.#db, this.#engine, { first: ids[0] ?? 0, last: ids.at(-1) ?? 0 }, async () => {
      await insertMany(this.#db, this.#engine, 'items', values)
      await addLinks(this.#db, this.#engine, this.names, links)
    })
    this.counts.added += rows.length
  }
}

/** Cuts the rows before each that has the identifier of one above it: that one must be in the catalogue first. */
function* apartFromRepeats(rows: readonly ImportedItem[]): Generator<ImportedItem[], void, void> {
  const seen = new Set<string>()
  let some: ImportedItem[] = []
  for (const row of rows) {
    const key = row.identifier_key === null ? undefined : `${row.type.key}\n${row.identifier_key}`
    if (key !== undefined && seen.has(key)) {
      yield some
      some = []
      seen.clear()
    }
    if (key !== undefined) seen.add(key)
    some.push(row)
  }
  if (some.length > 0) yield some
}

function leftOut({ line, row, ...item }: ImportedItem, found: FoundItem, choice?: OnDuplicate): LeftOut {
  const reason =
    choice === 'update'
      ? 'the item says the same already'
      : item.title_key === found.title_key
        ? 'the item is in the catalogue already'
        : `its identifier “${item.identifier ?? ''}” is that of “${found.title}”, which is in the catalogue already`
  return { line, row, reason, item: found.id }
}

function alreadyThere({ line, identifier }: ImportedItem): Problem {
  return identifier === null
    ? { line, column: 'title', message: 'there is already an item of this type, title, year and creators' }
    : {
        line,
        column: 'identifier',
        message: `“${identifier}” is the identifier of another item of this type`,
      }
}
