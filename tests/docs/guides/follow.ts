/** What the tests of several guides share: to do by program what a page tells a person to do by hand. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'vitest'
import type { Clone } from '../../setup/clone.ts'

/** Edits a file of a clone. That nothing came of it is a mistake of the guide. */
export async function edit(
  { folder }: Pick<Clone, 'folder'>,
  file: string,
  change: (text: string) => string,
): Promise<void> {
  const place = path.join(folder, file)
  const before = await readFile(place, 'utf8')
  const after = change(before)
  expect(after, file).not.toBe(before)
  await writeFile(place, after)
}

/** Puts lines before, or after, the first line that has these words. */
export function put(lines: readonly string[], where: 'before' | 'after', words: string) {
  return (text: string): string => {
    const all = text.split('\n')
    const at = all.findIndex((line) => line.includes(words))
    expect(at, words).not.toBe(-1)
    return all.toSpliced(where === 'before' ? at : at + 1, 0, ...lines).join('\n')
  }
}
