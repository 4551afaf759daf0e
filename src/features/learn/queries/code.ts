/** The text of a function, as it stands in its file: what is shown is what is run. */
import { readFile } from 'node:fs/promises'

/** Where the example queries stand, from `src/features`. */
export const exampleFile = 'catalogue/items/queries.ts'
/** Those on which two of them stand. */
export const fullTextFile = 'catalogue/items/queries/full-text.ts'

/**
 * A function from its first line to the bracket that closes it.
 * @param place.file from `src/features`
 */
export async function codeOf({ file, name }: { file: string; name: string }): Promise<string> {
  const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')
  const found = new RegExp(String.raw`^export ((?:async )?function ${name}\([^]*?^\})`, 'm').exec(text)
  if (!found?.[1]) throw new Error(`There is no function ${name} in src/features/${file}.`)
  return found[1]
}
