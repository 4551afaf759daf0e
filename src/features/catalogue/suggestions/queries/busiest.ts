/** The entries with most items: too many names begin with one or two letters to look at all of them, and people mostly look for these. */
import { lookups } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { cached } from '../../../../db/reading/cached.ts'
import { isCounted, topNames } from '../../../../db/reading/counts.ts'
import type { NamedCount } from '../../../../db/reading/counts.ts'
import { searchKey } from '../../../../rules/text.ts'
import type { ItemChoice } from '../../items/forms/choices.ts'
import { choices } from '../../items/forms/choices.ts'

export interface BusyEntry extends NamedCount {
  key: string
}

/** So many of each lookup. */
const most = 200

const subjects = choices.flatMap(({ name, lookup }: ItemChoice) =>
  lookup && name !== 'type' && isCounted(name) ? [{ subject: name, names: lookups[lookup].table, most }] : [],
)
const readTop = topNames(subjects)
const topOnce = cached<BusyEntry[]>(1)

/** Those whose names begin with the key, of every lookup with a counter. The entries are cached for all who ask, until somebody writes. */
export async function busiestBeginning(db: Reader, key: string): Promise<BusyEntry[]> {
  if (subjects.length === 0) return []
  const all = await topOnce(db, 'busiest', async () =>
    (await readTop(db)).map((each) => ({ ...each, key: searchKey(each.name) })),
  )
  return all.filter((each) => each.key.startsWith(key))
}
