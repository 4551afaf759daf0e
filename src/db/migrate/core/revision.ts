/** The form of a revision file, and what the tool knows of one once it is read. */
import type { Operations } from './operations.ts'

/** What a revision file holds: `export default defineRevision({ ... })`. Its name is the name of the file. */
export interface RevisionFile {
  /** The revision it follows; null for the first, several for a merge. */
  readonly follows: string | null | readonly string[]
  /** What changes, in a few words: "add price to items". */
  readonly message: string
  up(op: Operations): void | Promise<void>
  /** The way back, or why there is none: `cannotBeUndone('...')`. */
  down: ((op: Operations) => void | Promise<void>) | CannotBeUndone
}

export interface CannotBeUndone {
  readonly reason: string
}

/** A revision with its place in the history. */
export interface Revision {
  /** The file's name without `.ts`: `0003_add_place_to_items`. */
  readonly id: string
  readonly follows: readonly string[]
  readonly message: string
  /** SHA-256 of the file's text, so that a revision edited after it was applied is noticed. */
  readonly checksum: string
  readonly file: RevisionFile
}

/** Gives the editor the types of `op`; it changes nothing. */
export function defineRevision(file: RevisionFile): RevisionFile {
  return file
}

/** Says why there is no way back: `down: cannotBeUndone('the old spellings are not kept')`. */
export function cannotBeUndone(reason: string): CannotBeUndone {
  return { reason }
}
