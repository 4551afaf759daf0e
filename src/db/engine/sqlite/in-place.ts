/** Notices that a SQLite file was deleted or replaced while it is open: what is then saved goes into a file without a name. */
import { statSync } from 'node:fs'

/** Remembers which file is at this path now. @returns whether that file is there still: one question to the system */
export function watchPlace(path: string): () => boolean {
  // As bigints: on Windows the numbers of files are larger than a number can hold.
  const look = () => statSync(path, { bigint: true, throwIfNoEntry: false })
  const opened = look()
  return () => {
    const now = look()
    return now !== undefined && now.ino === opened?.ino && now.dev === opened.dev
  }
}
