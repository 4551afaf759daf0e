/** The names that an import has met: each is looked up once, many at a time, and what is missing is made as a form would. */
import type { Reader } from '../../../db/engine/connection.ts'
import type { LookupTable } from '../../../domain.ts'
import type { NameRef } from '../../../rules/checks.ts'
import { findNames, makeNames } from '../../catalogue/items/commands/names.ts'

/** Names remembered, at most (some 30 MB): a file with a million creators must not fill the memory. */
const mostRemembered = 200_000
/** Rows in one statement. */
const portion = 1_000

export class Names {
  /** How many were made. */
  made = 0
  readonly #db: Reader
  readonly #table: LookupTable
  readonly #ids = new Map<string, number>()

  constructor(db: Reader, table: LookupTable) {
    this.#db = db
    this.#table = table
  }

  /** The id of a name that was found or made for the rows at hand; undefined where there is none. */
  id(key: string): number | undefined {
    return this.#ids.get(key)
  }

  /** Looks up those that are not known yet. To be called once for each portion of rows, before `make` and `id`. */
  async find(refs: readonly NameRef[]): Promise<void> {
    if (this.#ids.size > mostRemembered) this.#ids.clear()
    for (const some of portions(this.#unknown(refs))) {
      this.#remember(await findNames(this.#db, this.#table, some))
    }
  }

  /** Makes those that were not found, spelled as they come first. */
  async make(refs: readonly NameRef[]): Promise<void> {
    for (const some of portions(this.#unknown(refs))) {
      const { ids, made } = await makeNames(this.#db, this.#table, some)
      this.#remember(ids)
      this.made += made
    }
  }

  #unknown(refs: readonly NameRef[]): NameRef[] {
    const unknown = new Map<string, NameRef>()
    for (const ref of refs) if (!this.#ids.has(ref.key) && !unknown.has(ref.key)) unknown.set(ref.key, ref)
    return [...unknown.values()]
  }

  #remember(ids: ReadonlyMap<string, number>): void {
    for (const [key, id] of ids) this.#ids.set(key, id)
  }
}

export function* portions<T>(rows: readonly T[], size = portion): Generator<T[], void, void> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
