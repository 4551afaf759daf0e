/** The records of a museum, for whoever has them: the environment variable CROWFOOT_DATA names their folder. */
import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * The path of one of the museum's files. Without CROWFOOT_DATA there is none, and tests take small records of their own.
 * @throws where CROWFOOT_DATA names a folder that does not have the file: a test would pass without what it was to look at
 */
export function museumFile(name: string): string | undefined {
  const folder = process.env.CROWFOOT_DATA ?? ''
  if (folder === '') return undefined
  const file = path.resolve(folder, name)
  if (!existsSync(file)) throw new Error(`CROWFOOT_DATA names ${folder}, and there is no ${name} in it.`)
  return file
}
