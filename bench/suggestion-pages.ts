/** What people type first: the beginnings of a catalogue's titles and creators, of one, two and three letters. */
import type { Reader } from '../src/db/engine/connection.ts'
import { paths } from '../src/paths.ts'
import type { Page } from './pages.ts'

export async function suggestionPages(db: Reader): Promise<Page[]> {
  const keys = await Promise.all([
    db.selectFrom('items').select('title_key as key').orderBy('id').limit(3000).execute(),
    db.selectFrom('creators').select('name_key as key').orderBy('id').limit(3000).execute(),
  ])
  return [1, 2, 3].map((length) => ({
    name: `${length} ${length === 1 ? 'letter' : 'letters'}`,
    paths: [...new Set(keys.flat().map(({ key }) => paths.suggestions({ q: key.slice(0, length) })))],
    headers: { 'hx-request-type': 'partial' },
  }))
}
