/** Adds the page of the guide `add-a-page.md` to a clone: each block of code is put where the page says. */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'vitest'
import { lookups } from '../../../src/declared.ts'
import type { Clone } from '../../setup/clone.ts'
import { blocksOf } from '../../setup/guide.ts'
import { edit, put } from './follow.ts'

/** The page asks when creators lived. A project may have dropped that, or have followed the guide already. */
export const hasLives =
  ['birth_year', 'death_year'].every((name) => name in lookups.creators.fields) &&
  !existsSync(path.resolve(import.meta.dirname, '../../../src/features/lives'))

export async function putPage(clone: Pick<Clone, 'folder'>): Promise<void> {
  for (const { lines } of await blocksOf('add-a-page.md')) await putBlock(clone, lines)
}

/** Where a block belongs, by what it begins with: a file that is made, or lines that are put into one. */
async function putBlock(clone: Pick<Clone, 'folder'>, lines: readonly string[]): Promise<void> {
  const [first = ''] = lines
  const create = async (file: string) => {
    const place = path.join(clone.folder, file)
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, `${lines.join('\n')}\n`)
  }
  const [, file] =
    [
      [/^\/\*\* What a visitor may ask/, 'src/features/lives/forms.ts'] as const,
      [/^\/\*\* Who was alive when/, 'src/features/lives/queries.ts'] as const,
      [/^\/\*\* What the page of lives/, 'src/features/lives/pages.tsx'] as const,
      [/^\/\*\* Who was alive in a given year\. /, 'src/features/lives/routes.tsx'] as const,
      [/^\/\*\* Who was alive in a given year, /, 'tests/features/lives/queries.test.ts'] as const,
    ].find(([begins]) => begins.test(first)) ?? []
  if (file !== undefined) await create(file)
  else if (first.startsWith('  lives: '))
    await edit(clone, 'src/paths.ts', put(lines, 'after', 'export const paths'))
  else if (first.startsWith('import '))
    await edit(clone, 'src/app.tsx', put(lines, 'before', 'import { learn }'))
  else if (first.startsWith('  app.route'))
    await edit(clone, 'src/app.tsx', put(lines, 'before', "app.route('/', learn)"))
  else if (first.startsWith('  { href'))
    await edit(clone, 'src/ui/site-header.tsx', put(lines, 'before', "label: 'Learn'"))
  else if (first.startsWith("  'GET /lives'"))
    await edit(clone, 'tests/access/routes.ts', put(lines, 'after', "'GET /'"))
  else if (first === '          <li>')
    await edit(clone, 'src/ui/site-footer.tsx', (text) =>
      text.replace('<ul role="list">\n', (list) => `${list}${lines.join('\n')}\n`),
    )
  // The last block is of something else: how a page that changes something does it.
  else expect(first).toMatch(/^roles\.post\(/)
}
