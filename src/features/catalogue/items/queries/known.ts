/** Which of the chosen types, categories and creators there still are: a bookmark may name one that was deleted. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choiceNamed, choiceNames } from '../forms/choices.ts'
import type { ChoiceName } from '../forms/choices.ts'
import type { ParsedFilter } from '../forms/filter.ts'
import { namesOfChoices } from './choices.ts'

/** The filter without what is not there, and a notice of each that was left out. */
export async function leaveOutUnknown(
  db: Reader,
  { filter, notices, ...search }: ParsedFilter,
  viewer: Viewer,
): Promise<ParsedFilter> {
  authorize(viewer, 'catalogue.read')
  const known = { ...filter }
  const said = [...notices]
  for (const name of choiceNames) {
    if (filter[name].length === 0) continue
    const names = await namesOfChoices(db, name, filter[name])
    const there = new Set(names.map(({ id }) => id))
    known[name] = filter[name].filter((id) => there.has(id))
    const gone = filter[name].filter((id) => !there.has(id))
    if (gone.length > 0) said.push(leftOut(name, gone))
  }
  return { filter: known, notices: said, ...search }
}

function leftOut(name: ChoiceName, ids: readonly number[]): string {
  const { noun } = choiceNamed(name)
  const numbers = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ', ...' : '')
  if (ids.length === 1)
    return `There is no ${noun.one} with the number ${numbers} (it may have been deleted), so it was left out.`
  return `There are no ${noun.many} with the numbers ${numbers} (they may have been deleted), so they were left out.`
}
