/** Finds rows of one file that have the same identifier: different works, whose identifiers are wrong, or one that stands there twice. */
import { hash } from 'node:crypto'
import type { CsvRow } from '../queries/csv-file.ts'
import type { ImportedItem } from './rows.ts'

/** The row before it with the same type and identifier. */
export interface Repeat {
  line: number
  row: number
  /** Whether both rows say the same in every cell. */
  isEqual: boolean
}

export class Repeats {
  /** A million rows with identifiers need some 150 MB: only the digest of a row is kept, not its text. */
  readonly #last = new Map<string, { line: number; row: number; digest: string }>()

  /** Remembers the row. @returns the last one before it with the same type and identifier */
  add(item: ImportedItem, { cells }: CsvRow): Repeat | undefined {
    if (item.identifier_key === null) return undefined
    const key = `${item.type.key}\n${item.identifier_key}`
    const before = this.#last.get(key)
    const digest = hash('sha1', JSON.stringify(cells), 'base64')
    this.#last.set(key, { line: item.line, row: item.row, digest })
    return before && { line: before.line, row: before.row, isEqual: before.digest === digest }
  }
}
