/** Finds types, creators and categories by their keys, and makes those that are missing: many at a time. */
import type { Reader } from '../../../db/connection.ts'
import type { NamedTable } from '../../../db/names.ts'
import type { NameRef } from './rows.ts'

/** Names remembered, at most: a file with a million creators must not fill the memory. */
const mostRemembered = 50_000
/** Rows in one statement. */
const portion = 1_000

export class Names {
  /** How many were made. */
  made = 0
  readonly #db: Reader
  readonly #table: NamedTable
  readonly #ids = new Map<string, number>()

  constructor(db: Reader, table: NamedTable) {
    this.#db = db
    this.#table = table
  }

  /** The id of a name that was found or made for the rows at hand; undefined where there is none. */
  id(key: string): number | undefined {
    return this.#ids.get(key)
  }

  /** Looks up those that are not known yet. To be called once for each portion of rows, before `id`. */
  async find(refs: readonly NameRef[]): Promise<void> {
    if (this.#ids.size > mostRemembered) this.#ids.clear()
    await this.#lookUp(this.#unknown(refs))
  }

  /** The same, and makes those that are not there, spelled as they come first. */
  async findOrMake(refs: readonly NameRef[]): Promise<void> {
    await this.find(refs)
    const missing = this.#unknown(refs)
    for (const some of portions(missing)) {
      const made = await this.#db
        .insertInto(this.#table as 'creators')
        .values(some.map(({ name, key }) => ({ name, name_key: key })))
        // On PostgreSQL somebody else may have made it a moment ago: theirs is taken then.
        .onConflict((conflict) => conflict.column('name_key').doNothing())
        .returning(['id', 'name_key'])
        .execute()
      this.made += made.length
      for (const { id, name_key } of made) this.#ids.set(name_key, id)
    }
    await this.#lookUp(this.#unknown(missing))
  }

  #unknown(refs: readonly NameRef[]): NameRef[] {
    const unknown = new Map<string, NameRef>()
    for (const ref of refs) if (!this.#ids.has(ref.key) && !unknown.has(ref.key)) unknown.set(ref.key, ref)
    return [...unknown.values()]
  }

  async #lookUp(refs: readonly NameRef[]): Promise<void> {
    for (const some of portions(refs)) {
      const found = await this.#db
        .selectFrom(this.#table)
        .select(['id', 'name_key'])
        .where(
          'name_key',
          'in',
          some.map(({ key }) => key),
        )
        .execute()
      for (const { id, name_key } of found) this.#ids.set(name_key, id)
    }
  }
}

export function* portions<T>(rows: readonly T[], size = portion): Generator<T[], void, void> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
